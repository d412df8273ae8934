import type { Direction } from './outcome.ts';
import { defaultBlockBytes, serverErrorCode } from './states.ts';

/** Most bytes of a client's parameter message (esnet iperf3 has the same bound). */
export const maxParameterBytes = 8192;

const maxOmitSeconds = 60;
const maxBlockBytes = 1_048_576;

/** A test as a client asked for it, within our bounds. */
export interface TestRequest {
  direction: Direction;
  streams: number;
  omitSeconds: number;
  /** Measured time; absent when the client stops after an amount of data (`-n`, `-k`). */
  seconds?: number;
  blockBytes: number;
  /** Ceiling over all streams that the client asks for, Mb/s. */
  wantedMbps?: number;
}

/** The request, or why this server does not serve it. */
export type ParsedRequest =
  | { kind: 'ok'; request: TestRequest }
  | { kind: 'rejected'; code: number; message: string };

/**
 * Reads a parameter message (esnet iperf3 `get_parameters`). TCP in one direction at a time; what
 * would change the measurement and cannot be honoured here is rejected, hints are ignored.
 */
export function parseRequest(
  value: unknown,
  bounds: { maxSeconds: number; maxStreams: number },
): ParsedRequest {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return reject(serverErrorCode.parameters, 'the parameters are not a JSON object');
  const given: Record<string, unknown> = { ...value };
  if (given.tcp !== true)
    return reject(serverErrorCode.notImplemented, 'only TCP tests are served');
  if (given.bidirectional === true)
    return reject(serverErrorCode.notImplemented, 'one direction at a time');
  const streams = readWhole(given.parallel, 1);
  if (streams === undefined || streams < 1 || streams > bounds.maxStreams)
    return reject(serverErrorCode.parallelStreams, `at most ${bounds.maxStreams} streams`);
  const omitSeconds = readWhole(given.omit, 0);
  if (omitSeconds === undefined || omitSeconds > maxOmitSeconds)
    return reject(serverErrorCode.omitSeconds, `at most ${maxOmitSeconds} omitted seconds`);
  const seconds = readWhole(given.time, 0);
  const endsByAmount = isPositive(given.num) || isPositive(given.blockcount);
  if (seconds === undefined || seconds > bounds.maxSeconds || (seconds === 0 && !endsByAmount))
    return reject(serverErrorCode.duration, `1 to ${bounds.maxSeconds} seconds`);
  const blockBytes = readWhole(given.len, defaultBlockBytes);
  if (blockBytes === undefined || blockBytes < 1 || blockBytes > maxBlockBytes)
    return reject(serverErrorCode.blockSize, `blocks of 1 to ${maxBlockBytes} bytes`);
  const bitsPerSecond = given.bandwidth;
  return {
    kind: 'ok',
    request: {
      direction: given.reverse === true ? 'down' : 'up',
      streams,
      omitSeconds,
      ...(seconds === 0 ? {} : { seconds }),
      // Writing a few bytes at a time would only burn our processor.
      blockBytes: Math.max(1024, blockBytes),
      ...(isPositive(bitsPerSecond) ? { wantedMbps: (bitsPerSecond * streams) / 1e6 } : {}),
    },
  };
}

function reject(code: number, message: string): ParsedRequest {
  return { kind: 'rejected', code, message };
}

function readWhole(value: unknown, absent: number): number | undefined {
  if (value === undefined) return absent;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
