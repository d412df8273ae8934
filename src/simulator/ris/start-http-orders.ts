import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readMessage } from '../../protocols/hl7/er7.ts';
import { HL7_CONTENT_TYPES } from '../../protocols/hl7/http.ts';
import type { MessageHandler } from '../../protocols/hl7/listener-session.ts';
import { SIMULATOR_WEB_HEADER } from '../identity.ts';
import { listenOnLoopback, type RunningService, stopHttpServer } from '../listen-on-loopback.ts';
import { readBody } from '../web/read-body.ts';

/** Path that takes HL7 messages. */
export const HTTP_ORDERS_PATH = '/hl7';
const maxMessageBytes = 4 * 1024 * 1024;
const limits = { headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 5_000 };

/** Starts the RIS's way in for HL7 version 2 over HTTP: a POST of the bare message, answered with its acknowledgement. */
export async function startHttpOrders(
  handler: MessageHandler,
  signal: AbortSignal,
): Promise<RunningService> {
  const server = createServer(limits, (request, response) => {
    answer(request, response, handler, signal).catch(() => response.destroy());
  });
  server.maxConnections = 32;
  const port = await listenOnLoopback(server, signal);
  return { port, stop: () => stopHttpServer(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handler: MessageHandler,
  signal: AbortSignal,
): Promise<void> {
  response.setHeader(SIMULATOR_WEB_HEADER, '1');
  const end = (status: number): void => {
    response.writeHead(status, { 'content-length': 0, connection: 'close' }).end();
  };
  if (request.url !== HTTP_ORDERS_PATH) return end(404);
  if (request.method !== 'POST') return end(405);
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (!HL7_CONTENT_TYPES.some((known) => known === type)) return end(415);
  const body = await readBody(request, maxMessageBytes);
  if (body === undefined) return end(413);
  const reading = readMessage(body);
  if (reading.kind !== 'message') return end(400);
  const remoteAddress = request.socket.remoteAddress ?? '';
  const reply = await handler({ message: reading.message, remoteAddress, framing: [], signal });
  if (reply.kind !== 'message') return end(500);
  response.writeHead(200, {
    'content-type': `${HL7_CONTENT_TYPES[0]}; charset=utf-8`,
    'content-length': reply.payload.length,
  });
  response.end(reply.payload);
}
