import {
  type DataElement,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
} from '../../protocols/dicom/index.ts';
import { toDataElements } from '../dicom/attributes.ts';
import { type Elements, readText } from '../dicom/read-values.ts';
import type { StoredObject } from '../dicom/services.ts';
import { SIMULATED_BANNER_ASCII } from '../identity.ts';
import { drawLines, type Picture } from '../papers/draw-lines.ts';
import { stripAccents } from '../papers/strip-accents.ts';

/** The picture of a synthetic instance: the banner, and which image of which study it is. */
export function drawInstance(attributes: Elements): Picture {
  const say = (keyword: string): string => stripAccents(readText(attributes, keyword) ?? '');
  return drawLines([
    SIMULATED_BANNER_ASCII,
    `${say('Modality')} ${say('StudyDate')} - ${say('InstanceNumber')}`,
    say('PatientID'),
  ]);
}

/** A whole object, with pixels, of the attributes of a synthetic instance (PS3.3 C.7.6.3). */
export function makeObject(attributes: Elements): StoredObject {
  const { width, height, pixels } = drawInstance(attributes);
  // Ultrasound has 8 bits a pixel, the other modalities here have 16 (PS3.3 C.8.5.6, C.8.2.1).
  const bits = readText(attributes, 'Modality') === 'US' ? 8 : 16;
  const image: DataElement[] = [
    { tag: 0x00280002, vr: 'US', numbers: [1] },
    { tag: 0x00280004, vr: 'CS', text: 'MONOCHROME2' },
    { tag: 0x00280010, vr: 'US', numbers: [height] },
    { tag: 0x00280011, vr: 'US', numbers: [width] },
    { tag: 0x00280100, vr: 'US', numbers: [bits] },
    { tag: 0x00280101, vr: 'US', numbers: [bits] },
    { tag: 0x00280102, vr: 'US', numbers: [bits - 1] },
    { tag: 0x00280103, vr: 'US', numbers: [0] },
    { tag: 0x00281050, vr: 'DS', text: '128' },
    { tag: 0x00281051, vr: 'DS', text: '256' },
    { tag: 0x7fe00010, vr: 'OW', bytes: bits === 8 ? padToEven(pixels) : widen(pixels) },
  ];
  const known = toDataElements({ ...attributes, SpecificCharacterSet: 'ISO_IR 192' });
  return {
    sopClassUid: readText(attributes, 'SOPClassUID') ?? '',
    sopInstanceUid: readText(attributes, 'SOPInstanceUID') ?? '',
    transferSyntax: EXPLICIT_VR_LITTLE_ENDIAN,
    elements: attributes,
    bytes: encodeDataset([...known, ...image], 'explicit-little-endian'),
  };
}

function widen(pixels: Buffer): Buffer {
  const words = Buffer.alloc(pixels.length * 2);
  for (const [at, value] of pixels.entries()) words.writeUInt16LE(value, at * 2);
  return words;
}

function padToEven(bytes: Buffer): Buffer {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
}
