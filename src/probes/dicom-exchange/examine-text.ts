import { decodeText } from '../../protocols/dicom/index.ts';
import { compareText, isOurs, type TextVerdict } from '../shared/compare-text.ts';

/** What came back for a text of ours. */
export interface ExaminedText {
  readonly verdict: TextVerdict;
  /** Absent when nothing came back. */
  readonly validUtf8?: boolean;
  /** Read in the declared character set; absent where it may be a text that is not ours. */
  readonly received?: string;
}

const mostShownCharacters = 200;

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
  const verdict = compareText(sent, text, isUnicode ? undefined : utf8);
  // What cannot be decoded shows as U+FFFD too, but it was no replacement of the peer's.
  const isBroken = isUnicode && !validUtf8;
  const isUndecodable = isBroken && (verdict === 'replaced' || verdict === 'other');
  // Of another text nothing shows that it is still one of ours: it may be that of somebody's record.
  if (!isOurs(verdict)) return { verdict: isUndecodable ? 'mojibake' : 'other', validUtf8 };
  const shown = [...text].slice(0, mostShownCharacters).join('');
  return { verdict: isUndecodable ? 'mojibake' : verdict, validUtf8, received: shown };
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
