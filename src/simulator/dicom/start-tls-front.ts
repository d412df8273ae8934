import { connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { LOOPBACK } from '../identity.ts';
import { closeServer, listenOnLoopback, type RunningService } from '../listen-on-loopback.ts';
import type { WebCertificates } from '../web/make-certificates.ts';

const maxConnections = 64;

/** Starts a TLS port (PS3.15 B.9) in front of one in the clear, which stays open. */
export async function startTlsFront(
  { certificate, key }: WebCertificates,
  backendPort: number,
  signal: AbortSignal,
): Promise<RunningService> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer({ cert: certificate, key, minVersion: 'TLSv1.2' }, (client) => {
    const backend = connect({ host: LOOPBACK, port: backendPort, noDelay: true });
    keep(client);
    keep(backend);
    client.once('close', () => backend.destroy());
    backend.once('close', () => client.destroySoon());
    client.pipe(backend);
    backend.pipe(client);
  });
  server.maxConnections = maxConnections;
  // Before the handshake a connection is known to the TCP server only.
  server.on('connection', keep);
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  const port = await listenOnLoopback(server, signal);
  return { port, stop: () => closeServer(server, sockets) };
}
