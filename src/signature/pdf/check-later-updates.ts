import { type OpenPdf, openPdf } from './open-pdf.ts';
import { readArray, readDictionary, readReference, UnreadablePdf } from './read-syntax.ts';

/**
 * What was appended to a PDF file after a signature: only what further signatures need, something that changes what was
 * signed, or what cannot be read.
 */
export type LaterUpdates = 'signatures-only' | 'changed' | 'unclear';

/** Keys that a further signature may change (ISO 32000-1 12.7.2, 12.8; ISO 32000-2 12.8.4.3), by the kind of dictionary. */
const mayChange: Readonly<Record<string, ReadonlySet<string>>> = {
  '/Catalog': new Set(['AcroForm', 'DSS', 'Extensions', 'Perms', 'Version', 'Metadata']),
  '/Page': new Set(['Annots']),
};
const formKeys = new Set(['Fields', 'SigFlags', 'DR', 'DA']);

/**
 * Compares the file as it was when it was signed with the file as it is. Its earlier bytes are covered by the signature,
 * but an update may put another object in the place of one of them, and readers show the newer one.
 * @param end - where the signed part ends.
 */
export function checkLaterUpdates(file: Buffer, end: number): LaterUpdates {
  try {
    const before = openPdf(file.subarray(0, end));
    const now = openPdf(file);
    if (before.trailer.get('Root') !== now.trailer.get('Root')) return 'changed';
    const info = readReference(now.trailer.get('Info'))?.number;
    for (let number = 1; number < before.size; number += 1) {
      if (number === info || before.placeOf(number) === now.placeOf(number)) continue;
      if (!isAllowed(before, now, number)) return 'changed';
    }
    return 'signatures-only';
  } catch (error) {
    if (error instanceof UnreadablePdf) return 'unclear';
    throw error;
  }
}

function isAllowed(before: OpenPdf, now: OpenPdf, number: number): boolean {
  // A number that was free in the signed part is nothing that was signed.
  if (before.placeOf(number) === undefined) return true;
  if (now.placeOf(number) === undefined || now.isStream(number)) return false;
  const [old, fresh] = [before.readObject(number), now.readObject(number)];
  if (old.startsWith('[')) return fresh.startsWith('[') && addsSignatures(now, old, fresh);
  const [was, is] = [readDictionary(old, 0).entries, readDictionary(fresh, 0).entries];
  if (was.get('FT') === '/Sig' && is.get('FT') === '/Sig') return true;
  const allowed = mayChange[was.get('Type') ?? ''] ?? (was.has('Fields') ? formKeys : undefined);
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  const changed = keys.filter((key) => was.get(key) !== is.get(key));
  return changed.every((key) => {
    if (allowed?.has(key) !== true) return false;
    if (key !== 'Annots') return true;
    return addsSignatures(now, arrayOf(before, was.get(key)), arrayOf(now, is.get(key)));
  });
}

/** Whether a list is the old one with nothing more than fields of signatures at its end. */
function addsSignatures(now: OpenPdf, old: string, fresh: string): boolean {
  const [was, is] = [readArray(old), readArray(fresh)];
  return (
    was.every((value, index) => value === is[index]) &&
    is.slice(was.length).every((value) => {
      const reference = readReference(value);
      if (reference === undefined) return false;
      return readDictionary(now.readObject(reference.number), 0).entries.get('FT') === '/Sig';
    })
  );
}

function arrayOf(pdf: OpenPdf, value: string | undefined): string {
  const reference = readReference(value);
  return reference ? pdf.readObject(reference.number) : (value ?? '[]');
}
