import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { systemErrorCode } from '../../errors/user-error.ts';
import type { Balancer } from '../../facility/schema.ts';
import type { ProbeContext } from '../contract.ts';

/** The text of the statistics, or why there is none. */
export type StatsReading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'denied'; readonly status: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'too-large' };

const mostBytes = 4 * 1024 * 1024;
const deadlineMs = 10_000;
const socketPrefix = 'unix:';

/** Reads the statistics from HAProxy's socket (`show stat`) or from its CSV page. Sends nothing that changes it. */
export async function readStats(
  target: Extract<Balancer, { kind: 'haproxy' }>,
  context: Pick<ProbeContext, 'baseFolder' | 'readSecret' | 'signal'>,
): Promise<StatsReading> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(deadlineMs)]);
  const reading = target.stats.startsWith(socketPrefix)
    ? await readSocket(target.stats.slice(socketPrefix.length), signal)
    : await readPage(target, context, signal);
  context.signal.throwIfAborted();
  return reading;
}

function readSocket(file: string, signal: AbortSignal): Promise<StatsReading> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const socket = connect({ path: file });
    const end = (reading: StatsReading): void => {
      signal.removeEventListener('abort', late);
      socket.destroy();
      resolve(reading);
    };
    const late = (): void => end({ kind: 'timeout' });
    if (signal.aborted) return late();
    signal.addEventListener('abort', late, { once: true });
    socket.once('connect', () => socket.write('show stat\n'));
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes > mostBytes) end({ kind: 'too-large' });
      else chunks.push(chunk);
    });
    socket.on('end', () => end({ kind: 'text', text: Buffer.concat(chunks).toString('utf8') }));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end({ kind: 'unreachable', code: error.code ?? error.name }),
    );
  });
}

async function readPage(
  { stats, user, password, ca }: Extract<Balancer, { kind: 'haproxy' }>,
  { baseFolder, readSecret }: Pick<ProbeContext, 'baseFolder' | 'readSecret'>,
  signal: AbortSignal,
): Promise<StatsReading> {
  const { Agent, request } = await import('undici');
  const secret = password ? await readSecret(password) : '';
  const authority = ca === undefined ? undefined : await readAuthority(baseFolder, ca);
  if (authority && 'code' in authority) return { kind: 'unreachable', code: authority.code };
  const dispatcher = new Agent({
    maxResponseSize: mostBytes,
    ...(authority && { connect: { ca: authority.pem } }),
  });
  try {
    const response = await request(stats, {
      dispatcher,
      signal,
      headers:
        user === undefined
          ? {}
          : { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` },
    });
    const text = await response.body.text();
    const status = response.statusCode;
    if (status === 401 || status === 403) return { kind: 'denied', status };
    return status === 200 ? { kind: 'text', text } : { kind: 'status', status };
  } catch (error) {
    if (signal.aborted) return { kind: 'timeout' };
    const code = systemErrorCode(error) ?? (error instanceof Error ? error.name : 'ERROR');
    return code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE'
      ? { kind: 'too-large' }
      : { kind: 'unreachable', code };
  } finally {
    await dispatcher.destroy();
  }
}

async function readAuthority(
  baseFolder: string,
  file: string,
): Promise<{ readonly pem: Buffer } | { readonly code: string }> {
  try {
    return { pem: await readFile(path.resolve(baseFolder, file)) };
  } catch (error) {
    return { code: systemErrorCode(error) ?? 'ERROR' };
  }
}
