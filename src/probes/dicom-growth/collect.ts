import { openAssociation } from '../../protocols/dicom/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { connectNode } from '../shared/connect-node.ts';
import type { DicomTrouble } from '../shared/dicom-trouble.ts';
import { Asker } from './ask.ts';
import { checkRetention } from './check-retention.ts';
import { type CountingEnd, countDays, type DayCounts } from './count-days.ts';
import { lastDayOverOneYear, listDaysBefore } from './dates.ts';
import { describeDays, describeModalities } from './describe-growth.ts';
import { type GrowthWords, growthMessages } from './messages.ts';
import { GROWTH_CONTEXTS } from './queries.ts';
import { type GrowthPatience, type GrowthTarget, USUAL_PATIENCE } from './target.ts';

/** Longest answer that is taken, in bytes; three short attributes fit a hundred times over. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Counts a node's studies by day and modality, and looks whether it holds any older than a year. */
export async function collectGrowth(
  { node, callingAe }: GrowthTarget,
  context: ProbeContext,
  patience: GrowthPatience = USUAL_PATIENCE,
): Promise<Observation> {
  const words = growthMessages(context.language);
  const prepared = await connectNode(node, callingAe, context, patience.deadlines);
  if (!prepared.ok) return prepared.observation;
  const { options, tell, fail } = prepared.connection;
  const open = () =>
    openAssociation({ ...options, contexts: GROWTH_CONTEXTS, maxDatasetBytes: MAX_ANSWER_BYTES });
  const opened = await open();
  if (opened.kind !== 'accepted') return fail(opened);

  const asker = new Asker(opened.association, open, patience);
  const days = listDaysBefore(context.assessedOn, patience.windowDays);
  const counts = await countDays(asker, days, patience.maxAnswersPerDay);
  const retention = await checkRetention(asker, lastDayOverOneYear(context.assessedOn));
  await asker.end();
  context.signal.throwIfAborted();

  const { end } = counts;
  if (counts.days.length === 0 && end?.kind === 'trouble') return fail(end.trouble);
  if (counts.days.length === 0 && (end?.kind === 'refused' || end?.kind === 'no-context')) {
    const code = end.kind === 'refused' ? `status-${end.status.code.toString(16)}` : end.kind;
    return { state: 'refused', reason: { code, message: tellEnd(end, counts, words, tell) } };
  }
  const common = { node: node.id, role: node.role };
  const capped = counts.days.filter((one) => one.capped).length;
  const honoured = end?.kind === 'date-ignored' ? false : retention.dateFilterHonoured;
  const dayRows = describeDays(counts.days, common);
  const isEstimated = dayRows.some((row) => row.estimatedBytesPerDayHigh !== undefined);
  return {
    state: 'observed',
    facts: {
      'dicom.growth': dayRows,
      'dicom.growthModality': describeModalities(counts.days, common),
      'dicom.retention': [
        {
          ...common,
          ...retention,
          ...(honoured !== undefined && { dateFilterHonoured: honoured }),
        },
      ],
    },
    notes: [
      ...(end ? [tellEnd(end, counts, words, tell)] : []),
      ...(capped > 0 ? [words.capped(capped, patience.maxAnswersPerDay)] : []),
      ...(isEstimated ? [words.estimate] : []),
      ...(retention.studiesOlderThanOneYear ? [words.older] : []),
    ],
  };
}

function tellEnd(
  end: CountingEnd,
  { days, daysAsked }: DayCounts,
  words: GrowthWords,
  tell: (trouble: DicomTrouble) => string,
): string {
  switch (end.kind) {
    case 'date-ignored':
      return words.dateIgnored;
    case 'refused':
      return words.refused(end.status);
    case 'no-context':
      return words.noContext;
    case 'cancel-ignored':
      return words.cancelIgnored;
    case 'time':
      return words.time(days.length, daysAsked);
    case 'trouble':
      return words.trouble(days.length, daysAsked, tell(end.trouble));
  }
}
