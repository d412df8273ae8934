import type { Language } from '../locale/language.ts';
import type { MppsClosing, StudyRemoval } from '../test-study/index.ts';
import { studyMessages } from '../test-study/messages.ts';
import type { Removal } from './judge-removal.ts';
import { cleanupMessages, type PlainNote } from './messages.ts';

/** How one item ended, and why: of an order, a study, an MPPS, or of an item that nothing was sent for. */
export type ItemEnd =
  | { readonly of: 'order'; readonly note: Removal['note'] }
  | { readonly of: 'study'; readonly note: StudyRemoval['note']; readonly detail?: string }
  | { readonly of: 'mpps'; readonly note: MppsClosing['note']; readonly detail?: string }
  | { readonly of: 'nothing'; readonly note: PlainNote; readonly detail?: string };

/** Why an item ended as it did. */
export type ItemNote = ItemEnd['note'];

/** In words, as the part of a sentence that follows the state. */
export function describeEnd(end: ItemEnd, language: Language): string {
  const detail = 'detail' in end && end.detail !== undefined ? `: ${end.detail}` : '';
  return `${wordsFor(end, language)}${detail}`;
}

function wordsFor(end: ItemEnd, language: Language): string {
  const study = studyMessages(language);
  const own = cleanupMessages(language);
  switch (end.of) {
    case 'order':
      return own.orderNotes[end.note];
    case 'study':
      return lowerFirst(study.notes[end.note]);
    case 'mpps':
      return lowerFirst(study.mppsNotes[end.note]);
    case 'nothing':
      return own.notes[end.note];
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);
}
