import type { CountedDay } from './count-days.ts';
import { estimateGrowth, type GrowthEstimate, type InstanceCount } from './estimate-growth.ts';
import type { DicomGrowthModalityRow, DicomGrowthRow } from './facts.ts';
import { type KindCount, StudyTally } from './tally.ts';

type Common = Pick<DicomGrowthRow, 'node' | 'role'>;

/** One row for each day that was counted, in order of date. */
export function describeDays(days: readonly CountedDay[], common: Common): DicomGrowthRow[] {
  return days
    .map(({ day, tally, capped }) => ({
      ...common,
      date: day.iso,
      ...describeCounts(tally.total),
      capped,
      ...(!capped && describeEstimate(tally.total, tally.kinds, 1)),
    }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** One row for each kind of study over all days that were counted whole. */
export function describeModalities(
  days: readonly CountedDay[],
  common: Common,
): DicomGrowthModalityRow[] {
  const whole = days.filter((day) => !day.capped);
  const all = new StudyTally();
  for (const { tally } of whole) all.addAll(tally);
  return all.kinds.map((kind) => ({
    ...common,
    modality: kind.modalities.join('+'),
    days: whole.length,
    ...describeCounts(kind),
    ...describeEstimate(kind, [kind], whole.length),
  }));
}

function describeCounts({
  studies,
  studiesWithInstances,
  instances,
}: Omit<KindCount, 'modalities'>): Pick<
  DicomGrowthRow,
  'studies' | 'studiesWithInstances' | 'instances'
> {
  return {
    studies,
    studiesWithInstances,
    // Of a day without a study it is known that it has no image.
    ...((studiesWithInstances > 0 || studies === 0) && { instances }),
  };
}

/** Only when every study gave its number of images: an estimate over a part would pass for the whole. */
function describeEstimate(
  total: Omit<KindCount, 'modalities'>,
  kinds: readonly InstanceCount[],
  days: number,
): Pick<DicomGrowthRow, 'estimatedBytesPerDayLow' | 'estimatedBytesPerDayHigh'> {
  if (total.studiesWithInstances < total.studies) return {};
  const { low, high }: GrowthEstimate = estimateGrowth(kinds, days);
  return { estimatedBytesPerDayLow: low, estimatedBytesPerDayHigh: high };
}
