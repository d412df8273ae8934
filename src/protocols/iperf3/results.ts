import type { CpuReading } from './cpu-meter.ts';
import { streamId } from './states.ts';

/** What one end counted, as sent in the results message. */
export interface EndResults {
  /** Payload bytes over all streams after the omitted seconds. */
  bytes: number;
  /** That end's own measured time; absent before iperf 3.1. */
  seconds?: number;
  /** TCP segments sent again; absent when that end did not send or cannot tell. */
  retransmits?: number;
  /** Processor use of that end in percent of one core. */
  cpuPercent?: number;
  /** How busy all cores of that end's computer were, percent; only our own servers tell. */
  hostBusyPercent?: number;
  /** That end calls itself simulated. */
  simulated?: true;
}

/** Results as read, or why they cannot be believed. */
export type ParsedResults = { kind: 'ok'; results: EndResults } | { kind: 'bad'; message: string };

/** Member of the results of our simulated hospital's server; a stock client passes over it. */
const simulatedMember = 'rispacs_simulated';
/** Member of our results: how busy the computer was; a stock peer passes over it. */
const hostBusyMember = 'rispacs_host_busy_percent';

/** Most bytes of a results message: 128 streams of a stock peer need about 20 KiB. */
export const maxResultsBytes = 262_144;

/**
 * Reads the peer's results message for a test of `streams` streams. Numbers that a peer fills with
 * "unknown" (-1, or 18446744073709551615 when it printed -1 unsigned) become absent.
 */
export function parseResults(value: unknown, streams: number): ParsedResults {
  if (!isRecord(value)) return { kind: 'bad', message: 'the results are not a JSON object' };
  const list = value.streams;
  if (!Array.isArray(list) || list.length !== streams)
    return { kind: 'bad', message: `the results do not list ${streams} streams` };
  let bytes = 0;
  let seconds: number | undefined;
  let retransmits: number | undefined;
  for (const stream of list) {
    const streamBytes = isRecord(stream) ? readCount(stream.bytes) : undefined;
    if (!isRecord(stream) || streamBytes === undefined)
      return { kind: 'bad', message: 'a stream of the results has no byte count' };
    bytes += streamBytes;
    const end = stream.end_time;
    if (typeof end === 'number' && end > 0) seconds = Math.max(seconds ?? 0, end);
    const again = readCount(stream.retransmits);
    if (again !== undefined) retransmits = (retransmits ?? 0) + again;
  }
  if (!Number.isSafeInteger(bytes))
    return { kind: 'bad', message: 'the byte counts of the results are impossible' };
  const cpu = value.cpu_util_total;
  const busy = value[hostBusyMember];
  const senderCanTell = value.sender_has_retransmits === 1;
  return {
    kind: 'ok',
    results: {
      bytes,
      ...(seconds === undefined ? {} : { seconds }),
      ...(retransmits === undefined || !senderCanTell ? {} : { retransmits }),
      ...(typeof cpu === 'number' && cpu >= 0 && cpu < 100_000 ? { cpuPercent: cpu } : {}),
      ...(typeof busy === 'number' && busy >= 0 && busy <= 100 ? { hostBusyPercent: busy } : {}),
      ...(value[simulatedMember] === true ? { simulated: true as const } : {}),
    },
  };
}

/**
 * Writes our results message. We never see TCP's counters, so `retransmits` is -1 (unknown).
 *
 * @param sending whether this end sent the data; iperf3 expects -1 in
 * `sender_has_retransmits` from a receiver and 0 from a sender that cannot tell.
 * @param simulated whether to say that this end belongs to our simulated hospital.
 */
export function formatResults(
  streamBytes: readonly number[],
  seconds: number,
  cpu: CpuReading,
  sending: boolean,
  simulated?: true,
): object {
  return {
    ...(simulated ? { [simulatedMember]: true } : {}),
    ...(cpu.hostBusyPercent === undefined ? {} : { [hostBusyMember]: cpu.hostBusyPercent }),
    cpu_util_total: cpu.totalPercent,
    cpu_util_user: cpu.userPercent,
    cpu_util_system: cpu.systemPercent,
    sender_has_retransmits: sending ? 0 : -1,
    streams: streamBytes.map((bytes, index) => ({
      id: streamId(index),
      bytes,
      retransmits: -1,
      jitter: 0,
      errors: 0,
      omitted_errors: 0,
      packets: 0,
      omitted_packets: 0,
      start_time: 0,
      end_time: seconds,
    })),
  };
}

function readCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
