import { encodeDataset } from '../protocols/dicom/data/encode-dataset.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLEMENTATION_CLASS_UID,
  IMPLEMENTATION_VERSION,
} from '../protocols/dicom/uids.ts';
import { ATTRIBUTES } from './attributes.ts';
import type { PixelSource, SyntheticObject } from './synthetic-object.ts';
import { type AttributeValues, toElements } from './to-elements.ts';

/** The one encoding of our objects (PS3.5 A.2). */
export const SYNTHETIC_TRANSFER_SYNTAX = EXPLICIT_VR_LITTLE_ENDIAN;

const PREAMBLE_BYTES = 128;

function encode(values: AttributeValues, form?: SyntheticObject['textForm']): Buffer {
  return encodeDataset(toElements(values, form), 'explicit-little-endian');
}

/** Header of Pixel Data with a length of 32 bits (PS3.5 7.1.2). */
function encodePixelHeader({ vr, lengthBytes }: PixelSource): Buffer {
  const header = encodeDataset(
    [{ tag: ATTRIBUTES.PixelData[0], vr, bytes: Buffer.alloc(0) }],
    'explicit-little-endian',
  );
  header.writeUInt32LE(lengthBytes + (lengthBytes % 2), header.length - 4);
  return header;
}

/**
 * The data set in pieces that follow each other: first all but the pixels, then frame after frame, then the padding.
 * Each piece is good only until the next is asked for.
 * @throws RangeError for a value that does not fit, or frames that are not as long as announced
 */
export function* encodePieces(object: SyntheticObject): Generator<Buffer> {
  const head = encode(object.attributes, object.textForm);
  const { pixels } = object;
  if (pixels === undefined) {
    yield head;
    return;
  }
  yield Buffer.concat([head, encodePixelHeader(pixels)]);
  let pixelBytes = 0;
  for (const frame of pixels.frames()) {
    pixelBytes += frame.length;
    yield frame;
  }
  if (pixelBytes !== pixels.lengthBytes) {
    throw new RangeError(`${object.name} has ${pixelBytes} of ${pixels.lengthBytes} pixel bytes`);
  }
  if (pixelBytes % 2 === 1) yield Buffer.alloc(1);
}

/** The data set as a C-STORE carries it, in explicit VR little endian; for objects that fit into memory. */
export function encodeObject(object: SyntheticObject): Buffer {
  const pieces: Buffer[] = [];
  // A copy, since a source may draw the next frame into the same memory.
  for (const piece of encodePieces(object)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Preamble, prefix and File Meta Information (PS3.10 7.1). */
export function encodeFileMeta(object: SyntheticObject): Buffer {
  const meta = encode({
    FileMetaInformationVersion: Buffer.from([0, 1]),
    MediaStorageSOPClassUID: object.sopClassUid,
    MediaStorageSOPInstanceUID: object.sopInstanceUid,
    TransferSyntaxUID: SYNTHETIC_TRANSFER_SYNTAX,
    ImplementationClassUID: IMPLEMENTATION_CLASS_UID,
    ImplementationVersionName: IMPLEMENTATION_VERSION,
  });
  return Buffer.concat([
    Buffer.alloc(PREAMBLE_BYTES),
    Buffer.from('DICM', 'latin1'),
    encode({ FileMetaInformationGroupLength: meta.length }),
    meta,
  ]);
}

/** The whole file; for objects that fit into memory. */
export function encodeFile(object: SyntheticObject): Buffer {
  return Buffer.concat([encodeFileMeta(object), encodeObject(object)]);
}
