import type { JournalEntry } from './read-journal.ts';

/** Notes about a study that are written only once the archive has shown it. */
export const studySeenNotes = ['removing', 'stillThere', 'byAdministrator'] as const;

/** Notes that are written when a system was just seen to hold the item. */
const seenNotes = [...studySeenNotes, 'stillOpen', 'leftInWorklist'] as const;

/** Whether one of these notes was ever written about an entry. */
export function wasNoted({ notes }: JournalEntry, which: readonly string[]): boolean {
  return which.some((note) => notes.has(note));
}

/** When a system was last seen to hold the item; `undefined` when it never was. */
export function lastSeenAt({ notes }: JournalEntry): Date | undefined {
  return seenNotes
    .map((note) => notes.get(note))
    .reduce((latest, at) => (!latest || (at && at > latest) ? at : latest), undefined);
}
