import type { NodeSession } from '../pacs/node-session.ts';
import { buildDayQuery, MODALITIES_IN_STUDY } from '../pacs/query.ts';
import { TAG } from '../study/object-tags.ts';
import type { Sampler } from './choose-sample.ts';

/** How the listing of recent studies went. */
export type CandidatesOutcome =
  | { readonly kind: 'listed'; readonly cappedDays: number; readonly otherDays: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string };

/** Studies of one day; beyond them the query is cancelled and the day told to be in part. */
export const MOST_STUDIES_PER_DAY = 5_000;
/** So many answers of a wrong day show that the node does not filter by date. */
const MOST_OTHER_DAYS = 50;

/** Asks for the studies of each day, the latest first, and puts them into the drawing. */
export async function listCandidates(
  session: NodeSession,
  days: readonly string[],
  sampler: Sampler,
): Promise<CandidatesOutcome> {
  let cappedDays = 0;
  let otherDays = 0;
  for (const day of days) {
    const asked = await session.find(buildDayQuery(day), MOST_STUDIES_PER_DAY, (answer) => {
      const studyInstanceUid = answer.text(TAG.studyInstanceUid)?.trim();
      if (!studyInstanceUid) return;
      if (answer.text(TAG.studyDate)?.trim() !== day) otherDays += 1;
      else sampler.add({ studyInstanceUid, modalities: answer.text(MODALITIES_IN_STUDY) });
    });
    if (asked.kind !== 'answered') return asked;
    if (asked.capped) cappedDays += 1;
    if (otherDays >= MOST_OTHER_DAYS) break;
  }
  return { kind: 'listed', cappedDays, otherDays };
}

/** The last days up to one, the latest first, as YYYYMMDD. @param until - YYYY-MM-DD */
export function listDays(until: string, count: number): string[] {
  const last = Date.parse(`${until}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(last - index * 86_400_000).toISOString().slice(0, 10).replaceAll('-', ''),
  );
}
