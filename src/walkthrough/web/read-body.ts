import type { IncomingMessage } from 'node:http';

/** Bytes of a request, or why there are none. */
export type BodyReading =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly problem: 'too-large' | 'cut-off' };

/** Reads what a request carries, at most `maxBytes`; `cut-off` when the peer leaves, is too slow, or `signal` aborts. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<BodyReading> {
  // A length that is announced need not be waited for.
  if (Number(request.headers['content-length'] ?? 0) > maxBytes)
    return { ok: false, problem: 'too-large' };
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = (): void => {
    request.destroy();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) return { ok: false, problem: 'cut-off' };
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > maxBytes) return { ok: false, problem: 'too-large' };
      chunks.push(bytes);
    }
    return { ok: true, bytes: Buffer.concat(chunks) };
  } catch (error) {
    if (request.destroyed) return { ok: false, problem: 'cut-off' };
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
