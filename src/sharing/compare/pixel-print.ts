import { createHash } from 'node:crypto';
import type { DecodedImage, ImageLayout, PixelCodecs } from '../../pixels/index.ts';
import { TRANSFER_SYNTAXES } from '../../protocols/dicom/index.ts';
import type { FetchedObject } from '../pacs/fetch-study.ts';

/** What is kept of one image to compare it with another copy: hashes and how it says it was compressed. */
export type PixelPrint =
  /** A report, a presentation state: nothing to compare. */
  | { readonly kind: 'no-pixels' }
  | { readonly kind: 'not-read' }
  | {
      readonly kind: 'pixels';
      /** SHA-256 of the stored values, whatever they were coded in. */
      readonly sha256: string;
      /** Coded in a syntax that loses data. */
      readonly inLossySyntax: boolean;
      /** Lossy Image Compression 01 (PS3.3 C.7.6.1.1.5). */
      readonly declaredLossy: boolean;
      /** Lossy compressions that the object lists (0028,2112); one more for each time. */
      readonly lossySteps: number;
    };

const DECODE_MS = 120_000;
const LOSSY: ReadonlySet<string> = new Set(
  TRANSFER_SYNTAXES.filter(({ coding }) => coding === 'lossy').map(({ uid }) => uid),
);

/** Decodes an image and keeps its print; its pixels go with the object. */
export async function printPixels(
  { object, dataset, transferSyntaxUid }: FetchedObject,
  codecs: PixelCodecs,
  signal: AbortSignal,
): Promise<PixelPrint> {
  if (object === undefined || dataset === undefined) return { kind: 'not-read' };
  if (object.pixels === 'none') return { kind: 'no-pixels' };
  const decoded = await codecs.decode(
    { dataset, transferSyntaxUid },
    { deadlineMs: DECODE_MS, signal },
  );
  if (!decoded.ok) return { kind: 'not-read' };
  const ratios = object.text('lossyImageCompressionRatio')?.trim() ?? '';
  return {
    kind: 'pixels',
    sha256: hashPixels(decoded.image),
    inLossySyntax: LOSSY.has(transferSyntaxUid),
    declaredLossy: object.text('lossyImageCompression')?.trim() === '01',
    lossySteps: ratios === '' ? 0 : ratios.split('\\').length,
  };
}

/** Bits that are not stored (PS3.5 8.1.1) do not count: archives may clear or keep them. */
function hashPixels({ layout, frames }: DecodedImage): string {
  const { rows, columns, samplesPerPixel, bitsStored, signed, photometric } = layout;
  const hash = createHash('sha256').update(
    JSON.stringify([
      rows,
      columns,
      frames.length,
      samplesPerPixel,
      bitsStored,
      signed,
      photometric,
    ]),
  );
  for (const frame of frames) hash.update(clearUnstored(frame, layout));
  return hash.digest('hex');
}

function clearUnstored(frame: Buffer, layout: ImageLayout): Buffer {
  const { rows, columns, samplesPerPixel, bitsAllocated, bitsStored, highBit } = layout;
  const samples = rows * columns * samplesPerPixel;
  const down = highBit + 1 - bitsStored;
  if (bitsAllocated === bitsStored) return frame.subarray(0, (samples * bitsAllocated) / 8);
  const mask = 2 ** bitsStored - 1;
  const clean = Buffer.alloc(samples * 2);
  for (let at = 0; at < samples; at += 1) {
    const word = bitsAllocated === 8 ? frame.readUInt8(at) : frame.readUInt16LE(at * 2);
    clean.writeUInt16LE((word >>> down) & mask, at * 2);
  }
  return clean;
}
