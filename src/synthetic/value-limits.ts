import { formatTag, type Vr } from '../protocols/dicom/data/value-representations.ts';

/** Longest single value in characters, not bytes (PS3.5 table 6.2-1). */
const MAX_CHARACTERS: Partial<Record<Vr, number>> = {
  AE: 16,
  CS: 16,
  DS: 16,
  IS: 12,
  LO: 64,
  LT: 10_240,
  SH: 16,
  ST: 1024,
  UI: 64,
};

/** A person's name is limited by component group (PS3.5 6.2.1). */
const MAX_NAME_GROUP_CHARACTERS = 64;

/** VRs whose backslash is a character, not a separator of values (PS3.5 6.2). */
const SINGLE_VALUED: ReadonlySet<Vr> = new Set(['LT', 'ST', 'UT', 'UR']);

/**
 * Refuses a text that its VR cannot hold, so that no peer is blamed for cutting what we wrote too long.
 * @throws RangeError
 */
export function assertTextFits(tag: number, vr: Vr, text: string): void {
  const values = SINGLE_VALUED.has(vr) ? [text] : text.split('\\');
  const parts = vr === 'PN' ? values.flatMap((value) => value.split('=')) : values;
  const limit = vr === 'PN' ? MAX_NAME_GROUP_CHARACTERS : MAX_CHARACTERS[vr];
  for (const part of parts) {
    const characters = [...part].length;
    if (limit !== undefined && characters > limit) {
      throw new RangeError(`${formatTag(tag)} ${vr} holds ${characters} of ${limit} characters`);
    }
  }
}

/**
 * A number as a Decimal String of 16 characters at most (PS3.5 6.2, DS).
 * @throws RangeError for a number that is not finite
 */
export function formatDecimal(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no decimal string`);
  for (let digits = 12; digits > 0; digits -= 1) {
    const text = String(Number(value.toPrecision(digits)));
    if (text.length <= 16) return text;
  }
  throw new RangeError(`${value} does not fit a decimal string`);
}

/**
 * A number as an Integer String (PS3.5 6.2, IS): 32 bits, signed.
 * @throws RangeError for anything else
 */
export function formatInteger(value: number): string {
  if (!Number.isInteger(value) || value < -(2 ** 31) || value > 2 ** 31 - 1) {
    throw new RangeError(`${value} is no integer string`);
  }
  return String(value);
}
