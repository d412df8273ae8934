import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { listenOnLoopback, type RunningService, stopHttpServer } from '../listen-on-loopback.ts';
import { answerRequest, type Site } from './answer-request.ts';
import type { ImageServiceBehaviour } from './image-service.ts';
import type { WebCertificates } from './make-certificates.ts';

/** How the simulated web server behaves. */
export interface WebBehaviour extends ImageServiceBehaviour {
  readonly transport: 'https' | 'http';
  readonly certificate: 'current' | 'expired';
  readonly portal: Site['portal'];
}

/** A running web server of the simulated hospital. */
export interface WebServer extends RunningService {
  /** PEM of the authority; absent over plain HTTP. */
  readonly ca?: string;
}

const maxConnections = 64;
const limits = { headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 5_000 };

/**
 * Starts viewer, portal and DICOMweb on one free loopback port.
 *
 * @param certificates - asked for where there is TLS
 */
export async function startWeb(
  behaviour: WebBehaviour,
  images: Pick<Site, 'images' | 'otherImages'>,
  certificates: () => Promise<WebCertificates>,
  signal: AbortSignal,
): Promise<WebServer> {
  const answer = makeListener({ ...images, portal: behaviour.portal });
  if (behaviour.transport === 'http') return await startPlainWeb(answer, signal);
  const { ca, certificate, key } = await certificates();
  const server = createHttpsServer(
    { ...limits, cert: certificate, key, minVersion: 'TLSv1.2' },
    answer,
  );
  server.maxConnections = maxConnections;
  const port = await listenOnLoopback(server, signal);
  return { port, ca, stop: () => stopHttpServer(server) };
}

/** Starts one of several web nodes behind a balancer, over plain HTTP: TLS ends before the nodes. */
export function startWebNode(
  node: number,
  images: Site['images'],
  signal: AbortSignal,
): Promise<RunningService> {
  return startPlainWeb(makeListener({ images, portal: 'running', node }), signal);
}

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

function makeListener(site: Site): RequestListener {
  return (request, response) => {
    // A client that leaves in the middle of its body; there is nobody to answer.
    answerRequest(request, response, site).catch(() => response.destroy());
  };
}

async function startPlainWeb(
  answer: RequestListener,
  signal: AbortSignal,
): Promise<RunningService> {
  const server = createHttpServer(limits, answer);
  server.maxConnections = maxConnections;
  const port = await listenOnLoopback(server, signal);
  return { port, stop: () => stopHttpServer(server) };
}
