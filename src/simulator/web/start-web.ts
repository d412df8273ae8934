import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { closeServer, listenOnLoopback } from '../listen-on-loopback.ts';
import { answerPage } from './answer-page.ts';
import { makeWebCertificates } from './make-certificates.ts';

/** How the simulated web server behaves. */
export interface WebBehaviour {
  readonly transport: 'https' | 'http';
  readonly certificate: 'current' | 'expired';
}

/** A running web server of the simulated hospital. */
export interface WebServer {
  readonly port: number;
  /** PEM of the authority; absent over plain HTTP. */
  readonly ca?: string;
  stop(): Promise<void>;
}

const maxConnections = 64;
const limits = { headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 5_000 };

/** Starts viewer, portal and DICOMweb on one free loopback port. */
export async function startWeb(behaviour: WebBehaviour, signal: AbortSignal): Promise<WebServer> {
  const certificates =
    behaviour.transport === 'https' ? await makeWebCertificates(behaviour.certificate) : undefined;
  const server =
    certificates === undefined
      ? createHttpServer(limits, answerPage)
      : createHttpsServer(
          {
            ...limits,
            cert: certificates.certificate,
            key: certificates.key,
            minVersion: 'TLSv1.2',
          },
          answerPage,
        );
  server.maxConnections = maxConnections;
  const port = await listenOnLoopback(server, signal);
  return {
    port,
    ...(certificates && { ca: certificates.ca }),
    stop: async () => {
      const closed = closeServer(server, []);
      server.closeAllConnections();
      await closed;
    },
  };
}
