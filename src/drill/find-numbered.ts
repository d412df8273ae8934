import { askNode, readValue, STUDY_FIND } from '../test-study/ask-node.ts';
import { associate, proposeClass } from '../test-study/associate.ts';
import { findInstances } from '../test-study/find-instances.ts';
import type { NodePlace, RemovalContext, StudyInstance } from '../test-study/index.ts';
import { STUDY_TAGS as TAGS } from '../test-study/study-tags.ts';
import type { NumberedObject } from './analyse-loss.ts';
import { pause } from './pause.ts';

/** What is looked for: the objects that were sent, in one series of one study. */
export interface NumberedStudy {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Those that may be there. */
  readonly objects: readonly Pick<NumberedObject, 'number' | 'sopInstanceUid' | 'outcome'>[];
}

/** What the archive shows, or why it could not be asked, in words without a full stop. */
export type FoundNumbered =
  | { readonly ok: true; readonly found: ReadonlySet<number>; readonly renamed: number }
  | { readonly ok: false; readonly detail: string };

const firstDelayMs = 500;
const longestDelayMs = 5_000;
/** Beyond this many a list is trusted: something is thoroughly wrong, and one question each would take too long. */
const mostConfirmed = 200;

/**
 * Asks which of the objects are there, C-FIND at IMAGE level (PS3.4 C.6.2.1), again and again until every acknowledged
 * one is or the time is up: an archive may acknowledge before its index knows. What is missing then is asked for one by
 * one, since a list may be cut short by a limit of the archive.
 */
export async function findNumbered(
  place: NodePlace,
  study: NumberedStudy,
  settleMs: number,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<FoundNumbered> {
  const endsAtMs = performance.now() + settleMs;
  let delayMs = firstDelayMs;
  for (;;) {
    const listed = await findInstances(place, study.studyInstanceUid, context, signal);
    const seen = listed.ok ? compare(listed.instances, study) : undefined;
    if (seen && missingOf(study, seen.found).length === 0) return { ok: true, ...seen };
    const restMs = endsAtMs - performance.now();
    if (restMs <= 0 || signal.aborted) {
      if (!listed.ok) return { ok: false, detail: listed.detail };
      return confirmListed(place, study, compare(listed.instances, study), context, signal);
    }
    await pause(Math.min(delayMs, restMs), signal);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

function compare(
  instances: readonly StudyInstance[],
  { objects }: NumberedStudy,
): { readonly found: ReadonlySet<number>; readonly renamed: number } {
  const numbers = new Map(objects.map((one) => [one.sopInstanceUid, one.number]));
  const uids = new Set(instances.map(({ sopInstanceUid }) => sopInstanceUid));
  const found = [...uids].flatMap((uid) => numbers.get(uid) ?? []);
  return { found: new Set(found), renamed: uids.size - found.length };
}

function missingOf({ objects }: NumberedStudy, found: ReadonlySet<number>) {
  return objects.filter(({ outcome, number }) => outcome === 'acknowledged' && !found.has(number));
}

/** What the list shows, and beside it what is there although the list leaves it out. */
async function confirmListed(
  place: NodePlace,
  study: NumberedStudy,
  { found, renamed }: ReturnType<typeof compare>,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<FoundNumbered> {
  const confirmed = await confirmMissing(place, study, found, context, signal);
  return confirmed.ok
    ? { ok: true, found: new Set([...found, ...confirmed.found]), renamed }
    : confirmed;
}

async function confirmMissing(
  place: NodePlace,
  study: NumberedStudy,
  listed: ReadonlySet<number>,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<FoundNumbered> {
  const opened = await associate(place, [proposeClass(STUDY_FIND)], context, signal);
  if (!opened.ok) return { ok: false, detail: opened.detail };
  const found = new Set<number>();
  let detail: string | undefined;
  for (const { number, sopInstanceUid } of missingOf(study, listed).slice(0, mostConfirmed)) {
    const silence = await askNode(
      opened,
      {
        keys: [
          { tag: TAGS.sopInstanceUid, vr: 'UI', text: sopInstanceUid },
          { tag: TAGS.queryLevel, vr: 'CS', text: 'IMAGE' },
          { tag: TAGS.studyInstanceUid, vr: 'UI', text: study.studyInstanceUid },
          { tag: TAGS.seriesInstanceUid, vr: 'UI', text: study.seriesInstanceUid },
        ],
        // One that does not filter by the object answers with the whole series.
        mostAnswers: study.objects.length + 1,
        onAnswer: (dataset) => {
          if (readValue(dataset, TAGS.sopInstanceUid) === sopInstanceUid) found.add(number);
        },
      },
      context.language,
    );
    detail = silence?.detail;
    if (detail !== undefined) break;
  }
  if (opened.association.ending === undefined) await opened.association.release();
  return detail === undefined ? { ok: true, found, renamed: 0 } : { ok: false, detail };
}
