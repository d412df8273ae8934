import type { SyntheticObject, SyntheticStudy } from '../../synthetic/index.ts';
import type { StudyIdentity } from '../../test-study/index.ts';

/** What the journal and a removal need to know of a synthetic study and its objects. */
export function identifyStudy(
  { studyInstanceUid, patientId, accessionNumber }: SyntheticStudy,
  objects: readonly SyntheticObject[],
): StudyIdentity {
  return {
    studyInstanceUid,
    patientId,
    accessionNumber,
    instances: objects.map(({ sopClassUid, sopInstanceUid, seriesInstanceUid }) => ({
      sopClassUid,
      sopInstanceUid,
      seriesInstanceUid,
    })),
  };
}
