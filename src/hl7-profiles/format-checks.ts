import { isUtf8 } from 'node:buffer';
import { parseMessageTime, type TimePrecision } from '../protocols/hl7/message-time.ts';
import type { FormatName } from './schema.ts';

const DAY_OR_BETTER: readonly TimePrecision[] = ['day', 'hour', 'minute', 'second'];
const MINUTE_OR_BETTER: readonly TimePrecision[] = ['minute', 'second'];

/** Elements that a report has, and a text only by chance. */
const MARKUP =
  /<(?:!doctype|html|head|body|div|p|table|tr|td|span|br|b|i|u|ul|ol|li|strong|em|font|h[1-6]|style|img)\b/i;
/** What runs or loads by itself when a report is shown in a browser. */
const ACTIVE =
  /<(?:script|iframe|object|embed|form|base|meta|link)\b|\son[a-z]{3,20}\s?=|\b(?:javascript|vbscript):/i;

/** UTF-8 read as Latin-1 or windows-1252: the first byte of a Vietnamese letter became a letter of its own. */
const READ_AS_LATIN =
  /Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|á[»º][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Ä[\u0090‘]|Æ[°¡]/u;
/** A question mark for a lost letter: inside a word, as in NGUY?N. */
const LOST_LETTER = /\p{L}\?\p{L}/u;
/** TCVN3 (ABC) text read as Latin-1: signs within words that stand for letters there. */
const READ_AS_TCVN3 = /\p{L}[¸µ¶·¹®«¬¦§¨]|[¸µ¶·¹®«¬¦§¨]\p{L}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]/;

/** Every named way of reading a value. All take time linear in its length. */
export const formatChecks: Readonly<Record<FormatName, (value: string) => boolean>> = {
  /** A date: year, month and day at least (HL7 v2.5.1 2.A.21, 2.A.22). */
  day: (value) => hasPrecision(value, DAY_OR_BETTER),
  /** A date and time, to the minute at least. */
  moment: (value) => hasPrecision(value, MINUTE_OR_BETTER),
  /** A time stamp of any precision. */
  time: (value) => parseMessageTime(value) !== undefined,
  /** A DICOM UID (PS3.5 9.1). */
  uid: (value) => value.length <= 64 && /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+$/.test(value),
  integer: (value) => /^\d{1,9}$/.test(value),
  /** DICOM SH: at most 16 characters, no backslash, no control characters (PS3.5 6.2). */
  'short-string': (value) => /^[^\\\p{Cc}]{1,16}$/u.test(value),
  base64: (value) => decodeBase64(value) !== undefined,
  'base64-jpeg': (value) => isWhole(decodeBase64(value), [0xff, 0xd8, 0xff], [0xff, 0xd9]),
  'base64-pdf': (value) => isPdf(decodeBase64(value)),
  'base64-html': (value) => MARKUP.test(decodeBase64Text(value) ?? ''),
  'base64-link': (value) => isLink(decodeBase64Text(value) ?? ''),
  link: isLink,
  'plain-text': (value) => !CONTROL.test(value) && !MARKUP.test(value),
  'intact-text': (value) =>
    !CONTROL.test(value) &&
    !READ_AS_LATIN.test(value) &&
    !LOST_LETTER.test(value) &&
    !READ_AS_TCVN3.test(value),
  'no-active-content': (value) =>
    !ACTIVE.test(value) && !ACTIVE.test(decodeBase64Text(value) ?? ''),
  /** Citizen number of Viet Nam: twelve digits (Decree 137/2015). */
  'citizen-id': (value) => /^\d{12}$/.test(value),
  /** Health insurance card: two letters and thirteen digits, or the ten digits of the new card. */
  'insurance-card': (value) => /^(?:[A-Z]{2}\d{13}|\d{10})$/.test(value),
};

function hasPrecision(value: string, wanted: readonly TimePrecision[]): boolean {
  const time = parseMessageTime(value);
  return time !== undefined && wanted.includes(time.precision);
}

/** Bytes of Base64 text (RFC 4648 4), white space between aside; `undefined` when it is something else. */
export function decodeBase64(value: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/=\s]+$/.test(value)) return undefined;
  const text = value.replace(/\s+/g, '');
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) {
    return undefined;
  }
  return Buffer.from(text, 'base64');
}

/** Text in UTF-8 that was sent as Base64. Short words are Base64 by chance and are not taken for it. */
export function decodeBase64Text(value: string): string | undefined {
  const bytes = decodeBase64(value);
  return bytes !== undefined && bytes.length >= 6 && isUtf8(bytes)
    ? bytes.toString('utf8')
    : undefined;
}

function isWhole(
  bytes: Buffer | undefined,
  first: readonly number[],
  last: readonly number[],
): boolean {
  if (bytes === undefined || bytes.length < first.length + last.length) return false;
  return (
    first.every((byte, index) => bytes[index] === byte) &&
    last.every((byte, index) => bytes[bytes.length - last.length + index] === byte)
  );
}

function isPdf(bytes: Buffer | undefined): boolean {
  if (bytes === undefined || bytes.toString('latin1', 0, 5) !== '%PDF-') return false;
  return bytes.toString('latin1', Math.max(0, bytes.length - 1024)).includes('%%EOF');
}

function isLink(value: string): boolean {
  if (value.length > 4096 || /\s/.test(value.trim())) return false;
  const url = URL.parse(value.trim());
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.host !== '';
}
