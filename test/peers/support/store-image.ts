import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  STORAGE_SOP_CLASSES,
} from '../../../src/protocols/dicom/index.ts';
import { encodeObject, makeSecondaryCapture, planStudy } from '../../../src/synthetic/index.ts';

/** Stores one image of a new study at an archive; `patientId` replaces the test patient's in what is sent. */
export async function storeImage(
  port: number,
  studyInstanceUid: string,
  patientId?: string,
  calledAeTitle = 'ORTHANC',
): Promise<void> {
  const object = makeSecondaryCapture(planStudy({ studyInstanceUid }), { colours: 'grey' });
  const attributes = { ...object.attributes, ...(patientId && { PatientID: patientId }) };
  const abstractSyntax = STORAGE_SOP_CLASSES.secondaryCapture.uid;
  const opened = await openAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'RISPACS',
    calledAeTitle,
    contexts: [{ abstractSyntax, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN] }],
  });
  if (opened.kind !== 'accepted') throw new Error(opened.kind);
  const stored = await opened.association.store({
    sopClassUid: object.sopClassUid,
    sopInstanceUid: object.sopInstanceUid,
    transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
    dataset: { kind: 'bytes', bytes: encodeObject({ ...object, attributes }) },
  });
  await opened.association.release();
  if (stored.kind !== 'status' || stored.status.code !== 0) throw new Error(stored.kind);
}
