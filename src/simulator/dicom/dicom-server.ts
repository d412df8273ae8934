import { createServer, type Server, type Socket } from 'node:net';
import { closeServer, listenOnLoopback } from '../listen-on-loopback.ts';
import { loadDimse } from './load-dimse.ts';
import { makeScpClass } from './scp.ts';
import type { DicomServices } from './services.ts';

/** A DICOM application entity of the simulated hospital. */
export interface DicomServer {
  readonly port: number;
  /** Ends every association and frees the port. Safe to call again. */
  stop(): Promise<void>;
}

const idleTimeoutMs = 30_000;
const maxConnections = 64;
const maxBytesPerConnection = 1024 ** 3;

/** Starts an application entity on a free loopback port. */
export async function startDicomServer(
  services: DicomServices,
  signal: AbortSignal,
): Promise<DicomServer> {
  const Scp = makeScpClass(await loadDimse(), services);
  const sockets = new Set<Socket>();
  // The library's own server binds to every address of the computer.
  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('data', () => {
      if (socket.bytesRead > maxBytesPerConnection) socket.destroy();
    });
    const scp = new Scp(socket, { connectTimeout: idleTimeoutMs });
    // The library only half-closes after an error and goes on reading.
    scp.on('networkError', () => socket.destroy());
  });
  server.maxConnections = maxConnections;
  const port = await listenOnLoopback(server, signal);
  return { port, stop: () => closeServer(server, sockets) };
}
