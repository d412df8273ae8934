import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { buildAck, ERROR_CODES } from './build-ack.ts';
import { readMessage } from './er7.ts';
import { HL7_CONTENT_TYPES } from './http.ts';
import type { Hl7Listener, ListenerOptions } from './listener.ts';
import { FOREIGN_REPLY, type ListenerReply, type ReceivedMessage } from './listener-session.ts';
import { DEFAULT_MAX_FRAME_BYTES } from './mllp.ts';
import { createPeerCheck } from './peer-allowlist.ts';

/** Where and how to listen; one POST is one message. */
export interface HttpListenerOptions
  extends Pick<
    ListenerOptions,
    | 'host'
    | 'port'
    | 'handler'
    | 'allowedPeers'
    | 'tls'
    | 'isOurs'
    | 'maxConnections'
    | 'handlerTimeoutMs'
    | 'maxFrameBytes'
    | 'onEvent'
  > {
  /** Only this path is served; every path when left out. */
  readonly path?: string;
  /** Time a peer has for its headers, and for the whole request; default 60,000 ms. */
  readonly requestTimeoutMs?: number;
}

/** Status of an answer by MSA-1, as HAPI's HL7 over HTTP has it. */
const STATUS = { AA: 200, CA: 200, AE: 500, CE: 500, AR: 400, CR: 400 } as const;

/**
 * Listens for HL7 version 2 over HTTP or HTTPS and answers each message as the handler decides. A reply that exists for
 * misbehaviour on MLLP (`raw`, `none`, `close`) ends the connection.
 *
 * @throws the system's error when the address cannot be bound, OpenSSL's for an unusable certificate
 * @throws {TypeError} for an allow-list entry that is not an address or network
 */
export async function startHttpListener(options: HttpListenerOptions): Promise<Hl7Listener> {
  const { host, port, tls } = options;
  const isAllowed = createPeerCheck(options.allowedPeers);
  const timeout = options.requestTimeoutMs ?? 60_000;
  const limits = { headersTimeout: timeout, requestTimeout: timeout, keepAliveTimeout: 5_000 };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response, options).catch(() => response.destroy());
  };
  const server: Server =
    tls === undefined
      ? createServer(limits, listener)
      : createTlsServer(
          {
            ...limits,
            minVersion: 'TLSv1.2',
            cert: tls.certificate,
            key: tls.key,
            ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
            ...(tls.clientCa !== undefined && {
              ca: tls.clientCa,
              requestCert: true,
              rejectUnauthorized: true,
            }),
          },
          listener,
        );
  server.maxConnections = options.maxConnections ?? 16;
  server.prependListener('connection', (socket) => {
    const remoteAddress = socket.remoteAddress ?? '';
    if (isAllowed(remoteAddress)) return;
    options.onEvent?.({ kind: 'rejected-peer', remoteAddress });
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    host,
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpListenerOptions,
): Promise<void> {
  const end = (status: number): void => {
    response.writeHead(status, { 'content-length': 0, connection: 'close' }).end();
  };
  const [path] = (request.url ?? '').split('?', 1);
  if (options.path !== undefined && path !== options.path) return end(404);
  if (request.method !== 'POST') return end(405);
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (!HL7_CONTENT_TYPES.some((known) => known === type)) return end(415);
  const body = await readBody(request, options.maxFrameBytes ?? DEFAULT_MAX_FRAME_BYTES);
  if (body === undefined) return end(413);
  const reading = readMessage(body);
  if (reading.kind !== 'message') return end(400);
  const { message } = reading;
  const reply = await decide(
    { message, remoteAddress: request.socket.remoteAddress ?? '', framing: [] },
    options,
  );
  if (reply.kind !== 'ack' && reply.kind !== 'message') {
    response.destroy();
    return;
  }
  const payload = reply.kind === 'message' ? reply.payload : await buildAck(message, reply);
  response.writeHead(reply.kind === 'message' ? 200 : STATUS[reply.code], {
    'content-type': `${HL7_CONTENT_TYPES[0]}; charset=utf-8`,
    'content-length': payload.length,
  });
  response.end(payload);
}

async function decide(
  received: Omit<ReceivedMessage, 'signal'>,
  { handler, handlerTimeoutMs = 10_000, isOurs, onEvent }: HttpListenerOptions,
): Promise<ListenerReply> {
  if (isOurs?.(received.message) === false) {
    onEvent?.({ kind: 'foreign-message', remoteAddress: received.remoteAddress });
    return FOREIGN_REPLY;
  }
  const signal = AbortSignal.timeout(handlerTimeoutMs);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new Error('the handler did not answer in time'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([late, Promise.resolve({ ...received, signal }).then(handler)]);
  } catch (error) {
    onEvent?.({ kind: 'handler-failed', remoteAddress: received.remoteAddress, error });
    const text = 'the receiver could not process the message';
    return { kind: 'ack', code: 'AE', errorCode: ERROR_CODES.internalError, text };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The whole body; `undefined` when it is longer than allowed. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.length;
    if (length > maxBytes) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
