import type { SideEffect } from '../probes/contract.ts';
import type { StudyIdentity, StudyPlace } from './study-place.ts';

const suffixCharacters = 8;

/**
 * The journal's fixed part about a study at one place, from which a later run finds it again. The same study at two
 * places is two entries.
 */
export function describeTestStudy(
  place: StudyPlace,
  study: StudyIdentity,
): Omit<SideEffect, 'state' | 'note'> {
  const system = place.kind === 'dicom' ? place.node.id : place.endpoint.id;
  return {
    id: studyEntryId(study.studyInstanceUid, system),
    system,
    kind: 'study',
    identifiers: {
      studyInstanceUid: study.studyInstanceUid,
      patientId: study.patientId,
      accessionNumber: study.accessionNumber,
      instances: String(study.instances.length),
      ...(study.uidAssignedBy !== undefined && { uidAssignedBy: study.uidAssignedBy }),
      removal: describeRemovalRoute(place),
      // A node and an endpoint of the facility file may have the same id.
      storedBy: place.kind,
    },
  };
}

/** The id of the journal entry about a study at a system. */
export function studyEntryId(studyInstanceUid: string, system: string): string {
  return `study-${studyInstanceUid.slice(-suffixCharacters)}-at-${system}`;
}

/** Over what the study can be deleted: `pacs-web (orthanc)`; `none` where there is no DICOMweb to do it. */
function describeRemovalRoute(place: StudyPlace): string {
  const endpoint = place.kind === 'dicom' ? place.dicomweb : place.endpoint;
  return endpoint === undefined || endpoint.removal === 'none'
    ? 'none'
    : `${endpoint.id} (${endpoint.removal})`;
}
