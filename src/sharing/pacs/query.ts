import {
  type ContextProposal,
  chooseEncoding,
  type DataElement,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  QUERY_RETRIEVE_SOP_CLASSES,
} from '../../protocols/dicom/index.ts';
import { TAG } from '../study/object-tags.ts';

/** Levels of the Study Root model (PS3.4 C.6.2.1). */
export type QueryLevel = 'STUDY' | 'SERIES' | 'IMAGE';

/** Matching keys of a query; what is not given is not asked for by value. */
export interface QueryKeys {
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  /** YYYYMMDD. */
  readonly studyDate?: string;
}

/** Study Root C-FIND (PS3.4 C.6.2). */
export const FIND_SOP_CLASS = QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid;
/** What every query and request is proposed in. */
export const NATIVE_SYNTAXES: readonly string[] = [
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
];
/** The one context of a listing. */
export const FIND_CONTEXTS: readonly ContextProposal[] = [
  { abstractSyntax: FIND_SOP_CLASS, transferSyntaxes: NATIVE_SYNTAXES },
];

const QUERY_LEVEL = 0x00080052;
/** Modalities in Study, the one return key that a listing of a day asks for besides date and UID. */
export const MODALITIES_IN_STUDY = 0x00080061;

type Vr = Exclude<DataElement['vr'], 'SQ'>;
type ReturnKey = readonly [
  tag: number,
  vr: 'UI' | 'DA' | 'TM' | 'CS' | 'PN' | 'LO' | 'IS' | 'DT' | 'ST' | 'DS',
];

const RETURN_KEYS: Readonly<Record<QueryLevel, readonly ReturnKey[]>> = {
  STUDY: [
    [TAG.studyDate, 'DA'],
    [TAG.studyTime, 'TM'],
    [TAG.patientName, 'PN'],
    [TAG.patientId, 'LO'],
    [TAG.issuerOfPatientId, 'LO'],
    [TAG.patientBirthDate, 'DA'],
    [TAG.patientSex, 'CS'],
    [TAG.studyInstanceUid, 'UI'],
    [TAG.seriesInStudy, 'IS'],
    [TAG.objectsInStudy, 'IS'],
  ],
  SERIES: [
    [TAG.modality, 'CS'],
    [TAG.studyInstanceUid, 'UI'],
    [TAG.seriesInstanceUid, 'UI'],
    [TAG.objectsInSeries, 'IS'],
  ],
  IMAGE: [
    [TAG.imageType, 'CS'],
    [TAG.sopClassUid, 'UI'],
    [TAG.sopInstanceUid, 'UI'],
    [TAG.acquisitionDate, 'DA'],
    [TAG.contentDate, 'DA'],
    [TAG.acquisitionDateTime, 'DT'],
    [TAG.acquisitionTime, 'TM'],
    [TAG.contentTime, 'TM'],
    [TAG.studyInstanceUid, 'UI'],
    [TAG.seriesInstanceUid, 'UI'],
    [TAG.acquisitionNumber, 'IS'],
    [TAG.instanceNumber, 'IS'],
    [TAG.imagePosition, 'DS'],
    [TAG.imageOrientation, 'DS'],
    [TAG.numberOfFrames, 'IS'],
    [TAG.lossyImageCompression, 'CS'],
  ],
};

/** Builds the identifier of a query with everything that a listing reads at that level. */
export function buildListing(level: QueryLevel, keys: QueryKeys): (syntax: string) => Buffer {
  return build(level, keys, [
    ...RETURN_KEYS[level].map(([tag, vr]) => text(tag, vr, '')),
    ...(level === 'IMAGE'
      ? [
          { tag: TAG.rows, vr: 'US' as const, numbers: [] },
          { tag: TAG.columns, vr: 'US' as const, numbers: [] },
        ]
      : []),
  ]);
}

/** Builds the identifier that asks for the studies of one day: their UIDs and modalities, and nothing of a patient. */
export function buildDayQuery(studyDate: string): (syntax: string) => Buffer {
  return build('STUDY', { studyDate }, [
    text(MODALITIES_IN_STUDY, 'CS', ''),
    text(TAG.studyInstanceUid, 'UI', ''),
  ]);
}

/** Builds the identifier of a C-GET or C-MOVE of one study (PS3.4 C.4.2.1.4). */
export function buildRetrieval(studyInstanceUid: string): (syntax: string) => Buffer {
  return build('STUDY', { studyInstanceUid }, []);
}

function build(
  level: QueryLevel,
  { studyInstanceUid, seriesInstanceUid, studyDate }: QueryKeys,
  returned: readonly DataElement[],
): (syntax: string) => Buffer {
  const matched: DataElement[] = [
    text(QUERY_LEVEL, 'CS', level),
    ...(studyDate === undefined ? [] : [text(TAG.studyDate, 'DA', studyDate)]),
    ...(studyInstanceUid === undefined ? [] : [text(TAG.studyInstanceUid, 'UI', studyInstanceUid)]),
    ...(seriesInstanceUid === undefined
      ? []
      : [text(TAG.seriesInstanceUid, 'UI', seriesInstanceUid)]),
  ];
  const given = new Set(matched.map((one) => one.tag));
  const elements = [...matched, ...returned.filter((one) => !given.has(one.tag))].sort(
    (a, b) => a.tag - b.tag,
  );
  return (syntax) => {
    const encoding = chooseEncoding(syntax);
    if (encoding === undefined) throw new Error(`queries are not proposed in ${syntax}`);
    return encodeDataset(elements, encoding);
  };
}

function text(tag: number, vr: ReturnKey[1], value: string): DataElement {
  return { tag, vr: vr satisfies Vr, text: value };
}
