import type { DataElement } from '../../protocols/dicom/index.ts';
import { type Elements, readItems, readValues } from './read-values.ts';

type TextVr = 'AE' | 'CS' | 'DA' | 'IS' | 'LO' | 'PN' | 'SH' | 'TM' | 'UI' | 'UR';

/** The attributes that the simulated PACS and RIS know, by keyword (PS3.6 6). */
export const ATTRIBUTES = {
  SpecificCharacterSet: [0x00080005, 'CS'],
  SOPClassUID: [0x00080016, 'UI'],
  SOPInstanceUID: [0x00080018, 'UI'],
  StudyDate: [0x00080020, 'DA'],
  StudyTime: [0x00080030, 'TM'],
  AccessionNumber: [0x00080050, 'SH'],
  Modality: [0x00080060, 'CS'],
  ModalitiesInStudy: [0x00080061, 'CS'],
  ReferringPhysicianName: [0x00080090, 'PN'],
  StudyDescription: [0x00081030, 'LO'],
  SeriesDescription: [0x0008103e, 'LO'],
  ReferencedSOPClassUID: [0x00081150, 'UI'],
  ReferencedSOPInstanceUID: [0x00081155, 'UI'],
  RetrieveURL: [0x00081190, 'UR'],
  FailureReason: [0x00081197, 'US'],
  FailedSOPSequence: [0x00081198, 'SQ'],
  ReferencedSOPSequence: [0x00081199, 'SQ'],
  TransactionUID: [0x00081195, 'UI'],
  AvailableTransferSyntaxUID: [0x00083002, 'UI'],
  PatientName: [0x00100010, 'PN'],
  PatientID: [0x00100020, 'LO'],
  PatientBirthDate: [0x00100030, 'DA'],
  PatientSex: [0x00100040, 'CS'],
  StudyInstanceUID: [0x0020000d, 'UI'],
  SeriesInstanceUID: [0x0020000e, 'UI'],
  StudyID: [0x00200010, 'SH'],
  SeriesNumber: [0x00200011, 'IS'],
  InstanceNumber: [0x00200013, 'IS'],
  NumberOfStudyRelatedSeries: [0x00201206, 'IS'],
  NumberOfStudyRelatedInstances: [0x00201208, 'IS'],
  NumberOfSeriesRelatedInstances: [0x00201209, 'IS'],
  NumberOfFrames: [0x00280008, 'IS'],
  Rows: [0x00280010, 'US'],
  Columns: [0x00280011, 'US'],
  BitsAllocated: [0x00280100, 'US'],
} as const satisfies Readonly<Record<string, readonly [number, TextVr | 'SQ' | 'US']>>;

export type AttributeKeyword = keyof typeof ATTRIBUTES;

/** Keyword of a tag in eight hexadecimal digits, or of a keyword itself; `undefined` when it is not known here. */
export function findKeyword(name: string): AttributeKeyword | undefined {
  return keywords.find((keyword) => keyword === name || tagOf(keyword) === name.toUpperCase());
}

const keywords = Object.keys(ATTRIBUTES).filter(isKeyword);

function isKeyword(name: string): name is AttributeKeyword {
  return Object.hasOwn(ATTRIBUTES, name);
}

function tagOf(keyword: AttributeKeyword): string {
  return ATTRIBUTES[keyword][0].toString(16).toUpperCase().padStart(8, '0');
}

/** Known attributes as elements to be written; others are left out. */
export function toDataElements(elements: Elements): DataElement[] {
  return Object.entries(elements).flatMap(([keyword, value]): DataElement[] => {
    if (!isKeyword(keyword)) return [];
    const [tag, vr] = ATTRIBUTES[keyword];
    if (vr === 'SQ') return [{ tag, vr, items: readItems(value).map(toDataElements) }];
    const values = readValues(value);
    if (vr === 'US') return [{ tag, vr, numbers: values.map(Number) }];
    return [{ tag, vr, text: values.join('\\') }];
  });
}

/** Known attributes in the DICOM JSON model (PS3.18 F.2). */
export function toDicomJson(elements: Elements): object {
  const known = Object.entries(elements).flatMap(([keyword, value]) => {
    if (!isKeyword(keyword)) return [];
    const vr = ATTRIBUTES[keyword][1];
    const list = vr === 'SQ' ? readItems(value).map(toDicomJson) : jsonValues(vr, value);
    return [[tagOf(keyword), list.length > 0 ? { vr, Value: list } : { vr }] as const];
  });
  return Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function jsonValues(vr: string, value: unknown): readonly unknown[] {
  const values = readValues(value);
  if (vr === 'PN') return values.map((one) => ({ Alphabetic: one }));
  return vr === 'IS' || vr === 'US' ? values.map(Number) : values;
}
