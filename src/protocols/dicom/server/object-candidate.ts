import { decodeText } from '../data/decode-text.ts';
import { SPECIFIC_CHARACTER_SET } from '../data/value-representations.ts';
import type { DatasetWalker } from '../data/walk-dataset.ts';
import type { IncomingStore } from '../dimse/incoming.ts';
import type { ObjectCandidate } from './received-object.ts';

const SOP_CLASS_UID = 0x00080016;
const SOP_INSTANCE_UID = 0x00080018;
const ACCESSION_NUMBER = 0x00080050;
const PATIENT_ID = 0x00100020;
const STUDY_INSTANCE_UID = 0x0020000d;
const SERIES_INSTANCE_UID = 0x0020000e;

/** The elements that tell whose an object is. */
export const HEAD_ELEMENTS: ReadonlySet<number> = new Set([
  SPECIFIC_CHARACTER_SET,
  SOP_CLASS_UID,
  SOP_INSTANCE_UID,
  ACCESSION_NUMBER,
  PATIENT_ID,
  STUDY_INSTANCE_UID,
  SERIES_INSTANCE_UID,
]);

/** Elements ascend (PS3.5 7.1), so that nothing that identifies the object comes after this one. */
export function isHeadPast(latestTag: number): boolean {
  return latestTag > SERIES_INSTANCE_UID;
}

/** Whether a text is a UID: digits and dots, 64 at most (PS3.5 9.1). Leading zeros, a common slip, are let pass. */
export function isUid(text: string): boolean {
  return text.length <= 64 && /^\d+(\.\d+)+$/.test(text);
}

/**
 * Lays the command and the head of the data set side by side. A data set that names another object than its
 * command, or none, belongs to nobody.
 */
export function describeCandidate(
  request: IncomingStore,
  sopInstanceUid: string,
  head: DatasetWalker,
):
  | { readonly ok: true; readonly candidate: ObjectCandidate }
  | { readonly ok: false; readonly message: string } {
  const ascii = (tag: number): string | undefined =>
    head
      .value(tag)
      ?.toString('latin1')
      .replace(/[\0 ]+$/, '');
  if (ascii(SOP_INSTANCE_UID) !== sopInstanceUid) {
    return { ok: false, message: 'SOP Instance UID of command and data set differ' };
  }
  if (ascii(SOP_CLASS_UID) !== request.sopClassUid) {
    return { ok: false, message: 'SOP Class UID of command and data set differ' };
  }
  const characterSets = ascii(SPECIFIC_CHARACTER_SET)?.split('\\') ?? [];
  const text = (tag: number): string | undefined => {
    const bytes = head.value(tag);
    return bytes && decodeText(bytes, characterSets).text.replace(/^ +|[\0 ]+$/g, '');
  };
  const patientId = text(PATIENT_ID);
  const accessionNumber = text(ACCESSION_NUMBER);
  const studyInstanceUid = ascii(STUDY_INSTANCE_UID);
  const seriesInstanceUid = ascii(SERIES_INSTANCE_UID);
  const { moveOriginatorAeTitle, moveOriginatorMessageId } = request.command;
  return {
    ok: true,
    candidate: {
      peer: request.peer,
      sopClassUid: request.sopClassUid,
      sopInstanceUid,
      transferSyntaxUid: request.transferSyntaxUid,
      ...(patientId === undefined ? {} : { patientId }),
      ...(accessionNumber === undefined ? {} : { accessionNumber }),
      ...(studyInstanceUid === undefined ? {} : { studyInstanceUid }),
      ...(seriesInstanceUid === undefined ? {} : { seriesInstanceUid }),
      ...(moveOriginatorAeTitle === undefined ? {} : { moveOriginatorAeTitle }),
      ...(moveOriginatorMessageId === undefined ? {} : { moveOriginatorMessageId }),
    },
  };
}
