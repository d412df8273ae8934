import { ANY_BYTES_PER_INSTANCE, BYTES_PER_INSTANCE } from './bytes-per-instance.ts';

/** Images of studies of one kind. */
export interface InstanceCount {
  /** The study's imaging modalities, at least one. */
  readonly modalities: readonly string[];
  readonly instances: number;
}

/** Bytes per day as a range. */
export interface GrowthEstimate {
  readonly low: number;
  readonly high: number;
}

/**
 * Estimates how many bytes a day brings. Which images of a study with several modalities are whose is not known: the
 * smallest and the largest of them make the range.
 *
 * @param days - over which the images were counted, at least 1
 */
export function estimateGrowth(counts: readonly InstanceCount[], days: number): GrowthEstimate {
  let low = 0;
  let high = 0;
  for (const { modalities, instances } of counts) {
    const sizes = modalities.map((one) =>
      Object.hasOwn(BYTES_PER_INSTANCE, one)
        ? (BYTES_PER_INSTANCE[one] ?? ANY_BYTES_PER_INSTANCE)
        : ANY_BYTES_PER_INSTANCE,
    );
    low += instances * Math.min(...sizes.map((one) => one.low));
    high += instances * Math.max(...sizes.map((one) => one.high));
  }
  return { low: Math.round(low / days), high: Math.round(high / days) };
}
