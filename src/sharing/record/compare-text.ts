import type { matchVerdicts } from '../../probes/sharing/facts.ts';

/** How a value on the images compares with the medical record. */
export type MatchVerdict = (typeof matchVerdicts)[number];

/**
 * Compares two names. Case and the separators of DICOM and HL7 names (PS3.5 6.2.1.1, HL7 v2.5.1 2.A.88) say nothing:
 * Vietnamese systems write the whole name in capitals, and in one component or in several. `nfc`: equal after Unicode
 * normalisation. `without-diacritics`: only a weak match, since Thảo and Thao are two people.
 */
export function compareNames(onImages: string, inRecord: string): MatchVerdict {
  if (inRecord.trim() === '') return 'absent';
  if (onImages === inRecord) return 'exact';
  const one = plainName(onImages);
  const other = plainName(inRecord);
  if (one === '') return 'different';
  if (one === other) return isSpelledAlike(onImages, inRecord) ? 'exact' : 'nfc';
  return stripMarks(one) === stripMarks(other) ? 'without-diacritics' : 'different';
}

/** Compares identifiers, dates and codes: letter by letter, but for white space around them. */
export function compareCodes(onImages: string, inRecord: string): MatchVerdict {
  if (inRecord.trim() === '') return 'absent';
  return onImages.trim() === inRecord.trim() ? 'exact' : 'different';
}

/** A name as one would read it aloud: NFC, capitals, single spaces, components one after the other. */
function plainName(name: string): string {
  return separate(name).normalize('NFC').toLocaleUpperCase('vi').replace(/\s+/g, ' ').trim();
}

/** The same letters code unit by code unit, whatever separates them. */
function isSpelledAlike(one: string, other: string): boolean {
  const bare = (name: string): string => separate(name).replace(/\s+/g, ' ').trim();
  return bare(one).toLocaleUpperCase('vi') === bare(other).toLocaleUpperCase('vi');
}

/** Only the alphabetic representation counts; `=` begins others (PS3.5 6.2.1.2). */
function separate(name: string): string {
  return (name.split('=')[0] ?? '').replace(/\^/g, ' ');
}

/** Text without tone and vowel marks; đ is a letter of its own and has no decomposition. */
export function stripMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/Đ/g, 'D').replace(/đ/g, 'd');
}
