import { decodeText } from '../../protocols/dicom/index.ts';
import type { TextVerdict } from './text-facts.ts';

/** What came back for a text of ours. */
export interface ExaminedText {
  readonly verdict: TextVerdict;
  /** Absent when nothing came back. */
  readonly validUtf8?: boolean;
  /** Read in the declared character set; absent where it may be a text that is not ours. */
  readonly received?: string;
}

const mostShownCharacters = 200;
const combiningMarks = /\p{M}/gu;
/** What single-byte systems put where they have no letter. */
const replacements = /[?\ufffd]/u;

/**
 * Judges the bytes that came back for a text of ours, by the character set that came with them (PS3.5 6.1.2).
 * @param declared - Specific Character Set as sent by the peer; `undefined` when it declared none.
 */
export function examineText(
  sent: string,
  raw: Buffer | undefined,
  declared: readonly string[] | undefined,
): ExaminedText {
  const bytes = trimPadding(raw ?? Buffer.alloc(0));
  if (bytes.length === 0) return { verdict: 'lost' };
  const utf8 = readUtf8(bytes);
  const validUtf8 = utf8 !== undefined;
  const text = decodeText(bytes, declared ?? []).text;
  const isUnicode = (declared?.[0] ?? '') === 'ISO_IR 192';
  const shown = [...text].slice(0, mostShownCharacters).join('');
  const judged = (verdict: TextVerdict): ExaminedText => ({ verdict, validUtf8, received: shown });
  if (text === sent) return judged('intact');
  if (hasSameLetters(text, sent)) return judged('nfc-nfd-changed');
  if (!isUnicode && utf8 !== undefined && hasSameLetters(utf8, sent))
    return judged('undeclared-but-utf8');
  if (isBeginning(text, sent)) return judged('lost');
  if (isMojibake(text, sent)) return judged('mojibake');
  // What cannot be decoded shows as U+FFFD too, but it was no replacement of the peer's.
  const isBroken = isUnicode && !validUtf8;
  if (isReplaced(text, sent)) return judged(isBroken ? 'mojibake' : 'replaced');
  if (isStripped(text, sent)) return judged('stripped');
  if (isGarbled(text, sent)) return judged('mojibake');
  // Nothing shows that this is still a text of ours: it may be that of somebody's record.
  return { verdict: isBroken ? 'mojibake' : 'other', validUtf8 };
}

/** Whether a text is one that a character set could spoil. */
export function isVietnamese(text: string): boolean {
  return /[^\0-\x7f]/.test(text);
}

function trimPadding(raw: Buffer): Buffer {
  let end = raw.length;
  while (end > 0 && (raw[end - 1] === 0x20 || raw[end - 1] === 0)) end -= 1;
  return raw.subarray(0, end);
}

function readUtf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function hasSameLetters(left: string, right: string): boolean {
  return left.normalize('NFC') === right.normalize('NFC');
}

/** UTF-8 of ours that was taken for ISO 8859-1 or Windows-1252, and written out again as those letters. */
function isMojibake(text: string, sent: string): boolean {
  const bytes = Buffer.from(sent, 'utf8');
  const forms = ['iso-8859-1', 'windows-1252'].map((set) =>
    set === 'iso-8859-1' ? bytes.toString('latin1') : new TextDecoder(set).decode(bytes),
  );
  const bare = (one: string): string => one.replace(/[\p{Cc}?\ufffd\s]/gu, '');
  // Controls among the bytes are often dropped on the way.
  return forms.some((form) => form === text || (isVietnamese(text) && bare(form) === bare(text)));
}

/** Marks taken off, and Đ made a D. */
function foldLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(combiningMarks, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D');
}

/** Question marks, or U+FFFD, stand where letters were; what stands between them is ours, in order. */
function isReplaced(text: string, sent: string): boolean {
  if (!replacements.test(text) || replacements.test(sent)) return false;
  const kept = text.replace(/[?\ufffd]/gu, '');
  return isSubsequence(foldLetters(kept), foldLetters(sent));
}

/** Cut off, be it in the middle of a letter. */
function isBeginning(text: string, sent: string): boolean {
  const whole = text.replace(/\ufffd+$/u, '');
  return sent.startsWith(whole) || sent.normalize('NFC').startsWith(whole.normalize('NFC'));
}

/** Strange letters stand where ours with marks were, as in TCVN3 or VNI; the plain ones between them are ours. */
function isGarbled(text: string, sent: string): boolean {
  const plain = text.replace(/[^\0-\x7f]/gu, '');
  return isVietnamese(text) && isStripped(plain, sent);
}

/** Every letter that is left is one of ours, in order, and at least half of them are there. */
function isStripped(text: string, sent: string): boolean {
  const left = foldLetters(text);
  const whole = foldLetters(sent);
  return left.length * 2 >= whole.length && isSubsequence(left, whole);
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of part) {
    at = whole.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
