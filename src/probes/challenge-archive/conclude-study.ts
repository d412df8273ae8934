import type { Look } from './collect.ts';
import type { FetchResult } from './fetch-dicom.ts';
import { mayFetchAll } from './find-studies.ts';
import type { StudyGatherer } from './gather-study.ts';
import type { GatheredStudy, ListedStudy } from './studies.ts';

/** What was gathered of a study, with a note where that is not all. */
export function concludeStudy(
  { words, notes }: Look,
  listed: ListedStudy,
  gatherer: StudyGatherer,
  { route, saidAll }: FetchResult,
  problems: readonly string[],
): GatheredStudy {
  const { originals, added, patientKept, accessionKept, count } = gatherer;
  const { length } = listed.instances;
  // Of another patient's study only what the recipe made was asked for.
  const isWhole = saidAll && length > 0 && count >= length && mayFetchAll(listed);
  if (!isWhole && problems.length > 0) notes.add(words.fetchProblem(problems.join('; ')));
  return {
    listed,
    originals,
    added,
    ...(patientKept !== undefined && { patientKept }),
    ...(accessionKept !== undefined && { accessionKept }),
    route: count > 0 ? route : 'none',
    isWhole,
  };
}
