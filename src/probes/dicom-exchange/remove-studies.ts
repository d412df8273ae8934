import { type Settled, settle } from '../shared/settle.ts';
import type { Ledger } from './ledger.ts';
import type { Session } from './session.ts';
import type { DicomRemovalRow } from './storing-facts.ts';
import type { StudyTarget } from './target.ts';

/**
 * Removes what this step put anywhere, under a time limit of its own: also when the step was stopped. A note tells what
 * is left, and where the archive may have sent copies by itself.
 */
export async function removeStudies(
  session: Session,
  ledger: Ledger,
  { removal, autoForward }: StudyTarget,
): Promise<Settled<DicomRemovalRow[]>> {
  const { words, patience, common } = session;
  const own = AbortSignal.timeout(patience.removalMs);
  return settle(async () => {
    const removed = await ledger.removeAll(removal, own);
    if (removed.length > 0 && autoForward.length > 0) session.note(words.autoForward(autoForward));
    return removed.map(({ placeId, study, instances, removal: { state, note }, sentence }) => {
      session.note(words.removal(placeId, study.textForm, sentence));
      return { ...common, place: placeId, textForm: study.textForm, instances, state, note };
    });
  });
}
