import { frameBytes, type ImageLayout, readLayout } from '../../pixels/image-layout.ts';
import { DEFAULT_PIXEL_LIMITS } from '../../pixels/limits.ts';
import { locatePixelData } from '../../pixels/locate-pixel-data.ts';
import { chooseEncoding, type ReadDataset, readDataset } from '../../protocols/dicom/index.ts';
import type { StoredObject } from '../dicom/services.ts';

const PIXEL_DATA = 0x7fe00010;

/** An object's attributes and, where it is an image, how its pixels lie. */
export interface OpenedObject {
  /** With Pixel Data where it is not encapsulated. */
  readonly attributes: ReadDataset;
  readonly layout?: ImageLayout;
  readonly isEncapsulated: boolean;
}

/** Reads an object; `undefined` for bytes that are no data set. */
export function openObject({ bytes, transferSyntax }: StoredObject): OpenedObject | undefined {
  const encoding = chooseEncoding(transferSyntax);
  if (encoding === undefined) return undefined;
  const place = locatePixelData(bytes, encoding);
  const isEncapsulated = place.ok && place.value.lengthBytes === undefined;
  const end = isEncapsulated ? place.value.startBytes : bytes.length;
  const read = readDataset(bytes.subarray(0, end), encoding);
  if (!read.ok) return undefined;
  const layout = place.ok ? readLayout(read.dataset, DEFAULT_PIXEL_LIMITS) : undefined;
  return {
    attributes: read.dataset,
    ...(layout?.ok && { layout: layout.value }),
    isEncapsulated,
  };
}

/** The frames of an image that is not encapsulated, as they are stored; `undefined` when it has none or too little. */
export function listNativeFrames(object: StoredObject): readonly Buffer[] | undefined {
  const opened = openObject(object);
  const pixels = opened?.attributes.elements.get(PIXEL_DATA)?.raw;
  if (opened?.layout === undefined || opened.isEncapsulated || pixels === undefined)
    return undefined;
  const { layout } = opened;
  const size = frameBytes(layout);
  if (pixels.length < size * layout.frames) return undefined;
  return Array.from({ length: layout.frames }, (_, frame) =>
    pixels.subarray(frame * size, (frame + 1) * size),
  );
}
