import type { LanPath } from '../../facility/schema.ts';
import type { CompletedTest, Direction } from '../../protocols/iperf3/outcome.ts';
import { classifyPlateau } from '../../protocols/iperf3/plateau.ts';
import {
  type FrameModel,
  median,
  ordinaryEthernet,
  payloadBytesPerFrame,
  wireBytesPerFrame,
  wireEquivalentMbps,
} from '../../protocols/iperf3/wire-rate.ts';
import type { LanPathRow } from './facts.ts';

/** Ethernet rates below the 1 Gb/s that ht-03 asks for, whose plateau gives a slow link away. */
const slowRates: readonly number[] = [10, 100];

/** Runs of a path as facts: medians by direction, the slower one, and every run. Pure. */
export function summariseRuns(
  path: LanPath,
  runs: readonly CompletedTest[],
): Omit<LanPathRow, 'hostLimited' | 'withinOneComputer'> {
  const of = (direction: Direction) => runs.filter((run) => run.direction === direction);
  const goodput = (direction: Direction) => of(direction).map((run) => round(run.receiverMbps));
  const medianOf = (direction: Direction) =>
    round(median(of(direction).map((run) => toWireEquivalent(path, run))) ?? 0);
  const up = medianOf('up');
  const down = medianOf('down');
  const plateauMbps = slowPlateau(path, of('up')) ?? slowPlateau(path, of('down'));
  return {
    path: path.id,
    between: [...path.between].sort().join('-'),
    slowerMedianWireEquivalentMbps: Math.min(up, down),
    upMedianWireEquivalentMbps: up,
    downMedianWireEquivalentMbps: down,
    upGoodputMbpsRuns: goodput('up'),
    downGoodputMbpsRuns: goodput('down'),
    mtuBytes: path.mtuBytes,
    secondsPerRun: path.seconds,
    ...(plateauMbps !== undefined && { plateauMbps }),
    ...(path.maxMbps !== undefined && { rateCeilingMbps: path.maxMbps }),
    streams: path.parallel,
    ...describeEnds(path, runs),
  };
}

/** Both addresses and the frame that payload was reckoned into; nothing when the runs do not agree on them. */
function describeEnds(path: LanPath, runs: readonly CompletedTest[]): Partial<LanPathRow> {
  const [first] = runs;
  if (first === undefined) return {};
  const { localAddress, peerAddress } = first;
  const agree = runs.every(
    (run) => run.localAddress === localAddress && run.peerAddress === peerAddress,
  );
  if (!agree) return {};
  const frame = frameOf(path, first);
  return {
    wireBytesPerFrame: wireBytesPerFrame(frame),
    payloadBytesPerFrame: payloadBytesPerFrame(frame),
    measuredFrom: plainAddress(localAddress),
    measuredTo: plainAddress(peerAddress),
  };
}

/** An IPv4 address as people write it, also where the socket is one for both versions (RFC 4291 2.5.5.2). */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}

/** What the run's payload rate stands for on the wire, Mb/s, given the path's MTU, tag and IP version. */
export function toWireEquivalent(path: LanPath, run: CompletedTest): number {
  return wireEquivalentMbps(run.receiverMbps, frameOf(path, run));
}

/** The slow Ethernet rate on which every single run sits; a rate ceiling of ours is not the link's. */
function slowPlateau(path: LanPath, runs: readonly CompletedTest[]): number | undefined {
  const rates = runs.map((run) => {
    const plateau = classifyPlateau([run.receiverMbps], frameOf(path, run));
    return plateau.kind === 'on-rate' ? plateau.rateMbps : undefined;
  });
  const rate = rates[0];
  if (rate === undefined || !slowRates.includes(rate) || rates.some((one) => one !== rate))
    return undefined;
  return path.maxMbps !== undefined && path.maxMbps <= rate * 1.1 ? undefined : rate;
}

function frameOf(path: LanPath, run: CompletedTest): FrameModel {
  const isV6 = run.peerAddress.includes(':') && !run.peerAddress.startsWith('::ffff:');
  return {
    ...ordinaryEthernet,
    mtuBytes: path.mtuBytes,
    vlanTags: path.vlanTagged ? 1 : 0,
    ipVersion: isV6 ? 6 : 4,
  };
}

function round(mbps: number): number {
  return Math.round(mbps * 10) / 10;
}
