import { EXPLICIT_VR_LITTLE_ENDIAN } from '../protocols/dicom/uids.ts';
import type { Loss } from './codec-task.ts';
import type { CodecThread } from './codec-thread.ts';
import { encapsulate } from './encapsulate.ts';
import { finishNative } from './finish-native.ts';
import { DEFAULT_PIXEL_LIMITS } from './limits.ts';
import { locatePixelData } from './locate-pixel-data.ts';
import { type CodedPixels, readPixels } from './read-pixels.ts';
import { type Changes, rewriteHead } from './rewrite-head.ts';
import { codingOf, type SyntaxCoding } from './syntax-coding.ts';

/** How a data set is compressed. */
export interface CompressOptions {
  /** For lossy syntaxes; moderate unless given. */
  readonly loss?: Loss;
  /** All frames together, in milliseconds; 60 seconds otherwise. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** A compressed data set, with attributes that say so (PS3.3 C.7.6.1.1.5, C.7.6.3). */
export interface CompressedDataset {
  readonly transferSyntaxUid: string;
  readonly dataset: Buffer;
}

type CompressedCoding = Exclude<SyntaxCoding, { format: 'native' }>;

const DEFAULT_DEADLINE_MS = 60_000;

/** Lossy Image Compression Method (PS3.3 C.7.6.1.1.5.1). */
const METHODS: Readonly<Record<'jpeg' | 'jpeg-ls' | 'jpeg2000' | 'htj2k', string>> = {
  jpeg: 'ISO_10918_1',
  'jpeg-ls': 'ISO_14495_1',
  jpeg2000: 'ISO_15444_1',
  htj2k: 'ISO_15444_15',
};

const USUAL_LOSS: Readonly<Record<'jpeg' | 'jpeg-ls' | 'jpeg2000', Loss>> = {
  jpeg: { kind: 'quality', quality: 90 },
  'jpeg-ls': { kind: 'near', near: 2 },
  jpeg2000: { kind: 'rate', rate: 10 },
};

/** @see PixelCodecs.compress */
export async function compressDataset(
  dataset: Buffer,
  transferSyntaxUid: string,
  options: CompressOptions,
  thread: CodecThread,
): Promise<CompressedDataset> {
  const coding = codingOf(transferSyntaxUid);
  if (coding === undefined || coding.format === 'native') {
    throw new RangeError(`${transferSyntaxUid} is not a transfer syntax that is encoded here`);
  }
  const reading = readPixels(
    { transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN, dataset },
    DEFAULT_PIXEL_LIMITS,
  );
  const place = locatePixelData(dataset, 'explicit-little-endian');
  if (!reading.pixels.ok) throw new Error(reading.pixels.fault.message);
  if (!place.ok) throw new Error(place.fault.message);
  const pixels = reading.pixels.value;
  const loss = chooseLoss(coding, options.loss);
  const frames = await encodeFrames(pixels, coding, loss, options, thread);
  const codedBytes = frames.reduce((sum, { length }) => sum + length, 0);
  const changes: Changes = {
    ...describeColour(pixels, coding),
    ...(loss !== undefined && describeLoss(coding, pixels.codedBytes / codedBytes)),
  };
  const head = rewriteHead(dataset, place.value.head, changes);
  return { transferSyntaxUid, dataset: Buffer.concat([head, encapsulate(frames)]) };
}

function chooseLoss(coding: CompressedCoding, given: Loss | undefined): Loss | undefined {
  if (coding.format === 'rle' || coding.lossless) {
    if (given !== undefined) throw new RangeError('a lossless transfer syntax takes no loss');
    return undefined;
  }
  return given ?? USUAL_LOSS[coding.format];
}

async function encodeFrames(
  { layout, frames }: CodedPixels,
  coding: CompressedCoding,
  loss: Loss | undefined,
  { deadlineMs = DEFAULT_DEADLINE_MS, signal }: CompressOptions,
  thread: CodecThread,
): Promise<readonly Buffer[]> {
  const untilMs = performance.now() + deadlineMs;
  const patience = { untilMs, ...(signal === undefined ? {} : { signal }) };
  const isHt = coding.format === 'jpeg2000' && coding.highThroughput;
  const progression = coding.format === 'jpeg2000' ? coding.progression : undefined;
  const encoded: Buffer[] = [];
  for (const { bytes } of frames) {
    const one = await thread.run(
      {
        kind: 'encode',
        format: isHt ? 'htj2k' : coding.format,
        layout: { ...layout, planar: false },
        bytes: finishNative(bytes, layout),
        ...(loss === undefined ? {} : { loss }),
        ...(progression === undefined ? {} : { progression }),
      },
      patience,
    );
    signal?.throwIfAborted();
    if (!one.ok) throw new Error(one.fault.message);
    encoded.push(one.value);
  }
  return encoded;
}

/** Colour as the encoders leave it: transformed by JPEG 2000 and lossy JPEG, as it was by the others. */
function describeColour({ layout }: CodedPixels, coding: CompressedCoding): Changes {
  if (layout.samplesPerPixel === 1) return {};
  const lossless = coding.format === 'rle' || coding.lossless;
  const photometric =
    coding.format === 'jpeg2000'
      ? lossless
        ? 'YBR_RCT'
        : 'YBR_ICT'
      : coding.format === 'jpeg' && !lossless
        ? 'YBR_FULL_422'
        : 'RGB';
  return {
    2621444: { vr: 'CS', text: photometric },
    2621446: { vr: 'US', number: 0 },
  };
}

function describeLoss(coding: CompressedCoding, ratio: number): Changes {
  if (coding.format === 'rle') return {};
  const isHt = coding.format === 'jpeg2000' && coding.highThroughput;
  return {
    2629904: { vr: 'CS', text: '01' },
    2629906: { vr: 'DS', text: ratio.toFixed(2) },
    2629908: { vr: 'CS', text: METHODS[isHt ? 'htj2k' : coding.format] },
  };
}
