import type { Language } from '../locale/language.ts';
import { studyMessages } from './messages.ts';
import type { Sent } from './send-removal.ts';
import { combineLooks, isAbsentFromSearch, isGone, type Look } from './sighting.ts';
import type { StudyRemoval } from './study-place.ts';

/** Everything that is known about one removal. */
export interface RemovalRecord {
  readonly way: 'delete' | 'reject';
  readonly before: readonly Look[];
  readonly sent: Sent;
  readonly after: readonly Look[];
}

/**
 * Judges one removal. Proof that nothing is left needs the place's own answer that it has no such study, and beside it:
 * the same view showed the study before, or the place took the removal or says that it knows no such study. An empty
 * answer alone may be that of a view which never sees it.
 */
export function judgeStudyRemoval(
  { way, before, sent, after }: RemovalRecord,
  language: Language,
): StudyRemoval {
  const seen = combineLooks(before).kind === 'ours';
  if (isGone(before, after)) {
    if (seen) return { state: 'removed-verified', note: way === 'reject' ? 'rejected' : 'deleted' };
    if (sent.kind === 'taken') return { state: 'removed-verified', note: 'deleted' };
    // Where no search answered at the same address, "not found" may be said of the address.
    if (sent.kind === 'unknown' && before.some(isAbsentFromSearch))
      return { state: 'removed-verified', note: 'neverStored' };
  }
  const now = combineLooks(after);
  if (now.kind === 'foreign')
    return {
      state: 'left',
      note: 'deleteRefused',
      detail: studyMessages(language).foreignPatient,
    };
  if (sent.kind === 'refused') return { state: 'left', note: 'deleteRefused', detail: sent.detail };
  if (sent.kind === 'silent')
    return {
      state: 'left',
      note: sent.reached ? 'unverified' : 'notReached',
      detail: sent.detail,
    };
  if (now.kind === 'ours') return { state: 'left', note: 'stillThere' };
  return {
    state: 'left',
    note: 'unverified',
    detail: now.kind === 'unanswered' ? now.detail : studyMessages(language).notShown,
  };
}
