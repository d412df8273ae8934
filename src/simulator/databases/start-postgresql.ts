import { createServer, type Socket } from 'node:net';
import { closeServer, listenOnLoopback, type RunningService } from '../listen-on-loopback.ts';
import { answerFrontend, type DatabaseBehaviour, readFrontend } from './answer-frontend.ts';

const maxConnections = 16;
const idleMs = 30_000;
const maxPendingBytes = 64 * 1024;

/** Starts a database server on loopback that logs in one account and tells its version (PostgreSQL protocol 3.0). */
export async function startPostgresql(
  behaviour: DatabaseBehaviour,
  signal: AbortSignal,
): Promise<RunningService> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(idleMs, () => socket.destroy());
    serve(socket, behaviour);
  });
  server.maxConnections = maxConnections;
  const port = await listenOnLoopback(server, signal);
  return { port, stop: () => closeServer(server, sockets) };
}

function serve(socket: Socket, behaviour: DatabaseBehaviour): void {
  let pending = Buffer.alloc(0);
  let begun = false;
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const read = readFrontend(pending, begun);
      if (read === undefined) break;
      pending = pending.subarray(read.bytes);
      const answer = answerFrontend(read.message, behaviour);
      begun ||= answer.begun === true;
      if (answer.reply.length > 0) socket.write(answer.reply);
      if (answer.close) {
        socket.end();
        return;
      }
    }
    // A message that never ends is not waited for.
    if (pending.length > maxPendingBytes) socket.destroy();
  });
}
