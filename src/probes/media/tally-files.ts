import type { CheckedFile, OpenedMedium } from '../../media/read-media.ts';
import { TRANSFER_SYNTAXES } from '../../protocols/dicom/index.ts';
import { PROFILE_SYNTAXES } from './profile-syntaxes.ts';

/** Stands for every syntax this tool does not know: digits in a UID can be anything, also a person's number. */
const UNKNOWN_SYNTAX = 'unknown';

/** Counts over all files of a medium. */
export interface FileTally {
  missing: number;
  unreadable: number;
  mismatched: number;
  unreferenced: number;
  illegalFileIds: number;
  /** File IDs that would lead out of the medium; among the illegal ones. */
  leadingOutside: number;
  /** Found only without regard to case or version number. */
  lenientNames: number;
  /** Not read to the end: big endian, deflated, or beyond the bound. */
  notReadThrough: number;
  outsideProfiles: number;
  readonly transferSyntaxes: Set<string>;
  /** By whose Patient ID they carry; `unknown` where it could not be read. */
  readonly owners: { test: number; other: number; unknown: number };
}

/** Goes through every file of a medium once. @throws the abort reason */
export async function tallyFiles(medium: OpenedMedium): Promise<FileTally> {
  const tally: FileTally = {
    missing: 0,
    unreadable: 0,
    mismatched: 0,
    unreferenced: 0,
    illegalFileIds: 0,
    leadingOutside: 0,
    lenientNames: 0,
    notReadThrough: 0,
    outsideProfiles: 0,
    transferSyntaxes: new Set(),
    owners: { test: 0, other: 0, unknown: 0 },
  };
  for await (const file of medium.files()) {
    countName(tally, file);
    if (file.kind !== 'missing') countReading(tally, file);
  }
  return tally;
}

function countName(tally: FileTally, file: CheckedFile): void {
  if (file.kind === 'unreferenced') {
    tally.unreferenced += 1;
    return;
  }
  if (file.fileIdFault !== undefined) tally.illegalFileIds += 1;
  if (file.fileIdFault === 'leads-outside') tally.leadingOutside += 1;
  if (file.kind === 'missing') tally.missing += 1;
  else if (file.lenientName) tally.lenientNames += 1;
}

function countReading(tally: FileTally, file: Exclude<CheckedFile, { kind: 'missing' }>): void {
  const { reading } = file;
  const isReferenced = file.kind === 'referenced';
  if (reading.kind !== 'dicom') {
    tally.owners.unknown += 1;
    if (reading.kind === 'not-checked') tally.notReadThrough += 1;
    else if (isReferenced) tally.unreadable += 1;
    return;
  }
  if (reading.structure === 'not-read') tally.notReadThrough += 1;
  if (isReferenced && file.differences.length > 0) tally.mismatched += 1;
  const { transferSyntaxUid } = reading.head;
  if (!PROFILE_SYNTAXES.has(transferSyntaxUid)) tally.outsideProfiles += 1;
  const isKnown = TRANSFER_SYNTAXES.some(({ uid }) => uid === transferSyntaxUid);
  tally.transferSyntaxes.add(isKnown ? transferSyntaxUid : UNKNOWN_SYNTAX);
  const { isTestPatient } = reading.object;
  tally.owners[isTestPatient === undefined ? 'unknown' : isTestPatient ? 'test' : 'other'] += 1;
}
