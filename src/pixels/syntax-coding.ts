import { EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN } from '../protocols/dicom/uids.ts';

/** What the pixels of a transfer syntax must look like (PS3.5 A). */
export type SyntaxCoding =
  | { readonly format: 'native' }
  | { readonly format: 'rle' }
  | {
      readonly format: 'jpeg';
      /** Start Of Frame markers that the process has (ITU-T T.81 B.1.1.3). */
      readonly startOfFrame: readonly number[];
      readonly lossless: boolean;
      /** Selection Value that the syntax prescribes. */
      readonly predictor?: number;
    }
  | { readonly format: 'jpeg-ls'; readonly lossless: boolean }
  | {
      readonly format: 'jpeg2000';
      readonly lossless: boolean;
      /** Coded by ISO/IEC 15444-15. */
      readonly highThroughput: boolean;
      /** Progression order that the syntax prescribes, as COD has it. */
      readonly progression?: number;
    };

/** Resolution, position, component, layer (ISO/IEC 15444-1 table A.16). */
export const RPCL = 2;

const BASELINE = 0xc0;
const EXTENDED = 0xc1;
const LOSSLESS = 0xc3;

const CODINGS: ReadonlyMap<string, SyntaxCoding> = new Map<string, SyntaxCoding>([
  [IMPLICIT_VR_LITTLE_ENDIAN, { format: 'native' }],
  [EXPLICIT_VR_LITTLE_ENDIAN, { format: 'native' }],
  ['1.2.840.10008.1.2.5', { format: 'rle' }],
  ['1.2.840.10008.1.2.4.50', { format: 'jpeg', startOfFrame: [BASELINE], lossless: false }],
  [
    '1.2.840.10008.1.2.4.51',
    { format: 'jpeg', startOfFrame: [BASELINE, EXTENDED], lossless: false },
  ],
  ['1.2.840.10008.1.2.4.57', { format: 'jpeg', startOfFrame: [LOSSLESS], lossless: true }],
  [
    '1.2.840.10008.1.2.4.70',
    { format: 'jpeg', startOfFrame: [LOSSLESS], lossless: true, predictor: 1 },
  ],
  ['1.2.840.10008.1.2.4.80', { format: 'jpeg-ls', lossless: true }],
  ['1.2.840.10008.1.2.4.81', { format: 'jpeg-ls', lossless: false }],
  ['1.2.840.10008.1.2.4.90', { format: 'jpeg2000', lossless: true, highThroughput: false }],
  ['1.2.840.10008.1.2.4.91', { format: 'jpeg2000', lossless: false, highThroughput: false }],
  ['1.2.840.10008.1.2.4.201', { format: 'jpeg2000', lossless: true, highThroughput: true }],
  [
    '1.2.840.10008.1.2.4.202',
    { format: 'jpeg2000', lossless: true, highThroughput: true, progression: RPCL },
  ],
  ['1.2.840.10008.1.2.4.203', { format: 'jpeg2000', lossless: false, highThroughput: true }],
]);

/** How pixels are coded in a transfer syntax; `undefined` for one whose pixels are not decoded here. */
export function codingOf(transferSyntaxUid: string): SyntaxCoding | undefined {
  return CODINGS.get(transferSyntaxUid);
}
