import type { DecodedImage, PixelCodecs } from '../../pixels/index.ts';
import {
  type DataElement,
  EXPLICIT_VR_LITTLE_ENDIAN as EXPLICIT,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
} from '../../protocols/dicom/index.ts';
import { planStudy, type SyntheticObject, type SyntheticStudy } from '../../synthetic/index.ts';
import { toElements } from '../../synthetic/to-elements.ts';
import type { StudyIdentity } from '../../test-study/index.ts';
import { type AskedSyntax, storedSyntaxes } from './syntaxes.ts';
import { makeTestImages } from './test-images.ts';

const PIXEL_DATA = 0x7fe00010;

/** An image's data set in one transfer syntax. */
export interface SendableForm {
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

/** One image of the study. */
export interface TestImage {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** How it can be sent, the preferred way first. */
  readonly forms: readonly SendableForm[];
  /** Its pixels, with which what comes back is compared. */
  readonly original: DecodedImage;
}

/** A copy that is stored compressed. */
export interface CompressedCopy {
  readonly syntax: AskedSyntax;
  readonly image: TestImage;
}

/** The study of one step. */
export interface CompressionStudy {
  readonly identity: StudyIdentity;
  readonly images: readonly TestImage[];
  readonly copies: readonly CompressedCopy[];
}

/** Makes a new study of the test patient: one image of each kind, and copies of the CT that are compressed already. */
export async function makeCompressionStudy(codecs: PixelCodecs): Promise<CompressionStudy> {
  const study = planStudy();
  const objects = makeTestImages(study);
  const images: TestImage[] = [];
  for (const object of objects) images.push(await toImage(object, codecs));
  const [ct] = objects;
  if (ct === undefined) throw new Error('the test study has no CT');
  const copies: CompressedCopy[] = [];
  for (const [index, syntax] of storedSyntaxes.entries()) {
    const object = copyObject(study, ct, index);
    const image = await toImage(object, codecs);
    const compressed = await codecs.compress(encodeForm(object, EXPLICIT), syntax.uid);
    copies.push({ syntax, image: { ...image, forms: [compressed] } });
  }
  const { studyInstanceUid, patientId, accessionNumber } = study;
  const instances = [...images, ...copies.map(({ image }) => image)].map(
    ({ sopClassUid, sopInstanceUid, seriesInstanceUid }) => ({
      sopClassUid,
      sopInstanceUid,
      seriesInstanceUid,
    }),
  );
  return {
    identity: { studyInstanceUid, patientId, accessionNumber, instances },
    images,
    copies,
  };
}

async function toImage(object: SyntheticObject, codecs: PixelCodecs): Promise<TestImage> {
  const { sopClassUid, sopInstanceUid, seriesInstanceUid } = object;
  const forms = [EXPLICIT, IMPLICIT_VR_LITTLE_ENDIAN].map((transferSyntaxUid) => ({
    transferSyntaxUid,
    dataset: encodeForm(object, transferSyntaxUid),
  }));
  const [form] = forms;
  const decoding = form && (await codecs.decode(form));
  if (!decoding?.ok) throw new Error(`${object.name} does not decode`);
  return { sopClassUid, sopInstanceUid, seriesInstanceUid, forms, original: decoding.image };
}

/** Not every archive takes explicit VR: only the implicit one is everybody's (PS3.5 10.1). */
function encodeForm({ attributes, pixels, textForm }: SyntheticObject, syntax: string): Buffer {
  const elements: DataElement[] = toElements(attributes, textForm);
  if (pixels !== undefined) {
    // Copies, since the next frame may be drawn into the same memory.
    const frames = Array.from(pixels.frames(), (frame) => Buffer.from(frame));
    elements.push({ tag: PIXEL_DATA, vr: pixels.vr, bytes: Buffer.concat(frames) });
  }
  const isExplicit = syntax === EXPLICIT;
  return encodeDataset(elements, isExplicit ? 'explicit-little-endian' : 'implicit-little-endian');
}

/** The same image in a series of its own, so that it can be asked for alone. */
function copyObject(
  study: SyntheticStudy,
  object: SyntheticObject,
  index: number,
): SyntheticObject {
  const sopInstanceUid = study.uid(`compressed-instance/${index}`);
  const seriesInstanceUid = study.uid(`compressed-series/${index}`);
  return {
    ...object,
    sopInstanceUid,
    seriesInstanceUid,
    attributes: {
      ...object.attributes,
      SOPInstanceUID: sopInstanceUid,
      SeriesInstanceUID: seriesInstanceUid,
      SeriesNumber: 101 + index,
    },
  };
}
