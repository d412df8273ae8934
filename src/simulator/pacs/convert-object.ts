import type { DecodedImage, PixelCodecs } from '../../pixels/index.ts';
import { locatePixelData } from '../../pixels/locate-pixel-data.ts';
import { type Changes, rewriteHead } from '../../pixels/rewrite-head.ts';
import {
  chooseEncoding,
  EXPLICIT_VR_LITTLE_ENDIAN,
  encodeDataset,
} from '../../protocols/dicom/index.ts';
import type { StoredObject } from '../dicom/services.ts';

const PIXEL_DATA = 0x7fe00010;

/** Whether the pixels of a transfer syntax are encapsulated (PS3.5 A.4). */
export function isCompressed(transferSyntaxUid: string): boolean {
  return /^1\.2\.840\.10008\.1\.2\.(4\.\d+|5)$/.test(transferSyntaxUid);
}

/**
 * The same image in explicit VR little endian; `undefined` when its pixels cannot be decoded.
 * @throws Error when the codec library cannot be loaded
 */
export async function decompressObject(
  object: StoredObject,
  codecs: PixelCodecs,
): Promise<StoredObject | undefined> {
  const { transferSyntax: transferSyntaxUid, bytes: dataset } = object;
  const encoding = chooseEncoding(transferSyntaxUid);
  const place = encoding && locatePixelData(dataset, encoding);
  const decoding = await codecs.decode({ transferSyntaxUid, dataset });
  if (place?.ok !== true || !decoding.ok) return undefined;
  const head = rewriteHead(dataset, place.value.head, describeSamples(decoding.image));
  return {
    ...object,
    transferSyntax: EXPLICIT_VR_LITTLE_ENDIAN,
    bytes: Buffer.concat([head, encodePixels(decoding.image)]),
  };
}

/**
 * An image of explicit VR little endian in a compressed transfer syntax, with the attributes that say so;
 * `undefined` for what the syntax cannot hold, and for objects without pixels.
 */
export async function compressObject(
  object: StoredObject,
  transferSyntaxUid: string,
  codecs: PixelCodecs,
): Promise<StoredObject | undefined> {
  try {
    const { dataset } = await codecs.compress(object.bytes, transferSyntaxUid);
    return { ...object, transferSyntax: transferSyntaxUid, bytes: dataset };
  } catch {
    // Samples that the format cannot hold: such a sub-operation fails, and nothing more can be said to the caller.
    return undefined;
  }
}

/** A data set in explicit VR little endian with some attributes of its head set; as it is without pixels. */
export function setAttributes(object: StoredObject, changes: Changes): StoredObject {
  const place = locatePixelData(object.bytes, 'explicit-little-endian');
  if (!place.ok) return object;
  const head = rewriteHead(object.bytes, place.value.head, changes);
  return { ...object, bytes: Buffer.concat([head, object.bytes.subarray(place.value.startBytes)]) };
}

/** Colour comes decoded as RGB, samples of a pixel together. */
function describeSamples({ layout }: DecodedImage): Changes {
  if (layout.samplesPerPixel === 1) return {};
  return {
    2621444: { vr: 'CS', text: layout.photometric },
    2621446: { vr: 'US', number: 0 },
  };
}

function encodePixels({ frames }: DecodedImage): Buffer {
  const bytes = Buffer.concat(frames);
  const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
  return encodeDataset([{ tag: PIXEL_DATA, vr: 'OW', bytes: padded }], 'explicit-little-endian');
}
