import {
  type DataElement,
  encodeDataset,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type ReadDataset,
  readDataset,
} from '../../protocols/dicom/index.ts';
import {
  makeCompleteStudy,
  makeSecondaryCapture,
  planStudy,
  SMALLEST_IMAGE,
  type SyntheticObject,
  type SyntheticStudy,
  type TextForm,
} from '../../synthetic/index.ts';
import { toElements } from '../../synthetic/to-elements.ts';
import type { StudyIdentity } from '../../test-study/index.ts';
import { identifyStudy } from '../shared/identify-study.ts';

/** A test study as it is sent. */
export interface ExchangeStudy {
  readonly textForm: TextForm;
  readonly identity: StudyIdentity;
  readonly objects: readonly SyntheticObject[];
}

/** An object with the very bytes that were sent. */
export interface SentObject {
  readonly object: SyntheticObject;
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

/** A name with letters that smaller character sets lack (Đ, Ặ, Ư, Ớ); it also says what it is. */
const physician = 'ĐẶNG ƯỚC ÁNH^KIỂM THỬ';
/** Apart from the composed study's patient, so that a patient's one record cannot mix the two forms. */
const decomposedPatientId = 'RISPACS-TEST-NFD';
const pixelData = 0x7fe00010;
const privateCreator = 'RISPACS TEST';

/**
 * The two studies of one step: the complete one in composed letters (NFC), and one small image in decomposed letters
 * (NFD), as some input methods and systems write them.
 */
export function makeStudies(): {
  readonly composed: ExchangeStudy;
  readonly decomposed: ExchangeStudy;
} {
  const composed = planStudy();
  const decomposed = planStudy({ textForm: 'NFD', patientId: decomposedPatientId });
  const small = { colours: 'grey', ...SMALLEST_IMAGE } as const;
  return {
    composed: describe(composed, makeCompleteStudy(composed)),
    decomposed: describe(decomposed, [makeSecondaryCapture(decomposed, small)]),
  };
}

/**
 * The data set in one of the two uncompressed little endian encodings. CT images carry private elements: an archive
 * that is to be neutral hands back what it does not know.
 */
export function encodeForSending(object: SyntheticObject, transferSyntaxUid: string): Buffer {
  const { attributes, textForm, pixels, modality } = object;
  const elements: DataElement[] = [
    ...toElements(attributes, textForm),
    ...(modality === 'CT' ? privateElements : []),
  ];
  if (pixels !== undefined) {
    // A copy, since the next frame may be drawn into the same memory.
    const frames = [...mapFrames(pixels.frames())];
    elements.push({ tag: pixelData, vr: pixels.vr, bytes: Buffer.concat(frames) });
  }
  const isImplicit = transferSyntaxUid === IMPLICIT_VR_LITTLE_ENDIAN;
  return encodeDataset(elements, isImplicit ? 'implicit-little-endian' : 'explicit-little-endian');
}

/** The attributes of an object as a reader sees them, without pixels. */
export function readAttributes({ attributes, textForm }: SyntheticObject): ReadDataset {
  const encoding = 'explicit-little-endian';
  const read = readDataset(encodeDataset(toElements(attributes, textForm), encoding), encoding);
  if (!read.ok) throw new Error(read.message);
  return read.dataset;
}

const privateElements: readonly DataElement[] = [
  { tag: 0x00290010, vr: 'LO', text: privateCreator },
  { tag: 0x00291001, vr: 'LO', text: 'Thẻ riêng kiểm thử' },
  { tag: 0x00291002, vr: 'DS', text: '1.2500' },
];

function* mapFrames(frames: Iterable<Buffer>): Generator<Buffer> {
  for (const frame of frames) yield Buffer.from(frame);
}

function describe(study: SyntheticStudy, objects: readonly SyntheticObject[]): ExchangeStudy {
  return {
    textForm: study.textForm,
    identity: identifyStudy(study, objects),
    // A study level attribute: the same in all objects.
    objects: objects.map((object) => ({
      ...object,
      attributes: { ...object.attributes, ReferringPhysicianName: physician },
    })),
  };
}
