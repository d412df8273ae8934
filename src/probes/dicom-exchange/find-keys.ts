import {
  chooseEncoding,
  type DataElement,
  encodeDataset,
  QUERY_RETRIEVE_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import { ATTRIBUTES, type Keyword } from '../../synthetic/attributes.ts';
import type { StudyIdentity } from '../../test-study/index.ts';
import type { DicomFindRow } from './reading-facts.ts';

/** Information model of a query (PS3.4 C.6). */
export type FindModel = DicomFindRow['model'];
/** Level of a query, from the top. */
export type FindLevel = DicomFindRow['level'];

/** The FIND SOP class of each model (PS3.4 C.6). */
export const FIND_CLASSES: Readonly<Record<FindModel, string>> = {
  'study-root': QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid,
  'patient-root': QUERY_RETRIEVE_SOP_CLASSES.patientRootFind.uid,
};

/** The attribute that tells the records of a level apart (PS3.4 C.6.1.1, C.6.2.1). */
export const UNIQUE_KEYS = {
  patient: 'PatientID',
  study: 'StudyInstanceUID',
  series: 'SeriesInstanceUID',
  image: 'SOPInstanceUID',
} as const satisfies Readonly<Record<FindLevel, Keyword>>;

/** Number of Study Related Instances (PS3.4 C.3.4). */
export const STUDY_INSTANCES = 0x00201208;

const retrieveLevel = 0x00080052;
const studySeries = 0x00201206;
const seriesInstances = 0x00201209;

const patientAttributes = ['PatientName', 'PatientBirthDate', 'PatientSex'] as const;
const studyAttributes = [
  'StudyDate',
  'StudyTime',
  'AccessionNumber',
  'StudyID',
  'StudyDescription',
  'ReferringPhysicianName',
] as const;

/** Attributes asked for whose values we know, beside the unique key. */
export function attributesOf(model: FindModel, level: FindLevel): readonly Keyword[] {
  switch (level) {
    case 'patient':
      return patientAttributes;
    case 'study':
      return model === 'patient-root'
        ? studyAttributes
        : ['PatientID', ...patientAttributes, ...studyAttributes];
    case 'series':
      return ['Modality', 'SeriesNumber', 'SeriesDescription'];
    case 'image':
      return ['SOPClassUID', 'InstanceNumber'];
  }
}

/** The tag of an attribute of ours. */
export function tagOf(keyword: Keyword): number {
  return ATTRIBUTES[keyword][0];
}

/** One query about a test study. */
export interface FindQuery {
  readonly model: FindModel;
  readonly level: FindLevel;
  readonly study: StudyIdentity;
  /** Needed at image level: the hierarchy is kept (PS3.4 C.4.1.3.1.1). */
  readonly seriesInstanceUid?: string;
  /** Whether the identifier says that it, and so the answers, may be in ISO_IR 192. */
  readonly declaresUnicode: boolean;
}

/** The identifier: the unique keys above the level with our values, that of the level, and what is asked for. */
export function encodeQuery(query: FindQuery, transferSyntaxUid: string): Buffer {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (!encoding) throw new Error(`queries are not proposed in ${transferSyntaxUid}`);
  const { model, level, study, seriesInstanceUid, declaresUnicode } = query;
  const values = new Map<Keyword, string>();
  if (declaresUnicode) values.set('SpecificCharacterSet', 'ISO_IR 192');
  for (const keyword of attributesOf(model, level)) values.set(keyword, '');
  if (model === 'patient-root') values.set('PatientID', study.patientId);
  if (level !== 'patient') values.set('StudyInstanceUID', study.studyInstanceUid);
  if (level === 'series') values.set('SeriesInstanceUID', '');
  if (level === 'image') {
    values.set('SeriesInstanceUID', seriesInstanceUid ?? '');
    values.set('SOPInstanceUID', '');
  }
  const counted = level === 'study' ? [studySeries, STUDY_INSTANCES] : [];
  const elements: DataElement[] = [
    { tag: retrieveLevel, vr: 'CS', text: level.toUpperCase() },
    ...[...values].map(([keyword, text]) => toKey(keyword, text)),
    ...[...counted, ...(level === 'series' ? [seriesInstances] : [])].map(
      (tag): DataElement => ({ tag, vr: 'IS', text: '' }),
    ),
  ];
  return encodeDataset(elements, encoding);
}

/** The identifier of a C-MOVE or C-GET of the whole study: unique keys only (PS3.4 C.4.2.2.1). */
export function encodeRetrieval(
  model: FindModel,
  study: StudyIdentity,
  transferSyntaxUid: string,
): Buffer {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (!encoding) throw new Error(`retrieval is not proposed in ${transferSyntaxUid}`);
  return encodeDataset(
    [
      { tag: retrieveLevel, vr: 'CS', text: 'STUDY' },
      ...(model === 'patient-root' ? [toKey('PatientID', study.patientId)] : []),
      toKey('StudyInstanceUID', study.studyInstanceUid),
    ],
    encoding,
  );
}

function toKey(keyword: Keyword, text: string): DataElement {
  const [tag, vr] = ATTRIBUTES[keyword];
  switch (vr) {
    case 'AT':
    case 'FL':
    case 'SL':
    case 'UL':
    case 'US':
    case 'OB':
    case 'OW':
    case 'SQ':
      throw new TypeError(`${keyword} is no key of text`);
    default:
      return { tag, vr, text };
  }
}
