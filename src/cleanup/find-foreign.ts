import { readJournalledOrder } from '../probes/hl7/test-order.ts';
import { isTestPatientId } from '../synthetic/study.ts';
import { readJournalledMpps, readJournalledStudy } from '../test-study/index.ts';
import type { JournalEntry } from './read-journal.ts';

/** A field of an entry that this tool cannot have written: the journal was edited. `undefined` when there is none. */
export function findForeignField({
  effect,
  journalledAt,
  isConsistent,
}: JournalEntry): string | undefined {
  if (!isConsistent) return 'identifiers';
  if (journalledAt === undefined) return 'at';
  const { patientId } = effect.identifiers;
  if (patientId !== undefined && !isTestPatientId(patientId)) return 'patientId';
  const read =
    effect.kind === 'order'
      ? readJournalledOrder(effect, journalledAt)
      : effect.kind === 'study'
        ? readJournalledStudy(effect)
        : effect.kind === 'mpps'
          ? readJournalledMpps(effect)
          : undefined;
  return read?.kind === 'foreign' ? read.field : undefined;
}
