import { connect } from 'node:net';
import { type Answer, failedSince } from './answer.ts';

/** Opens a TCP connection and closes it. A balancer may answer so although nothing behind it does. */
export function askTcp(
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Answer> {
  const startedAtMs = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: Answer): void => {
      signal.removeEventListener('abort', late);
      socket.destroy();
      resolve(answer);
    };
    const late = (): void => end(failedSince(startedAtMs, 'timeout'));
    socket.once('connect', () =>
      end({ kind: 'answered', elapsedMs: performance.now() - startedAtMs, names: [] }),
    );
    // Stays: a reset may still come after the end.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(failedSince(startedAtMs, error.code ?? error.name)),
    );
    if (signal.aborted) late();
    else signal.addEventListener('abort', late, { once: true });
  });
}
