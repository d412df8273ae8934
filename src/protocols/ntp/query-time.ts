import { createSocket } from 'node:dgram';
import { promises as dns, type LookupAddress } from 'node:dns';

/** What one server said about the time. */
export type TimeOutcome =
  | {
      readonly kind: 'answered';
      /** Server minus this computer, in milliseconds; true to about half of {@link delayMs} (RFC 5905 8). */
      readonly offsetMs: number;
      readonly delayMs: number;
      /** 1 is a reference clock; 16 and above do not come here. */
      readonly stratum: number;
    }
  /** It answers but says that its own clock is not set (leap indicator 3, stratum 0 or 16). */
  | { readonly kind: 'unsynchronised' }
  | { readonly kind: 'timeout'; readonly limitMs: number }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'protocol-error' }
  | { readonly kind: 'cancelled' };

/** Which server, and how long to wait. */
export interface QueryTimeOptions {
  readonly host: string;
  /** 123 unless given. */
  readonly port?: number;
  /** For the one answer, in milliseconds; name resolution counts. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const headerBytes = 48;
/** Seconds between 1900 and 1970 (RFC 5905 6). */
const eraOffsetSeconds = 2_208_988_800;

/**
 * Asks an NTP server for the time once, as a client without a clock discipline does (SNTP, RFC 4330 5). The answer must
 * repeat our transmit time, so that a stray or forged datagram does not count.
 */
export async function queryTime(options: QueryTimeOptions): Promise<TimeOutcome> {
  const { host, port = 123, timeoutMs = 3_000, signal } = options;
  if (signal?.aborted) return { kind: 'cancelled' };
  let address: LookupAddress;
  try {
    address = await dns.lookup(host);
  } catch (error) {
    return { kind: 'unreachable', code: codeOf(error) };
  }
  const socket = createSocket(address.family === 6 ? 'udp6' : 'udp4');
  return new Promise((resolve) => {
    const end = (outcome: TimeOutcome): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      socket.removeAllListeners('message');
      socket.close(() => resolve(outcome));
    };
    const cancel = (): void => end({ kind: 'cancelled' });
    const timer = setTimeout(() => end({ kind: 'timeout', limitMs: timeoutMs }), timeoutMs);
    signal?.addEventListener('abort', cancel, { once: true });
    socket.once('error', (error) => end({ kind: 'unreachable', code: codeOf(error) }));
    socket.connect(port, address.address, () => {
      const request = Buffer.alloc(headerBytes);
      // Version 4, mode 3: client (RFC 5905 7.3).
      request[0] = 0x23;
      const sentAt = Date.now();
      const mark = writeTimestamp(request, 40, sentAt);
      socket.on('message', (answer) => {
        const receivedAt = Date.now();
        if (answer.length < headerBytes || !answer.subarray(24, 32).equals(mark)) return;
        end(readAnswer(answer, sentAt, receivedAt));
      });
      socket.send(request, (error) => {
        if (error) end({ kind: 'unreachable', code: codeOf(error) });
      });
    });
  });
}

function readAnswer(answer: Buffer, sentAt: number, receivedAt: number): TimeOutcome {
  const first = answer[0] ?? 0;
  const stratum = answer[1] ?? 0;
  if ((first & 0x07) !== 4) return { kind: 'protocol-error' };
  if (first >> 6 === 3 || stratum === 0 || stratum > 15) return { kind: 'unsynchronised' };
  const arrived = readTimestamp(answer, 32);
  const answered = readTimestamp(answer, 40);
  if (answered < arrived) return { kind: 'protocol-error' };
  return {
    kind: 'answered',
    offsetMs: Math.round((arrived - sentAt + (answered - receivedAt)) / 2),
    delayMs: Math.max(0, Math.round(receivedAt - sentAt - (answered - arrived))),
    stratum,
  };
}

/** Writes a 64-bit timestamp, the low bits random so that it cannot be guessed, and gives it back. */
function writeTimestamp(buffer: Buffer, at: number, unixMs: number): Buffer {
  const seconds = Math.floor(unixMs / 1000) + eraOffsetSeconds;
  const fraction = ((unixMs % 1000) / 1000) * 2 ** 32;
  buffer.writeUInt32BE(seconds % 2 ** 32, at);
  buffer.writeUInt32BE(Math.floor(fraction), at + 4);
  buffer[at + 6] = Math.floor(Math.random() * 256);
  buffer[at + 7] = Math.floor(Math.random() * 256);
  return Buffer.from(buffer.subarray(at, at + 8));
}

/** To milliseconds since 1970; second halves of era 0 and all of era 1 are told apart by the highest bit (RFC 4330 3). */
function readTimestamp(buffer: Buffer, at: number): number {
  const seconds = buffer.readUInt32BE(at);
  const era = seconds < 2 ** 31 ? 2 ** 32 : 0;
  return (seconds + era - eraOffsetSeconds) * 1000 + (buffer.readUInt32BE(at + 4) / 2 ** 32) * 1000;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'ERROR';
}
