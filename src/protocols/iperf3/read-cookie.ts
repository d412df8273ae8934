import type { Socket } from 'node:net';
import { cookieBytes } from './states.ts';

/** How a connection introduced itself, and what it sent right behind. */
export interface Introduction {
  cookie: string;
  early: Buffer;
}

/**
 * Reads the cookie a connection opens with. Gives `undefined` when none comes in time, the peer
 * hangs up, or the bytes are no cookie (36 printable characters and a NUL). The socket is left
 * paused for its next reader.
 */
export function readCookie(
  socket: Socket,
  limitMs: number,
  done: (introduction: Introduction | undefined) => void,
): void {
  let received: Buffer = Buffer.alloc(0);
  const settle = (introduction: Introduction | undefined): void => {
    clearTimeout(timer);
    socket.off('data', collect);
    socket.off('close', giveUp);
    socket.pause();
    done(introduction);
  };
  const giveUp = (): void => settle(undefined);
  const collect = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk]);
    if (received.length < cookieBytes) return;
    const cookie = received.toString('latin1', 0, cookieBytes - 1);
    const isCookie = /^[\x21-\x7e]{36}$/.test(cookie) && received[cookieBytes - 1] === 0;
    settle(isCookie ? { cookie, early: received.subarray(cookieBytes) } : undefined);
  };
  const timer = setTimeout(giveUp, limitMs);
  socket.on('data', collect);
  socket.once('close', giveUp);
}
