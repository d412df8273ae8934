/** What is wrong with a Unicode text, by the names that deviations have. */
export type TextDefect = 'text-not-nfc' | 'text-lost-characters' | 'text-decoded-wrongly';

/** Characters that Windows-1252 has where ISO 8859-1 has controls, by their bytes from 0x80; 0 where it has none. */
const WINDOWS_1252 = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
  0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161,
  0x203a, 0x0153, 0, 0x017e, 0x0178,
];
const BYTE_OF_CHARACTER: ReadonlyMap<number, number> = new Map(
  WINDOWS_1252.flatMap((character, index) => (character === 0 ? [] : [[character, 0x80 + index]])),
);

/** The longest text that is examined; a longer one has shown its character set by then. */
const MAX_LENGTH = 4096;

/**
 * Says how a text was spoilt on its way. Vietnamese needs all three looks: two normalization forms show the same
 * letters, and UTF-8 taken for a single-byte set turns each of them into two or three.
 */
export function examineText(text: string): readonly TextDefect[] {
  if (isAscii(text)) return [];
  const examined = text.slice(0, MAX_LENGTH);
  const defects: TextDefect[] = [];
  if (examined.includes('\ufffd') || !text.isWellFormed()) defects.push('text-lost-characters');
  if (examined.normalize('NFC') !== examined) defects.push('text-not-nfc');
  if (readsAsUtf8(examined)) defects.push('text-decoded-wrongly');
  return defects;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}

function readsAsUtf8(text: string): boolean {
  const bytes = Buffer.alloc(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const byte = code <= 0xff ? code : BYTE_OF_CHARACTER.get(code);
    if (byte === undefined) return false;
    bytes[index] = byte;
  }
  // Cutting a long text may have cut a character.
  const whole = text.length === MAX_LENGTH ? bytes.subarray(0, lastLetterStart(bytes)) : bytes;
  try {
    return /[^\0-\x7f]/.test(new TextDecoder('utf-8', { fatal: true }).decode(whole));
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function lastLetterStart(bytes: Buffer): number {
  let at = bytes.length - 1;
  while (at > bytes.length - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at;
}
