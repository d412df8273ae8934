import { examineText } from '../../protocols/dicomweb/index.ts';
import type { DicomwebTextRow } from './study-facts.ts';

/** How a text was spoilt; `undefined` for one that is intact. */
export type TextDamage = NonNullable<DicomwebTextRow['damage']>;

/** What systems put in the place of a letter that they cannot write. */
const substitutes = /[?\ufffd\u00bf*_]/;
const manySubstitutes = /(?:[?\ufffd\u00bf*_]|[^\0-\x7f])+/g;

/**
 * Names what became of a Vietnamese text on its way through a system, from the signs that each way of spoiling leaves.
 * Trailing spaces are padding (PS3.5 6.2).
 */
export function describeDamage(sent: string, received: string | undefined): TextDamage | undefined {
  const ours = sent.trimEnd();
  const theirs = received?.trimEnd() ?? '';
  if (theirs === ours) return undefined;
  if (theirs === '') return 'absent';
  if (theirs.normalize('NFC') === ours.normalize('NFC')) return 'unicode-form';
  if (examineText(theirs).includes('text-decoded-wrongly')) return 'decoded-wrongly';
  if (lacksLettersOnly(ours, theirs)) return 'stripped';
  if (theirs === removeAccents(ours)) return 'unaccented';
  return hasSubstitutes(ours, theirs) ? 'replaced' : 'other';
}

/** Whether what is left is ours in its order, with letters beyond ASCII missing. */
function lacksLettersOnly(ours: string, theirs: string): boolean {
  const left = [...theirs];
  let at = 0;
  for (const character of ours) {
    if (left[at] === character) at += 1;
    else if (character <= '\x7f') return false;
  }
  return at === left.length;
}

/** Whether all of ASCII is in its place and something stands where other letters were. */
function hasSubstitutes(ours: string, theirs: string): boolean {
  const frame = (text: string): string => text.replaceAll(manySubstitutes, '\0');
  return theirs.includes('\ufffd') || (substitutes.test(theirs) && frame(ours) === frame(theirs));
}

function removeAccents(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}
