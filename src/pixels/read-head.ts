import { chooseEncoding } from '../protocols/dicom/data/choose-encoding.ts';
import { type ReadDataset, readDataset } from '../protocols/dicom/data/read-dataset.ts';
import { fault, type Read, read } from './fault.ts';
import { locatePixelData, type PixelDataPlace } from './locate-pixel-data.ts';

/** An object with pixels: its data set without file meta information, and the transfer syntax it is said to be in. */
export interface EncodedObject {
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

/** What stands in front of an image's pixels, and where they are. */
export interface ImageHead {
  readonly attributes: ReadDataset;
  readonly place: PixelDataPlace;
}

/** Reads the attributes in front of Pixel Data. Never throws for a peer's bytes. */
export function readHead({ dataset, transferSyntaxUid }: EncodedObject): Read<ImageHead> {
  const encoding = chooseEncoding(transferSyntaxUid);
  if (encoding === undefined) return fault('unsupported-syntax', transferSyntaxUid);
  const located = locatePixelData(dataset, encoding);
  if (!located.ok) return located;
  const head = readDataset(dataset.subarray(0, located.value.startBytes), encoding);
  return head.ok
    ? read({ attributes: head.dataset, place: located.value })
    : fault('unreadable-dataset', head.message);
}
