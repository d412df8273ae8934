import { type ReadDataset, readDataset } from '../../protocols/dicom/index.ts';
import {
  encodeFile,
  encodeObject,
  makeCrViews,
  makeCtSeries,
  makeReport,
  makeSecondaryCapture,
  makeUsMultiframe,
  planStudy,
  type SyntheticObject,
  type SyntheticStudy,
} from '../../synthetic/index.ts';
import type { StudyIdentity } from '../../test-study/index.ts';

const PIXEL_DATA = 0x7fe00010;
const NUMBER_OF_FRAMES = 0x00280008;
const ROWS = 0x00280010;
const COLUMNS = 0x00280011;

/** One object of the test study, as sent. */
export interface TestObject extends SyntheticObject {
  readonly file: Buffer;
  readonly bytes: Buffer;
  readonly dataset: ReadDataset;
  /** Absent for a report. */
  readonly image?: {
    readonly widthPixels: number;
    readonly heightPixels: number;
    /** Uncompressed, frame by frame. */
    readonly frames: readonly Buffer[];
  };
}

/** The study that goes to one endpoint. */
export interface TestStudy {
  readonly study: SyntheticStudy;
  readonly objects: readonly TestObject[];
  readonly identity: StudyIdentity;
}

/** Makes a new study of the test patient: one object or two of each kind that a PACS meets daily. */
export function makeTestStudy(): TestStudy {
  const study = planStudy();
  const ct = makeCtSeries(study, { slices: 2 });
  const made = [
    ...ct,
    ...makeCrViews(study).slice(0, 1),
    ...makeUsMultiframe(study, { frames: 4 }),
    makeSecondaryCapture(study, { colours: 'rgb' }),
    makeReport(study, { kind: 'basic-text', images: ct }),
  ];
  const objects = made.map(readBack);
  const { accessionNumber, patientId, studyInstanceUid } = study;
  const instances = objects.map(({ seriesInstanceUid, sopClassUid, sopInstanceUid }) => ({
    seriesInstanceUid,
    sopClassUid,
    sopInstanceUid,
  }));
  return { study, objects, identity: { accessionNumber, instances, patientId, studyInstanceUid } };
}

/** The objects series by series, in their order. */
export function listSeries({ objects }: TestStudy): readonly (readonly TestObject[])[] {
  const series = new Map<string, TestObject[]>();
  for (const object of objects) {
    const known = series.get(object.seriesInstanceUid);
    if (known === undefined) series.set(object.seriesInstanceUid, [object]);
    else known.push(object);
  }
  return [...series.values()];
}

function readBack(object: SyntheticObject): TestObject {
  const bytes = encodeObject(object);
  const read = readDataset(bytes, 'explicit-little-endian');
  if (!read.ok) throw new Error(`our own object cannot be read: ${read.message}`);
  const { dataset } = read;
  const image = readImage(dataset);
  const file = encodeFile(object);
  return { ...object, file, bytes, dataset, ...(image === undefined ? {} : { image }) };
}

function readImage(dataset: ReadDataset): TestObject['image'] {
  const pixels = dataset.elements.get(PIXEL_DATA)?.raw;
  const height = dataset.elements.get(ROWS)?.raw.readUInt16LE();
  const width = dataset.elements.get(COLUMNS)?.raw.readUInt16LE();
  if (pixels === undefined || height === undefined || width === undefined) return undefined;
  const count = Number(dataset.text(NUMBER_OF_FRAMES) ?? 1);
  const frameBytes = Math.floor(pixels.length / count);
  const frames = Array.from({ length: count }, (_, index) =>
    pixels.subarray(index * frameBytes, (index + 1) * frameBytes),
  );
  return { widthPixels: width, heightPixels: height, frames };
}
