import { lookUpCharset } from '../protocols/hl7/charset.ts';

/** A value of a message as far as it may be shown. */
export interface MaskedValue {
  readonly lengthCharacters: number;
  /** Letters as `A` and `a`, digits as `9`, the rest as it is; cut after 24 characters, absent for long values. */
  readonly shape?: string;
  /** The value itself: when asked for, or when it is a code that says nothing about a person. */
  readonly shown?: string;
}

const SHAPE_CHARACTERS = 24;
/** Of longer values, blobs mostly, a shape says nothing. */
const SHAPED_CHARACTERS = 64;
const SHOWN_CHARACTERS = 120;
/** Codes of HL7 tables are this short; no name or number of a person is. */
const CODE = /^(?:[A-Z]{1,2}\d{0,2}|2(?:\.\d){1,2})$/;
/** MSH-9 as message types look. Three letters alone could be anything. */
const MESSAGE_TYPE = /^(?:ACK|[A-Z]{3}\^[A-Z]\d{2})$/;
/** Words that are sent where a code is expected; worth showing, and nobody's name. */
const COMMON_MISTAKES: ReadonlySet<string> = new Set([
  'NAM',
  'NỮ',
  'NU',
  'MALE',
  'FEMALE',
  'JPG',
  'JPEG',
  'PNG',
  'PDF',
  'HTML',
  'TEXT',
  'BASE64',
  'FINAL',
  'VNM',
  'VIE',
]);

/**
 * What may be told of a value without telling whose it is.
 *
 * @param coded the rule expects a code here, so that a short code can be shown as it is
 */
export function maskValue(
  value: string,
  options: { readonly showValues: boolean; readonly coded: boolean },
): MaskedValue {
  const lengthCharacters = countCharacters(value);
  const masked: MaskedValue =
    lengthCharacters > SHAPED_CHARACTERS
      ? { lengthCharacters }
      : { lengthCharacters, shape: shapeOf(value) };
  if (options.showValues) return { ...masked, shown: cleanForPrint(value, SHOWN_CHARACTERS) };
  return options.coded && isHarmlessCode(value) ? { ...masked, shown: value } : masked;
}

/** Whether a value is a code of the protocol: it may be shown although nobody asked for values. */
export function isHarmlessCode(value: string): boolean {
  return (
    CODE.test(value) ||
    COMMON_MISTAKES.has(value.toUpperCase()) ||
    lookUpCharset(value) !== undefined
  );
}

/** MSH-9 as it may be shown: `ORU^R01`; `undefined` when it is anything but a message type. */
export function showMessageType(
  code: string | undefined,
  trigger: string | undefined,
): string | undefined {
  const type = [code, trigger].filter((part) => part !== undefined).join('^');
  return MESSAGE_TYPE.test(type) ? type : undefined;
}

/** Characters as a person counts them, whether accents came composed or apart. */
export function countCharacters(text: string): number {
  // Beyond this only the order of magnitude matters, and normalising costs more than it tells.
  return text.length > 10_000 ? text.length : [...text.normalize('NFC')].length;
}

/** Text for a terminal or a file: nothing in it can steer one, reorder a line or end it. */
export function cleanForPrint(text: string, mostCharacters: number): string {
  const cut = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
  return cut
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
      character === '\u200d' ? '' : `<${(character.codePointAt(0) ?? 0).toString(16)}>`,
    );
}

/** The shape of a value, see {@link MaskedValue}. */
export function shapeOf(value: string): string {
  const head = value.slice(0, SHAPE_CHARACTERS * 4).normalize('NFC');
  const shape = [...head]
    .slice(0, SHAPE_CHARACTERS)
    .map((character) => {
      if (/\p{Lu}/u.test(character)) return 'A';
      if (/[\p{L}\p{M}]/u.test(character)) return 'a';
      if (/\p{N}/u.test(character)) return '9';
      return /[\x20-\x7e]/.test(character) ? character : '·';
    })
    .join('');
  return countCharacters(value) > SHAPE_CHARACTERS ? `${shape}…` : shape;
}
