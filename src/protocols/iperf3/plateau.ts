import { type FrameModel, median, wireEquivalentMbps } from './wire-rate.ts';

/** Nominal Ethernet rates, Mb/s (IEEE 802.3). */
export const ethernetRatesMbps = [
  10, 100, 1000, 2500, 5000, 10_000, 25_000, 40_000, 50_000, 100_000,
] as const;

/** A rate in the list of {@link ethernetRatesMbps}. */
export type EthernetRateMbps = (typeof ethernetRatesMbps)[number];

/**
 * The band below a nominal rate in which a line of that rate shows itself: from 90 % (losses, other
 * traffic) to 1 % above (error of the clocks and of the assumed frame). The bounds are ours.
 */
const lowestShare = 0.9;
const highestShare = 1.01;

/** Half of the samples may lie this far from the median, as a share of it, in a steady transfer. */
const steadySpread = 0.1;

/**
 * Where a transfer's rate settled, in wire-equivalent Mb/s.
 *
 * - `on-rate`: steady, on one Ethernet rate. 90 to 101 on every run means a 100 Mb/s link somewhere
 *   on the path, which a second pair of hosts should confirm.
 * - `unsteady`: the median lies on a rate, but the samples scatter: not a line's own limit.
 * - `between`: on no rate. A processor, a disk, a shaper or other traffic may be the limit; this
 *   alone proves nothing about the link.
 * - `no-samples`: nothing to judge by.
 */
export type Plateau =
  | { kind: 'on-rate'; rateMbps: EthernetRateMbps; medianMbps: number; spread: number }
  | { kind: 'unsteady'; rateMbps: EthernetRateMbps; medianMbps: number; spread: number }
  | {
      kind: 'between';
      medianMbps: number;
      spread: number;
      /** Nearest nominal rate below the median, and above it; absent at the ends of the list. */
      aboveMbps?: EthernetRateMbps;
      belowMbps?: EthernetRateMbps;
    }
  | { kind: 'no-samples' };

/**
 * Names the Ethernet rate that the samples of a transfer sit on.
 *
 * @param samplesMbps payload rates of equal intervals, Mb/s, with TCP's slow start left out.
 */
export function classifyPlateau(samplesMbps: readonly number[], model: FrameModel): Plateau {
  const wire = samplesMbps
    .filter((mbps) => Number.isFinite(mbps) && mbps >= 0)
    .map((mbps) => wireEquivalentMbps(mbps, model));
  const medianMbps = median(wire);
  if (medianMbps === undefined) return { kind: 'no-samples' };
  const deviation = median(wire.map((mbps) => Math.abs(mbps - medianMbps))) ?? 0;
  const spread = medianMbps > 0 ? deviation / medianMbps : 0;
  const rateMbps = ethernetRatesMbps.find(
    (rate) => medianMbps >= rate * lowestShare && medianMbps <= rate * highestShare,
  );
  if (rateMbps !== undefined)
    return spread <= steadySpread
      ? { kind: 'on-rate', rateMbps, medianMbps, spread }
      : { kind: 'unsteady', rateMbps, medianMbps, spread };
  const aboveMbps = ethernetRatesMbps.findLast((rate) => rate < medianMbps);
  const belowMbps = ethernetRatesMbps.find((rate) => rate > medianMbps);
  return {
    kind: 'between',
    medianMbps,
    spread,
    ...(aboveMbps === undefined ? {} : { aboveMbps }),
    ...(belowMbps === undefined ? {} : { belowMbps }),
  };
}
