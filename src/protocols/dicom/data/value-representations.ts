/** Value representations that this layer writes (PS3.5 6.2). */
export type Vr =
  | 'AE'
  | 'AS'
  | 'AT'
  | 'CS'
  | 'DA'
  | 'DS'
  | 'DT'
  | 'FD'
  | 'FL'
  | 'IS'
  | 'LO'
  | 'LT'
  | 'OB'
  | 'OW'
  | 'PN'
  | 'SH'
  | 'SL'
  | 'SQ'
  | 'SS'
  | 'ST'
  | 'TM'
  | 'UC'
  | 'UI'
  | 'UL'
  | 'UN'
  | 'UR'
  | 'US'
  | 'UT';

/** VRs whose explicit form has two reserved bytes and a 32-bit length (PS3.5 7.1.2). */
export const LONG_LENGTH_VRS: ReadonlySet<string> = new Set([
  'OB',
  'OD',
  'OF',
  'OL',
  'OV',
  'OW',
  'SQ',
  'SV',
  'UC',
  'UN',
  'UR',
  'UT',
  'UV',
]);

/** VRs whose text is in the Specific Character Set (PS3.5 6.1.2.2). */
export const CHARACTER_SET_VRS: ReadonlySet<string> = new Set([
  'LO',
  'LT',
  'PN',
  'SH',
  'ST',
  'UC',
  'UT',
]);

/** Specific Character Set (PS3.3 C.12.1.1.2). */
export const SPECIFIC_CHARACTER_SET = 0x00080005;

/** Pixel Data (PS3.3 C.7.6.3); of undefined length it holds fragments, not items (PS3.5 A.4). */
export const PIXEL_DATA = 0x7fe00010;

/** Item, Item Delimitation Item and Sequence Delimitation Item (PS3.5 7.5). */
export const ITEM = 0xfffee000;
export const ITEM_DELIMITATION = 0xfffee00d;
export const SEQUENCE_DELIMITATION = 0xfffee0dd;

/** A length that says "until the delimitation item" (PS3.5 7.1.1). */
export const UNDEFINED_LENGTH = 0xffffffff;

/** A tag as the standard writes it: `(0010,0010)`. */
export function formatTag(tag: number): string {
  const digits = tag.toString(16).padStart(8, '0').toUpperCase();
  return `(${digits.slice(0, 4)},${digits.slice(4)})`;
}
