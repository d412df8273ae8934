import type { Direction } from '../iperf3/outcome.ts';
import type { SpeedStyle } from './styles.ts';

const mebibyte = 1_048_576;

/** What a request asks a test point for. */
export type SpeedRequest =
  | { kind: 'send'; bytes: number }
  | { kind: 'receive' }
  /** An empty answer at once, for round-trip times. */
  | { kind: 'ping' }
  /** The address under which the client is seen, in the form of the style. */
  | { kind: 'address'; style: SpeedStyle }
  | { kind: 'not-allowed-method' }
  | { kind: 'unknown' };

/** Which way the bulk of a request's data flows, seen from the client. */
export function directionOf(request: { kind: 'send' | 'receive' }): Direction {
  return request.kind === 'send' ? 'down' : 'up';
}

/**
 * Reads the request line of either style. LibreSpeed: `garbage.php?ckSize=` mebibytes (1-1024, 4
 * when absent or not a number), `empty.php`; both also below `backend/`. Cloudflare: `/__down?bytes=`
 * (0 when absent), `/__up`. More bytes than allowed become what is allowed.
 */
export function readRequest(
  method: string | undefined,
  target: string | undefined,
  maxTransferBytes: number,
): SpeedRequest {
  const url = URL.parse(target ?? '', 'http://localhost');
  if (url === null) return { kind: 'unknown' };
  const path = url.pathname.replace(/^\/backend\//, '/');
  const isGet = method === 'GET';
  const isPost = method === 'POST';
  switch (path) {
    case '/garbage.php': {
      if (!isGet) return { kind: 'not-allowed-method' };
      const chunks = Math.min(Math.max(readCount(url.searchParams.get('ckSize'), 4), 1), 1024);
      return { kind: 'send', bytes: Math.min(chunks * mebibyte, maxTransferBytes) };
    }
    case '/__down': {
      if (!isGet) return { kind: 'not-allowed-method' };
      const bytes = Math.min(readCount(url.searchParams.get('bytes'), 0), maxTransferBytes);
      return bytes === 0 ? { kind: 'ping' } : { kind: 'send', bytes };
    }
    case '/getIP.php':
    case '/cdn-cgi/trace': {
      if (!isGet) return { kind: 'not-allowed-method' };
      return { kind: 'address', style: path === '/getIP.php' ? 'librespeed' : 'cloudflare' };
    }
    case '/empty.php':
    case '/__up':
      if (isPost) return { kind: 'receive' };
      return isGet ? { kind: 'ping' } : { kind: 'not-allowed-method' };
    default:
      return { kind: 'unknown' };
  }
}

function readCount(text: string | null, absent: number): number {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : absent;
}
