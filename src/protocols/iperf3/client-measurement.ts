import { randomBytes } from 'node:crypto';
import type { ClientSession } from './client-session.ts';
import { type CpuReading, startCpuMeter } from './cpu-meter.ts';
import type { CompletedTest } from './outcome.ts';
import { RateSampler, type SampledRun, toMbps } from './rate-samples.ts';
import type { EndResults } from './results.ts';

/** What our end saw of the transfer after the omitted seconds. */
export interface LocalMeasurement extends SampledRun {
  /** Per stream, in the order the streams were opened. */
  streamBytes: number[];
  /** All bytes we moved, the omitted seconds included: no peer can have received more. */
  allBytes: number;
  cpu: CpuReading;
}

/** Beyond the time itself, how late the event loop may be before the wait counts as hung. */
const timerGraceMs = 10_000;

/** The read that waits for the server's next word while the data flows. */
type NextState = Promise<number>;

/**
 * Lets the streams run for the omitted and the measured time. A word of the server or a lost
 * connection in between ends the test.
 */
export async function measureTransfer(
  session: ClientSession,
  nextState: NextState,
): Promise<LocalMeasurement> {
  const { plan, streams } = session;
  streams.run(randomBytes(streams.blockBytes()), (code) =>
    session.fail(code === undefined ? { kind: 'closed' } : { kind: 'reset', code }),
  );
  if (plan.omitSeconds > 0) await runFor(session, nextState, plan.omitSeconds);
  const before = streams.bytesPerStream();
  const readCpu = startCpuMeter();
  const sampler = new RateSampler(() => streams.totalBytes(), 1000);
  try {
    await runFor(session, nextState, plan.seconds);
  } catch (error) {
    sampler.stop();
    throw error;
  }
  const after = streams.bytesPerStream();
  const sampled = sampler.stop();
  streams.halt();
  return {
    ...sampled,
    streamBytes: after.map((bytes, index) => bytes - (before[index] ?? 0)),
    allBytes: streams.totalBytes(),
    cpu: readCpu(),
  };
}

/**
 * The result, from both ends' figures.
 *
 * A server cannot have received more than was ever sent to it; one that says so is not believed.
 * Its clock is, unless it differs from ours by more than a fifth and a second.
 */
export function concludeTest(
  session: ClientSession,
  local: LocalMeasurement,
  remote: EndResults,
): Omit<CompletedTest, 'streams' | 'localAddress' | 'peerAddress'> {
  const { direction } = session.plan;
  if (direction === 'up' && remote.bytes > local.allBytes)
    session.leave(
      session.protocolError(
        `the server says it received ${remote.bytes} bytes of the ${local.allBytes} sent`,
      ),
    );
  const remoteSeconds = believableSeconds(remote.seconds, local.seconds);
  const remoteMbps = toMbps(remote.bytes, remoteSeconds);
  const localMbps = toMbps(local.bytes, local.seconds);
  const up = direction === 'up';
  return {
    kind: 'completed',
    direction,
    receivedBytes: up ? remote.bytes : local.bytes,
    seconds: up ? remoteSeconds : local.seconds,
    receiverMbps: up ? remoteMbps : localMbps,
    senderMbps: up ? localMbps : remoteMbps,
    intervals: local.samples,
    ...(up || remote.retransmits === undefined ? {} : { retransmits: remote.retransmits }),
    localCpuPercent: local.cpu.totalPercent,
    ...(remote.cpuPercent === undefined ? {} : { remoteCpuPercent: remote.cpuPercent }),
    ...(local.cpu.hostBusyPercent === undefined
      ? {}
      : { localHostBusyPercent: local.cpu.hostBusyPercent }),
    ...(remote.hostBusyPercent === undefined
      ? {}
      : { remoteHostBusyPercent: remote.hostBusyPercent }),
    ...(remote.simulated ? { simulated: true as const } : {}),
  };
}

async function runFor(
  session: ClientSession,
  nextState: NextState,
  seconds: number,
): Promise<void> {
  const time = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => time.resolve(undefined), seconds * 1000);
  try {
    const early = await session.step(
      'running',
      () => Promise.race([time.promise, nextState]),
      seconds * 1000 + timerGraceMs,
    );
    if (early !== undefined) await session.interrupt('running', early, 'expected silence');
  } finally {
    clearTimeout(timer);
  }
}

function believableSeconds(claimed: number | undefined, own: number): number {
  if (claimed === undefined) return own;
  return Math.abs(claimed - own) <= own * 0.2 + 1 ? claimed : own;
}
