import type { SyntheticStudy } from '../study.ts';
import type { SyntheticObject } from '../synthetic-object.ts';
import type { AttributeValues } from '../to-elements.ts';

/** SOP Instance Reference macro (PS3.3 table 10-11). */
export function referToObject(object: SyntheticObject): AttributeValues {
  return {
    ReferencedSOPClassUID: object.sopClassUid,
    ReferencedSOPInstanceUID: object.sopInstanceUid,
  };
}

/** Objects by their series, in the order of their first appearance. */
export function groupBySeries(
  objects: readonly SyntheticObject[],
): ReadonlyMap<string, readonly SyntheticObject[]> {
  return Map.groupBy(objects, ({ seriesInstanceUid }) => seriesInstanceUid);
}

/**
 * Current Requested Procedure Evidence (PS3.3 C.17.2.1): every object that a document refers to.
 * @throws RangeError when an object belongs to another study
 */
export function describeEvidence(
  study: SyntheticStudy,
  objects: readonly SyntheticObject[],
): AttributeValues {
  if (objects.some(({ studyInstanceUid }) => studyInstanceUid !== study.studyInstanceUid)) {
    throw new RangeError('a document refers to objects of its own study only');
  }
  const series = [...groupBySeries(objects)].map(([seriesInstanceUid, members]) => ({
    SeriesInstanceUID: seriesInstanceUid,
    ReferencedSOPSequence: members.map(referToObject),
  }));
  return {
    CurrentRequestedProcedureEvidenceSequence: [
      { StudyInstanceUID: study.studyInstanceUid, ReferencedSeriesSequence: series },
    ],
  };
}

/** The order that a document fulfils (PS3.3 C.17.2, Referenced Request Sequence), when there is one. */
export function describeReferencedRequest(study: SyntheticStudy): AttributeValues {
  const { requestedProcedureId } = study.order;
  if (requestedProcedureId === undefined) return {};
  return {
    ReferencedRequestSequence: [
      {
        StudyInstanceUID: study.studyInstanceUid,
        ReferencedStudySequence: [],
        AccessionNumber: study.accessionNumber,
        PlacerOrderNumberImagingServiceRequest: '',
        FillerOrderNumberImagingServiceRequest: '',
        RequestedProcedureID: requestedProcedureId,
        RequestedProcedureDescription: '',
        RequestedProcedureCodeSequence: [],
      },
    ],
  };
}
