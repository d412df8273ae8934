import { codingOf } from '../../pixels/index.ts';
import { nameOfUid } from '../../protocols/dicom/index.ts';
import type { CompressionFamily } from './facts.ts';

/** A compressed transfer syntax that archives are asked for. */
export interface AskedSyntax {
  readonly uid: string;
  readonly family: CompressionFamily;
  /** Most bits of a sample that it holds (PS3.5 8.2). */
  readonly maxBits: number;
}

const prefix = '1.2.840.10008.1.2.';

/** Those that the circular names come first, should there not be time for all. */
export const askedSyntaxes: readonly AskedSyntax[] = [
  { uid: `${prefix}4.90`, family: 'jpeg2000-lossless', maxBits: 16 },
  { uid: `${prefix}4.91`, family: 'jpeg2000', maxBits: 16 },
  { uid: `${prefix}4.70`, family: 'jpeg-lossless', maxBits: 16 },
  { uid: `${prefix}4.57`, family: 'jpeg-lossless', maxBits: 16 },
  { uid: `${prefix}4.50`, family: 'jpeg-lossy', maxBits: 8 },
  { uid: `${prefix}4.51`, family: 'jpeg-lossy', maxBits: 12 },
  { uid: `${prefix}4.80`, family: 'jpeg-ls', maxBits: 16 },
  { uid: `${prefix}4.81`, family: 'jpeg-ls', maxBits: 16 },
  { uid: `${prefix}5`, family: 'rle', maxBits: 16 },
  { uid: `${prefix}4.201`, family: 'htj2k', maxBits: 16 },
  { uid: `${prefix}4.202`, family: 'htj2k', maxBits: 16 },
  { uid: `${prefix}4.203`, family: 'htj2k', maxBits: 16 },
];

/** In which the CT is also stored, to see whether an archive hands it back uncompressed. */
export const storedSyntaxes: readonly AskedSyntax[] = askedSyntaxes.filter(({ uid }) =>
  [`${prefix}4.90`, `${prefix}4.70`].includes(uid),
);

/** The first columns about a syntax. */
export function describeSyntax({ uid, family }: AskedSyntax) {
  return { transferSyntax: uid, transferSyntaxName: nameOfUid(uid) ?? uid, family };
}

/** Whether a syntax promises that nothing is lost. */
export function isLossless(transferSyntaxUid: string): boolean {
  const coding = codingOf(transferSyntaxUid);
  return coding !== undefined && (!('lossless' in coding) || coding.lossless);
}
