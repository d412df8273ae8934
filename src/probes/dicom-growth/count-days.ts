import type { DimseStatus } from '../../protocols/dicom/index.ts';
import type { DicomTrouble } from '../shared/dicom-trouble.ts';
import type { Asker } from './ask.ts';
import type { Day } from './dates.ts';
import { StudyTally } from './tally.ts';

/** One day as it was counted. */
export interface CountedDay {
  readonly day: Day;
  readonly tally: StudyTally;
  readonly capped: boolean;
}

/** Why counting stopped before all days were asked for. */
export type CountingEnd =
  /** Answers were of other days than the one asked for. */
  | { readonly kind: 'date-ignored' }
  /** The node would not answer this query. */
  | { readonly kind: 'refused'; readonly status: DimseStatus }
  | { readonly kind: 'no-context' }
  | { readonly kind: 'trouble'; readonly trouble: DicomTrouble }
  | { readonly kind: 'cancel-ignored' }
  | { readonly kind: 'time' };

/** The days that were counted, the latest first, and what kept others from being counted. */
export interface DayCounts {
  readonly days: readonly CountedDay[];
  readonly daysAsked: number;
  readonly end?: CountingEnd;
}

/** So many answers of a wrong day show that the date is ignored; one alone could be a study changed meanwhile. */
const MOST_OUTSIDE = 3;

/** Counts the studies of each day. Stops at the first sign that the node does not want to be asked, or does not filter. */
export async function countDays(
  asker: Asker,
  days: readonly Day[],
  maxAnswersPerDay: number,
): Promise<DayCounts> {
  const counted: CountedDay[] = [];
  let trouble: CountingEnd | undefined;
  const finish = (end: CountingEnd): DayCounts => {
    asker.stop();
    return { days: counted, daysAsked: days.length, end };
  };
  for (const day of days) {
    const tally = new StudyTally();
    let outside = 0;
    const outcome = await asker.ask(day.da, maxAnswersPerDay, (study, cancel) => {
      if (study.date === undefined || study.date === day.da) {
        tally.add(study);
        return;
      }
      outside += 1;
      if (outside >= MOST_OUTSIDE) cancel();
    });
    if (outside >= MOST_OUTSIDE) return finish({ kind: 'date-ignored' });
    switch (outcome.kind) {
      case 'status': {
        const { status, stoppedBy } = outcome;
        if (stoppedBy === undefined && status.category === 'failure')
          return finish({ kind: 'refused', status });
        // A cancel that we did not send leaves the count as incomplete as one that we did.
        counted.push({
          day,
          tally,
          capped: stoppedBy !== undefined || status.category === 'cancelled',
        });
        break;
      }
      case 'cancel-ignored':
        counted.push({ day, tally, capped: true });
        return finish({ kind: 'cancel-ignored' });
      case 'no-accepted-context':
        return finish({ kind: 'no-context' });
      case 'not-asked':
        return finish(outcome.why === 'time' ? { kind: 'time' } : (trouble ?? { kind: 'time' }));
      case 'trouble':
        trouble = outcome;
        break;
    }
  }
  return { days: counted, daysAsked: days.length, ...(trouble && { end: trouble }) };
}
