import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../errors/user-error.ts';
import type { ProbeContext } from '../contract.ts';

/** The body of an answer, or why there is none. */
export type FetchedText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'too-large' };

const mostBytes = 1024 * 1024;
const deadlineMs = 10_000;

/** One GET without redirects, of at most 1 MiB and 10 seconds. */
export async function fetchText(
  url: string,
  ca: string | undefined,
  context: Pick<ProbeContext, 'baseFolder' | 'signal'>,
): Promise<FetchedText> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(deadlineMs)]);
  const { Agent, request } = await import('undici');
  let authority: Buffer | undefined;
  try {
    if (ca !== undefined) authority = await readFile(path.resolve(context.baseFolder, ca));
  } catch (error) {
    return { kind: 'unreachable', code: systemErrorCode(error) ?? 'ERROR' };
  }
  const dispatcher = new Agent({
    maxResponseSize: mostBytes,
    ...(authority && { connect: { ca: authority } }),
  });
  try {
    const response = await request(url, { dispatcher, signal });
    const text = await response.body.text();
    const status = response.statusCode;
    return status === 200 ? { kind: 'text', text } : { kind: 'status', status };
  } catch (error) {
    context.signal.throwIfAborted();
    if (signal.aborted) return { kind: 'timeout' };
    const code = systemErrorCode(error) ?? (error instanceof Error ? error.name : 'ERROR');
    return code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE'
      ? { kind: 'too-large' }
      : { kind: 'unreachable', code };
  } finally {
    await dispatcher.destroy();
  }
}
