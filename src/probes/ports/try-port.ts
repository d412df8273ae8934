import { connect } from 'node:net';

/** What a port did with one attempt: took it, refused it, or let the time pass. */
export type PortOutcome = 'open' | 'closed' | 'no-answer';

/**
 * Opens one TCP connection and closes it at once. Sends nothing and reads nothing. Never rejects; an attempt that is
 * stopped counts as without an answer.
 */
export function tryPort(
  address: string,
  port: number,
  limitMs: number,
  signal: AbortSignal,
): Promise<PortOutcome> {
  if (signal.aborted) return Promise.resolve('no-answer');
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const end = (outcome: PortOutcome): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(outcome);
    };
    const stop = (): void => end('no-answer');
    const timer = setTimeout(stop, limitMs);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => end('open'));
    // A firewall may answer for the host (EHOSTUNREACH); only a refusal shows that nothing listens.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ECONNREFUSED' ? 'closed' : 'no-answer'),
    );
  });
}
