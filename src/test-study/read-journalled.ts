import type { SideEffect } from '../probes/contract.ts';
import { isTestPatientId } from '../synthetic/study.ts';
import { mppsEntryId } from './describe-test-mpps.ts';
import { studyEntryId } from './describe-test-study.ts';
import { canBeOurs, isOwnUid } from './own-uid.ts';
import type { StudyIdentity } from './study-place.ts';

/** What a journal entry holds: our identifiers, or a field that this tool cannot have written. */
export type Journalled<Identity> =
  | { readonly kind: 'ours'; readonly identity: Identity }
  | { readonly kind: 'foreign'; readonly field: string };

/** SH: 16 characters at most, no backslash (PS3.5 6.2). */
const accessionNumberShape = /^[\x20-\x5b\x5d-\x7e]{0,16}$/;

/**
 * Reads back what `describeTestStudy` wrote, so that an edited journal cannot make us remove a patient's study: of a
 * study under a UID of the hospital's worklist, the archive is asked whose it is before anything is removed.
 */
export function readJournalledStudy({
  id,
  system,
  identifiers,
}: SideEffect): Journalled<StudyIdentity & { readonly storedBy: 'dicom' | 'dicomweb' }> {
  const foreign = (field: string) => ({ kind: 'foreign' as const, field });
  const { studyInstanceUid = '', patientId = '', accessionNumber = '' } = identifiers;
  const { storedBy, uidAssignedBy } = identifiers;
  if (!isTestPatientId(patientId)) return foreign('patientId');
  if (uidAssignedBy !== undefined && uidAssignedBy !== 'worklist') return foreign('uidAssignedBy');
  const uid = {
    studyInstanceUid,
    ...(uidAssignedBy === 'worklist' && { uidAssignedBy: 'worklist' as const }),
  };
  if (!canBeOurs(uid)) return foreign('studyInstanceUid');
  if (!accessionNumberShape.test(accessionNumber)) return foreign('accessionNumber');
  if (storedBy !== 'dicom' && storedBy !== 'dicomweb') return foreign('storedBy');
  if (id !== studyEntryId(studyInstanceUid, system)) return foreign('id');
  return {
    kind: 'ours',
    identity: { ...uid, patientId, accessionNumber, storedBy, instances: [] },
  };
}

/** Reads back what `describeTestMpps` wrote. */
export function readJournalledMpps({
  id,
  system,
  identifiers,
}: SideEffect): Journalled<{ readonly sopInstanceUid: string }> {
  const { sopInstanceUid = '', patientId = '' } = identifiers;
  if (!isTestPatientId(patientId)) return { kind: 'foreign', field: 'patientId' };
  if (!isOwnUid(sopInstanceUid)) return { kind: 'foreign', field: 'sopInstanceUid' };
  return id === mppsEntryId(sopInstanceUid, system)
    ? { kind: 'ours', identity: { sopInstanceUid } }
    : { kind: 'foreign', field: 'id' };
}
