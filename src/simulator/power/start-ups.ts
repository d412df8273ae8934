import { createServer, type Socket } from 'node:net';
import type { RunningService } from '../listen-on-loopback.ts';
import { closeServer, listenOnLoopback } from '../listen-on-loopback.ts';
import { answerCommand, type UpsBehaviour } from './answer-command.ts';

const maxConnections = 16;
const idleMs = 30_000;
const maxPendingBytes = 4_096;

/** Starts the server of a UPS on loopback, as `upsd` of Network UPS Tools answers (RFC 9271). */
export async function startUps(
  behaviour: UpsBehaviour,
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

function serve(socket: Socket, behaviour: UpsBehaviour): void {
  let pending = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    const lines = (pending + chunk).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      const answer = answerCommand(line, behaviour);
      socket.write(`${answer.lines.join('\n')}\n`);
      if (answer.close) {
        socket.end();
        return;
      }
    }
    // A line without end, or a reader that never reads, is not served any longer.
    if (pending.length > maxPendingBytes || socket.writableLength > maxPendingBytes * 64)
      socket.destroy();
  });
}
