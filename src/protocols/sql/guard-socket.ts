import { Socket } from 'node:net';

/** Most bytes that a conversation of a few short queries may bring. */
export const mostAnswerBytes = 1024 * 1024;
const watchMs = 25;
const graceMs = 100;

/** Where a server sends more than the answer can be. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
  readonly code = 'ANSWER_TOO_LARGE';
}

/**
 * A socket that ends a conversation once the peer has sent too much, or the signal aborts. The libraries collect what
 * comes until a message is whole, and a message may call itself gigabytes long.
 */
export class GuardedSocket extends Socket {
  constructor(signal: AbortSignal) {
    super();
    this.setNoDelay(true);
    const stop = (): void => {
      this.destroy(new Error('stopped'));
    };
    // What arrives under TLS does not pass through push; there the socket's own count is watched.
    const watch = setInterval(() => this.#check(), watchMs);
    this.once('close', () => {
      clearInterval(watch);
      signal.removeEventListener('abort', stop);
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  }

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    this.#check();
    return super.push(this.destroyed ? null : chunk, encoding);
  }

  #check(): void {
    if (this.bytesRead > mostAnswerBytes && !this.destroyed) this.destroy(new AnswerTooLarge());
  }
}

/** A guarded socket once it is connected. */
export function connectGuarded(
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<GuardedSocket> {
  return new Promise((resolve, reject) => {
    const socket = new GuardedSocket(signal);
    socket.once('error', reject);
    socket.connect({ host, port }, () => {
      socket.off('error', reject);
      // Until the library listens itself; the error stays readable in `errored`.
      socket.on('error', () => socket.destroy());
      resolve(socket);
    });
  });
}

/**
 * Rejects soon after the socket has closed: not every library notices while it waits for the rest of a message. The
 * library's own, better error comes first when there is one.
 */
export function whenBroken(socket: Socket): Promise<never> {
  const broken = new Promise<never>((_, reject) => {
    const tell = (): void => {
      const error = socket.errored ?? Object.assign(new Error('closed'), { code: 'ECLOSE' });
      setTimeout(() => reject(error), graceMs);
    };
    if (socket.closed) tell();
    else socket.once('close', tell);
  });
  // Whoever has its answer by then does not wait for this.
  broken.catch((): undefined => undefined);
  return broken;
}
