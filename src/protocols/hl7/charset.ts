import { isAscii, isUtf8 } from 'node:buffer';
import type { CharsetFinding } from './er7-finding.ts';

/** What a message's bytes were read as. */
export interface DecodedText {
  readonly text: string;
  /** First repetition of MSH-18 as sent; absent when the field is empty. */
  readonly declared?: string;
  /** `ascii`, `utf-8`, `latin1` or an encoding name of the WHATWG Encoding Standard. */
  readonly encoding: string;
  readonly findings: readonly CharsetFinding[];
}

const HEADER_SEARCH_BYTES = 65_536;
const CHARSET_FIELD = 18;

/** HL7 table 0211, with the encoding each value means. */
const TABLE_0211 = new Map<string, string>([
  ['ASCII', 'ascii'],
  ['8859/1', 'latin1'],
  ['8859/2', 'iso-8859-2'],
  ['8859/3', 'iso-8859-3'],
  ['8859/4', 'iso-8859-4'],
  ['8859/5', 'iso-8859-5'],
  ['8859/6', 'iso-8859-6'],
  ['8859/7', 'iso-8859-7'],
  ['8859/8', 'iso-8859-8'],
  ['8859/9', 'windows-1254'],
  ['8859/15', 'iso-8859-15'],
  ['ISO IR87', 'iso-2022-jp'],
  ['GB 18030-2000', 'gb18030'],
  ['KS X 1001', 'euc-kr'],
  ['BIG-5', 'big5'],
  ['UNICODE', 'utf-8'],
  ['UNICODE UTF-8', 'utf-8'],
  ['UNICODE UTF-16', 'utf-16be'],
]);

/** Labels seen in the field whose meaning is clear although table 0211 does not have them. */
const COMMON_LABELS = new Map<string, string>([
  ['UTF-8', 'utf-8'],
  ['UTF8', 'utf-8'],
  ['ISO_IR 192', 'utf-8'],
  ['ISO_IR 100', 'latin1'],
  ['ISO-8859-1', 'latin1'],
  ['ISO8859-1', 'latin1'],
  ['ISO 8859-1', 'latin1'],
  ['US-ASCII', 'ascii'],
  ['WINDOWS-1252', 'windows-1252'],
  ['WINDOWS-1258', 'windows-1258'],
  ['CP1258', 'windows-1258'],
]);

/**
 * Finds the first repetition of MSH-18 before the charset is known. The header is ASCII up to there in
 * every charset that HL7 allows inside a frame.
 *
 * @returns the label as sent, or `undefined` when MSH-18 is empty or there is no MSH at the start
 */
export function findDeclaredCharset(bytes: Buffer): string | undefined {
  if (bytes.toString('latin1', 0, 3) !== 'MSH' || bytes.length < 8) return undefined;
  const head = bytes.toString('latin1', 0, Math.min(bytes.length, HEADER_SEARCH_BYTES));
  const lineEnd = head.search(/[\r\n]/);
  const line = lineEnd < 0 ? head : head.slice(0, lineEnd);
  const separator = line.charAt(3);
  // MSH-1 is the separator itself, so MSH-n is part n-1.
  const field = line.split(separator, CHARSET_FIELD)[CHARSET_FIELD - 1];
  const first = field?.split(line.charAt(5))[0]?.trim();
  return first === undefined || first === '' ? undefined : first;
}

/** The encoding that an MSH-18 label means, and whether table 0211 has it. */
export function lookUpCharset(
  label: string,
): { readonly encoding: string; readonly inTable: boolean } | undefined {
  const standard = TABLE_0211.get(label);
  if (standard !== undefined) return { encoding: standard, inTable: true };
  const upper = label.toUpperCase();
  const common = TABLE_0211.get(upper) ?? COMMON_LABELS.get(upper);
  return common === undefined ? undefined : { encoding: common, inTable: false };
}

/**
 * Decodes bytes in a known encoding.
 *
 * @returns `undefined` when the bytes are not valid in it
 */
export function decodeAs(bytes: Buffer, encoding: string): string | undefined {
  if (encoding === 'ascii') return isAscii(bytes) ? bytes.toString('latin1') : undefined;
  if (encoding === 'latin1') return bytes.toString('latin1');
  if (encoding === 'utf-8') return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    // TypeError: invalid bytes. RangeError: this Node build lacks the encoding.
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Decodes a message that starts with MSH. Strict UTF-8 is tried first whatever MSH-18 says, because text that
 * passes it and is not ASCII is UTF-8 for all practical purposes; then the declared charset; then Latin-1.
 * Every disagreement becomes a finding.
 */
export function decodeMessageBytes(bytes: Buffer): DecodedText {
  const declared = findDeclaredCharset(bytes);
  const meaning = declared === undefined ? undefined : lookUpCharset(declared);
  const findings: CharsetFinding[] = [];
  if (declared !== undefined && meaning === undefined) {
    findings.push({ kind: 'charset-unknown', declared });
  } else if (declared !== undefined && meaning?.inTable === false) {
    findings.push({ kind: 'charset-not-in-table-0211', declared });
  }
  const done = (text: string, encoding: string): DecodedText =>
    declared === undefined ? { text, encoding, findings } : { text, declared, encoding, findings };

  // ISO-2022-JP hides its text in ASCII bytes.
  const hidesInAscii = meaning?.encoding === 'iso-2022-jp';
  if (!hidesInAscii && isAscii(bytes)) return done(bytes.toString('latin1'), 'ascii');
  if (!hidesInAscii && isUtf8(bytes)) {
    if (declared === undefined) findings.push({ kind: 'charset-undeclared', used: 'utf-8' });
    else if (meaning !== undefined && meaning.encoding !== 'utf-8') {
      findings.push({ kind: 'charset-mismatch', declared, used: 'utf-8' });
    }
    return done(bytes.toString('utf8'), 'utf-8');
  }
  if (meaning !== undefined) {
    const text = decodeAs(bytes, meaning.encoding);
    if (text !== undefined) return done(text, meaning.encoding);
  }
  if (declared === undefined) findings.push({ kind: 'charset-undeclared', used: 'latin1' });
  else if (meaning !== undefined) {
    findings.push({ kind: 'charset-mismatch', declared, used: 'latin1' });
  }
  findings.push({ kind: 'charset-fallback', used: 'latin1' });
  return done(bytes.toString('latin1'), 'latin1');
}
