import type { Socket } from 'node:net';

/** How long a peer may take to read our last word and hang up. */
const lingerMs = 500;

/**
 * Says `lastBytes`, hangs up, and cuts the connection if the peer does not follow. What the peer
 * still sends is read and dropped meanwhile: closing over unread data would make TCP send a reset
 * that can overtake our last word (RFC 1122 4.2.2.13).
 */
export function endSoon(socket: Socket, lastBytes?: Buffer): void {
  if (socket.destroyed) return;
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(timer));
  if (lastBytes === undefined) socket.end();
  else socket.end(lastBytes);
  socket.resume();
}
