/** Who listens on which port now, within this process. */
const holders = new Map<string, Promise<void>>();

/**
 * Runs work that listens on a port of this computer once nobody else of this process does: two steps that receive images
 * must not take each other's.
 * @throws the signal's reason when it aborts while waiting
 */
export async function withPort<Result>(
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  const key = `${host}:${port}`;
  for (let holder = holders.get(key); holder !== undefined; holder = holders.get(key)) {
    await waitFor(holder, signal);
  }
  signal.throwIfAborted();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  holders.set(key, held);
  try {
    return await work();
  } finally {
    holders.delete(key);
    release();
  }
}

async function waitFor(holder: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    stop = () => signal.removeEventListener('abort', onAbort);
  });
  try {
    await Promise.race([holder, aborted]);
  } finally {
    stop();
  }
}
