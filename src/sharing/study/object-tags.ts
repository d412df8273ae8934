/** What is read of each object, by tag. Values stay in memory while a study is read and go nowhere else. */
export const TAG = {
  specificCharacterSet: 0x00080005,
  imageType: 0x00080008,
  sopClassUid: 0x00080016,
  sopInstanceUid: 0x00080018,
  studyDate: 0x00080020,
  acquisitionDate: 0x00080022,
  contentDate: 0x00080023,
  acquisitionDateTime: 0x0008002a,
  studyTime: 0x00080030,
  acquisitionTime: 0x00080032,
  contentTime: 0x00080033,
  modality: 0x00080060,
  derivationDescription: 0x00082111,
  patientName: 0x00100010,
  patientId: 0x00100020,
  issuerOfPatientId: 0x00100021,
  patientBirthDate: 0x00100030,
  patientSex: 0x00100040,
  studyInstanceUid: 0x0020000d,
  seriesInstanceUid: 0x0020000e,
  instanceNumber: 0x00200013,
  acquisitionNumber: 0x00200012,
  imagePosition: 0x00200032,
  imageOrientation: 0x00200037,
  seriesInStudy: 0x00201206,
  objectsInStudy: 0x00201208,
  objectsInSeries: 0x00201209,
  samplesPerPixel: 0x00280002,
  photometricInterpretation: 0x00280004,
  numberOfFrames: 0x00280008,
  rows: 0x00280010,
  columns: 0x00280011,
  bitsAllocated: 0x00280100,
  lossyImageCompression: 0x00282110,
  lossyImageCompressionRatio: 0x00282112,
} as const;

export type ObjectTag = keyof typeof TAG;
export const WANTED_TAGS: ReadonlySet<number> = new Set(Object.values(TAG));

const BINARY_SHORTS: ReadonlySet<ObjectTag> = new Set([
  'samplesPerPixel',
  'rows',
  'columns',
  'bitsAllocated',
]);

/** The number of an element, US or IS (PS3.5 6.2); `undefined` when it is absent or none. */
export function readTagNumber(tag: ObjectTag, raw: Buffer | undefined): number | undefined {
  if (raw === undefined) return undefined;
  if (BINARY_SHORTS.has(tag)) return raw.length >= 2 ? raw.readUInt16LE(0) : undefined;
  const said = raw.toString('latin1').replace(/\0+$/, '').trim();
  return /^[+-]?\d{1,12}$/.test(said) ? Number(said) : undefined;
}
