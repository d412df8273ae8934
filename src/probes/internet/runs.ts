import type { InternetTest } from '../../facility/schema.ts';
import { formatLocalTimestamp } from '../../locale/local-time.ts';
import type { CompletedSpeedTest, HttpSpeedFailure } from '../../protocols/http-speed/outcome.ts';
import type { Direction } from '../../protocols/iperf3/outcome.ts';
import {
  type FrameModel,
  median,
  ordinaryEthernet,
  wireEquivalentMbps,
} from '../../protocols/iperf3/wire-rate.ts';
import type { InternetLineRow, InternetRunRow } from './facts.ts';
import { leavesElsewhere } from './judge-egress.ts';
import { countRunsEachWay, planVisits, spanHoursOf } from './visits.ts';

/** A run that came to its end, as a fact. Pure. */
export function describeRun(test: InternetTest, at: Date, run: CompletedSpeedTest): InternetRunRow {
  return {
    test: test.id,
    at: formatLocalTimestamp(at),
    direction: run.direction,
    completed: true,
    goodputMbps: round(run.mbps, 3),
    wireEquivalentMbps: round(wireEquivalentMbps(run.mbps, frameOf(run)), 3),
    idleLatencyMs: round(run.idleLatency.medianMs, 1),
    ...(run.loadedLatency && { loadedLatencyMs: round(run.loadedLatency.medianMs, 1) }),
    ...(run.egressAddress !== undefined && { egressAddress: run.egressAddress }),
    ...(run.simulated && { simulated: true }),
  };
}

/** A run that did not: a visit that failed is part of the picture. Pure. */
export function describeFailedRun(
  test: InternetTest,
  at: Date,
  direction: Direction,
  failure: HttpSpeedFailure,
): InternetRunRow {
  return {
    test: test.id,
    at: formatLocalTimestamp(at),
    direction,
    completed: false,
    failure: failure.kind,
  };
}

/** All runs of a test as one line: medians of what completed, and over how many hours. Pure. */
export function summariseLine(
  {
    test,
    serverInside,
    ownRanges = [],
  }: {
    readonly test: InternetTest;
    readonly serverInside: boolean;
    readonly ownRanges?: readonly string[];
  },
  runs: readonly InternetRunRow[],
): InternetLineRow {
  const of = (direction: Direction) =>
    runs.filter((run) => run.completed && run.direction === direction);
  const medianOf = (direction: Direction) =>
    round(median(of(direction).flatMap((run) => run.wireEquivalentMbps ?? [])) ?? 0, 1);
  const goodput = (direction: Direction) =>
    of(direction).flatMap((run) =>
      run.goodputMbps === undefined ? [] : [round(run.goodputMbps, 1)],
    );
  const egressAddresses = [...new Set(runs.flatMap((run) => run.egressAddress ?? []))].sort();
  const egressElsewhere = leavesElsewhere(egressAddresses, ownRanges);
  const failedRuns = runs.filter((run) => !run.completed).length;
  return {
    test: test.id,
    operator: test.operator,
    serverInside,
    downMedianWireEquivalentMbps: medianOf('down'),
    upMedianWireEquivalentMbps: medianOf('up'),
    downGoodputMbpsRuns: goodput('down'),
    upGoodputMbpsRuns: goodput('up'),
    runsEachWay: countRunsEachWay(runs),
    spanHours: spanHoursOf(runs),
    ...(failedRuns > 0 && { failedRuns }),
    ...(egressAddresses.length > 0 && { egressAddresses }),
    ...(egressElsewhere !== undefined && { egressElsewhere }),
    ...(test.spreadHours !== undefined && {
      runsWanted: planVisits(test).runsWanted,
      spanHoursWanted: test.spreadHours,
    }),
    ...(test.maxMbps !== undefined && { rateCeilingMbps: test.maxMbps }),
  };
}

function frameOf(run: CompletedSpeedTest): FrameModel {
  const isV6 = run.peerAddress.includes(':') && !run.peerAddress.startsWith('::ffff:');
  return { ...ordinaryEthernet, ipVersion: isV6 ? 6 : 4 };
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
