import { connect } from 'node:net';
import type { SecurityPlainRow } from './facts.ts';
import { shakeHands } from './shake-hands.ts';
import type { TlsTarget } from './target.ts';

const limitMs = 5_000;
const mostAnswerBytes = 16 * 1024;

type Seen = Pick<SecurityPlainRow, 'open' | 'tls' | 'httpStatus' | 'redirectsToHttps'>;

/**
 * Looks at one usual unencrypted port of a host that has TLS. MLLP: connects and tries a handshake, sends no message.
 * HTTP: one `GET /`, as a browser that was typed the name without https does.
 */
export async function tryPlainPort(
  host: string,
  { port, speaks }: TlsTarget['plainPorts'][number],
  signal: AbortSignal,
): Promise<Seen> {
  if (speaks === 'http') return tryHttp(host, port, signal);
  const common = { host, port, start: 'direct', files: {}, versions: 'any' } as const;
  const outcome = await shakeHands({ ...common, limitMs: limitMs / 2, signal });
  switch (outcome.kind) {
    case 'refused':
      return { open: false };
    case 'unreachable':
    case 'cancelled':
      return {};
    case 'timeout':
      return tellSilent(host, port, signal);
    case 'shaken':
    case 'alert':
      return { open: true, tls: true };
    case 'no-tls':
      return { open: true, tls: false };
  }
}

/** A listener that waits for a whole message says nothing to a handshake: is there one at all? */
function tellSilent(host: string, port: number, signal: AbortSignal): Promise<Seen> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (seen: Seen): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(seen);
    };
    const stop = (): void => end({});
    const timer = setTimeout(stop, limitMs);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => end({ open: true, tls: false }));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ECONNREFUSED' ? { open: false } : {}),
    );
  });
}

function tryHttp(host: string, port: number, signal: AbortSignal): Promise<Seen> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let isOpen = false;
    let answer = '';
    const end = (seen: Seen): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.destroy();
      resolve(seen);
    };
    const finish = (): void => end(isOpen ? { open: true, ...readHttpHead(answer) } : {});
    const stop = (): void => finish();
    const timer = setTimeout(stop, limitMs);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => {
      isOpen = true;
      const name = host.includes(':') ? `[${host}]` : host;
      socket.write(
        `GET / HTTP/1.1\r\nHost: ${name}\r\nUser-Agent: rispacs\r\nConnection: close\r\n\r\n`,
      );
    });
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\r\n\r\n') || answer.length > mostAnswerBytes) finish();
    });
    socket.once('close', finish);
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' ? end({ open: false }) : finish(),
    );
  });
}

/** Status, and whether all it does is lead to HTTPS; nothing when this is no HTTP. */
export function readHttpHead(head: string): Pick<Seen, 'httpStatus' | 'redirectsToHttps'> {
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  if (status === undefined) return {};
  const location = /^location:[ \t]*(\S+)/im.exec(head)?.[1] ?? '';
  const isRedirect = /^30[1278]$/.test(status);
  return { httpStatus: Number(status), redirectsToHttps: isRedirect && /^https:/i.test(location) };
}
