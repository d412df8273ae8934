import { STORAGE_SOP_CLASSES } from '../protocols/dicom/index.ts';
import { buildObject, type SeriesPlan } from '../synthetic/build-object.ts';
import { code } from '../synthetic/coded-terms.ts';
import { rootContainer } from '../synthetic/documents/content-items.ts';
import { describeContentTime, planStudy } from '../synthetic/study.ts';
import type { SyntheticObject } from '../synthetic/synthetic-object.ts';
import type { AttributeValues } from '../synthetic/to-elements.ts';
import type { Sighting } from './sighting.ts';
import type { StudyIdentity, StudyInstance } from './study-place.ts';

/**
 * Title of the rejection note (PS3.16 CID 7010; IHE RAD TF-3 4.66.4.1.3). Of the four reasons of Imaging Object Change
 * Management it is the one that fits data which nobody has to keep: an archive must hide what it names and may delete
 * it. After (113001, DCM, "Rejected for Quality Reasons") an archive may by configuration go on showing the images,
 * and they would count in the reject analysis; (113037, DCM, "Rejected for Patient Safety Reasons") would be an incident
 * that never was, (113038, DCM) a worklist mistake. It needs no title modifier (PS3.16 TID 2010).
 */
const RETENTION_EXPIRED = code('113039', 'DCM', 'Data Retention Policy Expired');

/** SOP classes of documents, presentation states and encapsulated files: no images (PS3.3 C.17.6.2.1). */
const notAnImage = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(?:11|66|88|104)(?:\.|$)/;

/**
 * A Key Object Selection that rejects a whole test study (PS3.3 A.35.4, IHE RAD TF-3 4.66). It belongs to that study.
 *
 * @param seen - with date and time of the study as the archive has them, so that the note does not contradict it.
 */
export function makeRejectionNote(study: StudyIdentity, seen: Sighting): SyntheticObject {
  const { studyDate, studyTime } = seen.kind === 'ours' ? seen : {};
  const { studyInstanceUid, patientId, accessionNumber, instances } = study;
  const plan = planStudy({ studyInstanceUid, patientId, accessionNumber });
  const series: SeriesPlan = {
    key: 'rejection',
    number: 99,
    modality: 'KO',
    description: 'Loại bỏ dữ liệu kiểm thử',
    module: 'document',
  };
  return buildObject(plan, series, {
    sopClassUid: STORAGE_SOP_CLASSES.keyObjectSelection.uid,
    index: 0,
    attributes: {
      ...(studyDate !== undefined && { StudyDate: studyDate }),
      ...(studyTime !== undefined && { StudyTime: studyTime }),
      ...describeContentTime(plan),
      CurrentRequestedProcedureEvidenceSequence: [
        { StudyInstanceUID: studyInstanceUid, ReferencedSeriesSequence: listBySeries(instances) },
      ],
      ...rootContainer(RETENTION_EXPIRED, instances.map(nameInstance)),
      ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '2010' }],
    },
  });
}

function listBySeries(instances: readonly StudyInstance[]): AttributeValues[] {
  const groups = Map.groupBy(instances, ({ seriesInstanceUid }) => seriesInstanceUid);
  return [...groups].map(([uid, members]) => ({
    SeriesInstanceUID: uid,
    ReferencedSOPSequence: members.map(refer),
  }));
}

function nameInstance(instance: StudyInstance): AttributeValues {
  return {
    RelationshipType: 'CONTAINS',
    ValueType: notAnImage.test(instance.sopClassUid) ? 'COMPOSITE' : 'IMAGE',
    ReferencedSOPSequence: [refer(instance)],
  };
}

function refer({ sopClassUid, sopInstanceUid }: StudyInstance): AttributeValues {
  return { ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid };
}
