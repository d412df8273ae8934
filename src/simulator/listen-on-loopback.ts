import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { LOOPBACK } from './identity.ts';

/** A service of the simulated hospital on a loopback port. */
export interface RunningService {
  readonly port: number;
  /** Ends every connection and frees the port. Safe to call again. */
  stop(): Promise<void>;
}

/**
 * Binds a server to a free loopback port.
 *
 * @returns the port
 * @throws the system's error; the signal's reason when it has fired, with the server closed.
 */
export async function listenOnLoopback(server: Server, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: LOOPBACK, port: 0, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (signal.aborted || address === null || typeof address === 'string') {
    await closeServer(server, []);
    signal.throwIfAborted();
    throw new Error('the server has no TCP port');
  }
  return address.port;
}

/** Stops listening and cuts every connection. Safe to call again. */
export async function closeServer(server: Server, sockets: Iterable<Socket>): Promise<void> {
  await new Promise<void>((resolve) => {
    // The callback's error says only that the server was not listening any more.
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

/** Stops an HTTP server and cuts every connection. Safe to call again. */
export async function stopHttpServer(server: HttpServer | HttpsServer): Promise<void> {
  const closed = closeServer(server, []);
  server.closeAllConnections();
  await closed;
}

/** A loopback port on which nothing listens: what a system that is down looks like. */
export async function findClosedPort(signal: AbortSignal): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server, signal);
  await closeServer(server, []);
  return port;
}

/** Below the ports that Linux gives to connections (32768 on), so that none of them takes it meanwhile. */
const reservedPorts = { from: 20_000, count: 12_000 } as const;
const mostTries = 20;

/** A loopback port on which another program of this computer may listen later. */
export async function reservePort(signal: AbortSignal): Promise<number> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const port = reservedPorts.from + Math.floor(Math.random() * reservedPorts.count);
    if (await isFree(port)) return port;
  }
  return findClosedPort(signal);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const isOurs = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => resolve(true));
  });
  await closeServer(server, []);
  return isOurs;
}
