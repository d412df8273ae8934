import {
  type ContextProposal,
  chooseEncoding,
  type DataElement,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  QUERY_RETRIEVE_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';

/** Tags of the only attributes that are asked for. */
export const GROWTH_TAGS = {
  studyDate: 0x00080020,
  retrieveLevel: 0x00080052,
  modalitiesInStudy: 0x00080061,
  numberOfStudyRelatedInstances: 0x00201208,
} as const;

/** Study Root C-FIND (PS3.4 C.6.2). */
export const GROWTH_SOP_CLASS = QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid;

/** The one context of this probe. */
export const GROWTH_CONTEXTS: readonly ContextProposal[] = [
  {
    abstractSyntax: GROWTH_SOP_CLASS,
    transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
  },
];

/**
 * A query at study level for a date or a range of dates (PS3.4 C.2.2.2.5). No name, identifier or UID is asked for:
 * what is not asked for need not be answered (PS3.4 C.4.1.1.3.2).
 */
export function buildDateQuery(date: string): (transferSyntaxUid: string) => Buffer {
  const elements: readonly DataElement[] = [
    { tag: GROWTH_TAGS.studyDate, vr: 'DA', text: date },
    { tag: GROWTH_TAGS.retrieveLevel, vr: 'CS', text: 'STUDY' },
    { tag: GROWTH_TAGS.modalitiesInStudy, vr: 'CS', text: '' },
    { tag: GROWTH_TAGS.numberOfStudyRelatedInstances, vr: 'IS', text: '' },
  ];
  return (transferSyntaxUid) => {
    const encoding = chooseEncoding(transferSyntaxUid);
    if (!encoding)
      throw new Error(`queries are only proposed in little endian, not in ${transferSyntaxUid}`);
    return encodeDataset(elements, encoding);
  };
}
