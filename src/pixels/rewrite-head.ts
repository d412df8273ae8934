import { type DataElement, encodeDataset } from '../protocols/dicom/data/encode-dataset.ts';
import type { ElementExtent } from './locate-pixel-data.ts';

/** Elements to set, by tag. */
export type Changes = Readonly<
  Record<
    number,
    | { readonly vr: 'CS' | 'DS' | 'UI'; readonly text: string }
    | { readonly vr: 'US'; readonly number: number }
  >
>;

/**
 * The elements in front of Pixel Data, explicit VR little endian, with some replaced or added in their place; all
 * others stay as they are, byte for byte.
 */
export function rewriteHead(
  dataset: Buffer,
  head: readonly ElementExtent[],
  changes: Changes,
): Buffer {
  const pieces = head
    .filter(({ tag }) => changes[tag] === undefined)
    .map(({ tag, startBytes, endBytes }) => ({
      tag,
      bytes: dataset.subarray(startBytes, endBytes),
    }));
  for (const [key, change] of Object.entries(changes)) {
    const tag = Number(key);
    const element: DataElement =
      change.vr === 'US'
        ? { tag, vr: change.vr, numbers: [change.number] }
        : { tag, vr: change.vr, text: change.text };
    pieces.push({ tag, bytes: encodeDataset([element], 'explicit-little-endian') });
  }
  pieces.sort((a, b) => a.tag - b.tag);
  return Buffer.concat(pieces.map(({ bytes }) => bytes));
}
