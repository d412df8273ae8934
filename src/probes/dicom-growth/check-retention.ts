import type { Asker } from './ask.ts';
import type { Day } from './dates.ts';

/** What the first answer to "older than one year" showed. */
export interface RetentionSeen {
  readonly dateFilterHonoured?: boolean;
  readonly studiesOlderThanOneYear?: boolean;
}

/**
 * Asks for studies up to a day and cancels at the first answer. An answer of a later day shows that the range is
 * ignored, and nothing about age. Without a clear answer nothing is known.
 */
export async function checkRetention(asker: Asker, upTo: Day): Promise<RetentionSeen> {
  let first: { readonly date?: string } | undefined;
  const outcome = await asker.ask(`-${upTo.da}`, 1, (study, cancel) => {
    first ??= study;
    cancel();
  });
  if (first !== undefined) {
    if (first.date === undefined) return {};
    const isOld = first.date <= upTo.da;
    return isOld
      ? { dateFilterHonoured: true, studiesOlderThanOneYear: true }
      : { dateFilterHonoured: false };
  }
  const isEmpty = outcome.kind === 'status' && outcome.status.category === 'success';
  return isEmpty ? { studiesOlderThanOneYear: false } : {};
}
