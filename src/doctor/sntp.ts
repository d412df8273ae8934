import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { systemErrorCode } from '../errors/user-error.ts';

/** A time server, `host`, `host:port` or `[IPv6]:port`. */
export interface TimeServer {
  readonly host: string;
  readonly port: number;
}

/** How far this clock is from a time server's. */
export type TimeReading =
  | {
      readonly state: 'answered';
      /** Server time minus ours: positive when this clock is slow. */
      readonly offsetMs: number;
      readonly roundTripMs: number;
      readonly stratum: number;
    }
  /** The server answers but says that it does not know the time itself, or asks to be left alone. */
  | { readonly state: 'unsynchronised' }
  | { readonly state: 'not-a-time-server' }
  | { readonly state: 'no-answer'; readonly code: string };

const packetBytes = 48;
/** Seconds from 1900 to 1970 (RFC 4330 3). */
const epochSeconds = 2_208_988_800;
const eraSeconds = 2 ** 32;
const deadlineMs = 3_000;

/** Reads `host`, `host:port`, `[::1]:123`; `undefined` when it is none of these. */
export function parseTimeServer(text: string): TimeServer | undefined {
  if (isIP(text) === 6) return { host: text, port: 123 };
  const match =
    /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9](?:[A-Za-z0-9._-]{0,253})))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? 123 : Number(match[3]);
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  return match?.[1] !== undefined && isIP(host) !== 6 ? undefined : { host, port };
}

/**
 * Asks one server once for the time (SNTP version 4, RFC 4330 5). The request carries a random value instead of our
 * clock; an answer that does not echo it is dropped, so that a stray or forged packet cannot answer for the server.
 * @throws the signal's reason when it aborts.
 */
export async function askTime(
  server: TimeServer,
  options: { readonly signal: AbortSignal; readonly deadlineMs?: number },
): Promise<TimeReading> {
  options.signal.throwIfAborted();
  const deadline = AbortSignal.timeout(options.deadlineMs ?? deadlineMs);
  const signal = AbortSignal.any([options.signal, deadline]);
  try {
    const { address, family } = await untilAborted(lookup(server.host), signal);
    return await exchange({ address, family, port: server.port }, signal);
  } catch (error) {
    options.signal.throwIfAborted();
    if (deadline.aborted) return { state: 'no-answer', code: 'TIMEOUT' };
    return { state: 'no-answer', code: systemErrorCode(error) ?? 'ERROR' };
  }
}

async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // A signal that has aborted already fires no event.
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function exchange(
  to: { readonly address: string; readonly family: number; readonly port: number },
  signal: AbortSignal,
): Promise<TimeReading> {
  signal.throwIfAborted();
  const socket = createSocket(to.family === 6 ? 'udp6' : 'udp4');
  const nonce = randomBytes(8);
  const request = Buffer.alloc(packetBytes);
  // Leap 0, version 4, mode 3 (client).
  request[0] = 0b00_100_011;
  nonce.copy(request, 40);
  const { promise, resolve, reject } = Promise.withResolvers<TimeReading>();
  let sentAt = 0;
  socket.on('error', reject);
  socket.on('message', (packet) => {
    const reading = readAnswer(packet, nonce, sentAt, now());
    if (reading !== undefined) resolve(reading);
  });
  socket.connect(to.port, to.address, () => {
    if (signal.aborted) return;
    sentAt = now();
    socket.send(request, (error) => {
      if (error) reject(error);
    });
  });
  try {
    return await untilAborted(promise, signal);
  } finally {
    socket.close();
  }
}

/** Reads a server's packet; `undefined` for one that does not answer our request. */
export function readAnswer(
  packet: Buffer,
  nonce: Buffer,
  sentAtMs: number,
  receivedAtMs: number,
): TimeReading | undefined {
  if (packet.length < packetBytes) return { state: 'not-a-time-server' };
  if (!packet.subarray(24, 32).equals(nonce)) return undefined;
  const first = packet.readUInt8(0);
  const stratum = packet.readUInt8(1);
  if ((first & 0b111) !== 4) return { state: 'not-a-time-server' };
  const transmitted = readTimestampMs(packet, 40);
  // Leap indicator 3 and stratum 0 (a kiss of death) both mean: do not use this answer (RFC 4330 5, 8).
  if (first >> 6 === 3 || stratum === 0 || stratum > 15 || transmitted === undefined) {
    return { state: 'unsynchronised' };
  }
  const received = readTimestampMs(packet, 32) ?? transmitted;
  const offsetMs = (received - sentAtMs + (transmitted - receivedAtMs)) / 2;
  const roundTripMs = Math.max(0, receivedAtMs - sentAtMs - (transmitted - received));
  return { state: 'answered', offsetMs, roundTripMs, stratum };
}

/** 32 bits of seconds and 32 of fraction; values below 2^31 belong to the era that starts in 2036 (RFC 4330 3). */
function readTimestampMs(packet: Buffer, at: number): number | undefined {
  const seconds = packet.readUInt32BE(at);
  const fraction = packet.readUInt32BE(at + 4);
  if (seconds === 0 && fraction === 0) return undefined;
  const era = seconds < 2 ** 31 ? eraSeconds : 0;
  return (seconds + era - epochSeconds + fraction / eraSeconds) * 1000;
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
