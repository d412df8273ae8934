import { EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN } from '../uids.ts';
import type { DatasetEncoding } from './encode-dataset.ts';

/**
 * The encoding of a data set without pixel data in a transfer syntax; `undefined` for the two that
 * this layer does not read, big endian and deflated. Every encapsulated syntax is explicit little endian
 * (PS3.5 A.4).
 */
export function chooseEncoding(transferSyntaxUid: string): DatasetEncoding | undefined {
  if (transferSyntaxUid === IMPLICIT_VR_LITTLE_ENDIAN) return 'implicit-little-endian';
  if (transferSyntaxUid === EXPLICIT_VR_LITTLE_ENDIAN) return 'explicit-little-endian';
  return /^1\.2\.840\.10008\.1\.2\.(4\.\d+|5)$/.test(transferSyntaxUid)
    ? 'explicit-little-endian'
    : undefined;
}
