import type { DicomRole } from '../../facility/roles.ts';
import {
  chooseEncoding,
  type DataElement,
  encodeDataset,
  QUERY_RETRIEVE_SOP_CLASSES,
  WORKFLOW_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import { TEST_PATIENT_ID } from '../../synthetic/index.ts';
import type { DicomQueryRow } from './facts.ts';

/**
 * Queries that can match nothing but our own test data: they show that a level is supported without a single answer
 * about a patient, and cost the PACS next to nothing.
 */
export interface HarmlessQuery {
  readonly level: DicomQueryRow['level'];
  readonly sopClassUid: string;
  /** Keys that carry a value, as `0010,0020=RISPACS-TEST`; the others only ask what to return (PS3.4 C.2.2.2). */
  readonly keys: readonly string[];
  readonly identifier: (transferSyntaxUid: string) => Buffer;
}

/** A study that cannot exist: a UID of our own root (a random UUID, PS3.5 B.2), never used for an object. */
const testStudyUid = '2.25.166314690327298996427139894719407040775.0';

const tags = {
  specificCharacterSet: 0x00080005,
  studyDate: 0x00080020,
  accessionNumber: 0x00080050,
  retrieveLevel: 0x00080052,
  modality: 0x00080060,
  sopInstanceUid: 0x00080018,
  patientName: 0x00100010,
  patientId: 0x00100020,
  studyInstanceUid: 0x0020000d,
  seriesInstanceUid: 0x0020000e,
  scheduledStepSequence: 0x00400100,
  scheduledStationAe: 0x00400001,
  scheduledStartDate: 0x00400002,
  scheduledStepId: 0x00400009,
} as const;

/** The queries that suit what a node is for. */
export function queriesFor(role: DicomRole): HarmlessQuery[] {
  if (role === 'worklist') return [buildWorklistQuery()];
  return role === 'pacs' || role === 'archive'
    ? [...buildArchiveQueries(), buildWorklistQuery()]
    : [];
}

/** Patient-root query at patient level, study-root queries at the others (PS3.4 C.6.1, C.6.2). */
export function buildArchiveQueries(): HarmlessQuery[] {
  const { patientRootFind, studyRootFind } = QUERY_RETRIEVE_SOP_CLASSES;
  const level = (name: string): DataElement => ({ tag: tags.retrieveLevel, vr: 'CS', text: name });
  const patient: DataElement = { tag: tags.patientId, vr: 'LO', text: TEST_PATIENT_ID };
  const name: DataElement = { tag: tags.patientName, vr: 'PN', text: '' };
  const study = (uid: string): DataElement => ({ tag: tags.studyInstanceUid, vr: 'UI', text: uid });
  const series = (uid: string): DataElement => ({
    tag: tags.seriesInstanceUid,
    vr: 'UI',
    text: uid,
  });
  return [
    makeQuery('patient', patientRootFind.uid, [level('PATIENT'), name, patient]),
    makeQuery('study', studyRootFind.uid, [
      level('STUDY'),
      { tag: tags.studyDate, vr: 'DA', text: '' },
      name,
      patient,
      study(''),
    ]),
    makeQuery('series', studyRootFind.uid, [
      level('SERIES'),
      { tag: tags.modality, vr: 'CS', text: '' },
      study(testStudyUid),
      series(''),
    ]),
    makeQuery('image', studyRootFind.uid, [
      { tag: tags.sopInstanceUid, vr: 'UI', text: '' },
      level('IMAGE'),
      study(testStudyUid),
      series(`${testStudyUid}.1`),
    ]),
  ];
}

/** Modality worklist query (PS3.4 K.6.1.2): step keys inside the sequence, no query level. */
export function buildWorklistQuery(): HarmlessQuery {
  return makeQuery('worklist', WORKFLOW_SOP_CLASSES.modalityWorklistFind.uid, [
    { tag: tags.accessionNumber, vr: 'SH', text: '' },
    { tag: tags.patientName, vr: 'PN', text: '' },
    { tag: tags.patientId, vr: 'LO', text: TEST_PATIENT_ID },
    { tag: tags.studyInstanceUid, vr: 'UI', text: '' },
    {
      tag: tags.scheduledStepSequence,
      vr: 'SQ',
      items: [
        [
          { tag: tags.modality, vr: 'CS', text: '' },
          { tag: tags.scheduledStationAe, vr: 'AE', text: '' },
          { tag: tags.scheduledStartDate, vr: 'DA', text: '' },
          { tag: tags.scheduledStepId, vr: 'SH', text: '' },
        ],
      ],
    },
  ]);
}

function makeQuery(
  level: HarmlessQuery['level'],
  sopClassUid: string,
  elements: readonly DataElement[],
): HarmlessQuery {
  return {
    level,
    sopClassUid,
    keys: elements.flatMap((one) =>
      'text' in one && one.text !== '' ? [`${writeTag(one.tag)}=${one.text}`] : [],
    ),
    identifier: (transferSyntaxUid) => {
      const encoding = chooseEncoding(transferSyntaxUid);
      if (!encoding)
        throw new Error(`queries are only proposed in little endian, not in ${transferSyntaxUid}`);
      return encodeDataset(elements, encoding);
    },
  };
}

function writeTag(tag: number): string {
  const hex = tag.toString(16).padStart(8, '0');
  return `${hex.slice(0, 4)},${hex.slice(4)}`;
}
