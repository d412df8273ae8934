import { setTimeout as sleep } from 'node:timers/promises';
import type { EvidenceState } from '../../evidence/evidence.ts';
import { runThroughputTest } from '../../protocols/iperf3/client.ts';
import { findHostLimits, type HostFigures } from '../../protocols/iperf3/host-limit.ts';
import type { CompletedTest, Direction, FailureReason } from '../../protocols/iperf3/outcome.ts';
import { runSelfTest } from '../../protocols/iperf3/self-test.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { lanMessages } from './messages.ts';
import { summariseRuns, toWireEquivalent } from './summarise-runs.ts';
import { type LanTarget, nameServer } from './target.ts';

const selfTestSeconds = 1;
/** TCP's slow start stays out of the figure. */
const omitSeconds = 1;
const busyFigures = [
  'localCpuPercent',
  'remoteCpuPercent',
  'localHostBusyPercent',
  'remoteHostBusyPercent',
] as const;
/** A stock iperf3 server reopens its port between tests. */
const pauseBetweenRunsMs = 1_000;

/** What measures; a test of the probe brings its own. */
export interface LanInstruments {
  readonly measure: typeof runThroughputTest;
  readonly testSelf: typeof runSelfTest;
  readonly pause: (signal: AbortSignal) => Promise<void>;
}

const realInstruments: LanInstruments = {
  measure: runThroughputTest,
  testSelf: runSelfTest,
  pause: (signal) => sleep(pauseBetweenRunsMs, undefined, { signal }),
};

/** Runs all tests of a path. One that fails ends the step: a median of fewer runs than asked for is not given. */
export async function collectLan(
  { path, host, port }: LanTarget,
  context: ProbeContext,
  instruments: LanInstruments = realInstruments,
): Promise<Observation> {
  const { signal } = context;
  const words = lanMessages(context.language);
  const self = await instruments.testSelf({ seconds: selfTestSeconds, signal });
  const runs: CompletedTest[] = [];
  for (const direction of directions(path.runs)) {
    if (runs.length > 0) await instruments.pause(signal);
    const outcome = await instruments.measure({
      host,
      port,
      direction,
      seconds: path.seconds,
      omitSeconds,
      parallel: path.parallel,
      ...(path.maxMbps !== undefined && { maxMbps: path.maxMbps }),
      signal,
    });
    if (outcome.kind !== 'completed') {
      signal.throwIfAborted();
      return {
        state: stateOf(outcome),
        reason: {
          code: outcome.kind,
          phase: outcome.phase,
          message: words.failure(outcome, nameServer(host, port)),
        },
        notes: describeRuns(path, runs, words),
      };
    }
    context.log('lan-run', {
      path: path.id,
      direction,
      receiverMbps: outcome.receiverMbps,
      seconds: outcome.seconds,
    });
    runs.push(outcome);
  }
  const summary = summariseRuns(path, runs);
  const limits = findHostLimits({
    ...(self.kind === 'completed' && { localSelfTestMbps: Math.min(self.upMbps, self.downMbps) }),
    ...highestFigures(runs),
  });
  const sameComputer = runs.some((run) => run.localAddress === run.peerAddress);
  return {
    state: 'observed',
    facts: {
      'lan.path': [
        {
          ...summary,
          omitSeconds,
          withinOneComputer: sameComputer,
          hostLimited: limits.length > 0,
        },
      ],
    },
    notes: [
      ...(sameComputer ? [words.sameComputer] : []),
      ...describeRuns(path, runs, words),
      ...limits.map((one) => words.hostLimit(one.side, one.because, figure(one.value))),
    ],
    ...(runs.some((run) => run.simulated) && { simulated: true as const }),
  };
}

function describeRuns(
  path: LanTarget['path'],
  runs: readonly CompletedTest[],
  words: ReturnType<typeof lanMessages>,
): string[] {
  const counts = { up: 0, down: 0 };
  return runs.map((run) => {
    counts[run.direction] += 1;
    return words.run(
      run.direction,
      counts[run.direction],
      figure(run.receiverMbps),
      figure(toWireEquivalent(path, run)),
    );
  });
}

function figure(value: number): string {
  return value.toFixed(1);
}

function directions(runs: number): Direction[] {
  return Array.from({ length: runs }).flatMap((): Direction[] => ['up', 'down']);
}

/** How busy both computers were at most; a figure that no run has is left out. */
function highestFigures(runs: readonly CompletedTest[]): HostFigures {
  const figures: HostFigures = {};
  for (const run of runs)
    for (const name of busyFigures) {
      const value = run[name];
      if (value !== undefined) figures[name] = Math.max(figures[name] ?? 0, value);
    }
  return figures;
}

function stateOf(reason: FailureReason): Exclude<EvidenceState, 'observed'> {
  switch (reason.kind) {
    case 'unreachable':
    case 'closed':
    case 'reset':
      return 'unreachable';
    case 'refused':
    case 'busy':
    case 'terminated':
      return 'refused';
    case 'timeout':
    case 'cancelled':
      return 'timed-out';
    case 'server-error':
    case 'protocol-error':
      return 'protocol-error';
  }
}
