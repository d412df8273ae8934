import {
  compareImages,
  type DecodedImage,
  type PixelDecoding,
  type PixelFaultKind,
  readHead,
} from '../../pixels/index.ts';
import type { DicomCompressionRow } from './facts.ts';
import type { ImageRequest, ReceivedImage } from './retrieval.ts';
import type { Session } from './session.ts';

/** What the images themselves show. */
export type ImageFacts = Pick<
  DicomCompressionRow,
  | 'encoded'
  | 'decoded'
  | 'pixelsEqual'
  | 'maxDifference'
  | 'psnrDb'
  | 'lossyFlag'
  | 'ratioFlag'
  | 'methodFlag'
  | 'compressedRatio'
  | 'defect'
>;

/** One image after it was looked at. */
interface ExaminedImage {
  /** Absent when it could not be told. */
  readonly encoded?: boolean;
  /** Absent when it is beyond what this tool decodes, or takes the time to. */
  readonly decoded?: boolean;
  /** Absent when it does not decode. */
  readonly equal?: boolean;
  readonly maxDifference?: number;
  readonly psnrDb?: number;
  readonly lossy?: string;
  readonly ratio: boolean;
  readonly method: boolean;
  readonly nativeBytes: number;
  /** Of an image that decodes. */
  readonly codedBytes?: number;
  /** What is wrong, as a code, and the technical detail. */
  readonly defect?: { readonly code: string; readonly detail: string };
}

/** Faults that say something about this tool, nothing about the image. */
const OURS: readonly PixelFaultKind[] = [
  'unsupported-syntax',
  'unsupported-image',
  'too-large',
  'timed-out',
  'cancelled',
];

const LOSSY = 0x00282110;
const RATIO = 0x00282112;
const METHOD = 0x00282114;

/** Decodes what came, and compares it with what was stored. */
export async function examineImages(
  session: Session,
  request: ImageRequest,
  received: readonly ReceivedImage[],
): Promise<{ readonly facts: ImageFacts; readonly details: readonly string[] }> {
  const examined: ExaminedImage[] = [];
  for (const image of received) examined.push(await examineImage(session, request, image));
  const details = examined.flatMap(({ defect }) =>
    defect ? [`${defect.code}: ${defect.detail}`] : [],
  );
  return { facts: summarise(examined), details: [...new Set(details)] };
}

async function examineImage(
  session: Session,
  { images, transferSyntaxUids }: ImageRequest,
  received: ReceivedImage,
): Promise<ExaminedImage> {
  const { transferSyntaxUid, sopClassUid } = received;
  // Lossy compression may have given it another SOP Instance UID; each of our images has a SOP class of its own.
  const original = images.find((image) => image.sopClassUid === sopClassUid)?.original;
  const decoding = await session.codecs.decode(received, {
    deadlineMs: session.patience.decodeMs,
    signal: session.context.signal,
  });
  session.context.signal.throwIfAborted();
  const isAsked = transferSyntaxUids.includes(transferSyntaxUid);
  const encoded = isAsked ? decoding.coding?.asDeclared : false;
  const flags = readFlags(received);
  const nativeBytes = original === undefined ? 0 : countBytes(original);
  const compared = original === undefined ? undefined : compare(original, decoding);
  const defect = isAsked
    ? findDefect(decoding, compared?.because)
    : { code: 'other-syntax', detail: transferSyntaxUid };
  return {
    ...(encoded !== undefined && { encoded }),
    ...((decoding.ok || !OURS.includes(decoding.fault.kind)) && { decoded: decoding.ok }),
    ...compared?.facts,
    ...flags,
    nativeBytes,
    ...(decoding.ok && { codedBytes: decoding.codedBytes }),
    ...(defect !== undefined && { defect }),
  };
}

function countBytes({ frames }: DecodedImage): number {
  return frames.reduce((sum, { length }) => sum + length, 0);
}

function compare(original: DecodedImage, decoding: PixelDecoding) {
  if (!decoding.ok) return undefined;
  const compared = compareImages(original, decoding.image);
  if (compared.kind === 'not-comparable') {
    return { facts: { equal: false }, because: compared.because };
  }
  const { equal, maxDifference, psnrDb } = compared;
  return { facts: { equal, maxDifference, ...(psnrDb !== undefined && { psnrDb }) } };
}

function findDefect(decoding: PixelDecoding, because: string | undefined): ExaminedImage['defect'] {
  const { coding } = decoding;
  if (coding?.asDeclared === false) return { code: coding.defect, detail: coding.message };
  if (!decoding.ok) return { code: decoding.fault.kind, detail: decoding.fault.message };
  return because === undefined
    ? undefined
    : { code: `other-${because}`, detail: `another ${because} than was stored` };
}

function readFlags(received: ReceivedImage): Pick<ExaminedImage, 'lossy' | 'ratio' | 'method'> {
  const head = readHead(received);
  const text = (tag: number): string =>
    (head.ok ? head.value.attributes.text(tag) : undefined)?.trim() ?? '';
  const lossy = text(LOSSY);
  return {
    ...(lossy !== '' && { lossy }),
    ratio: text(RATIO) !== '',
    method: text(METHOD) !== '',
  };
}

/** One row for all images: what holds for every one of them, and the worst of what is measured. */
function summarise(images: readonly ExaminedImage[]): ImageFacts {
  if (images.length === 0) return {};
  const encoded = conclude(images.map((image) => image.encoded));
  const decoded = conclude(images.map((image) => image.decoded));
  const pixelsEqual = conclude(images.map(({ equal }) => equal));
  const differences = images.flatMap(({ maxDifference }) => maxDifference ?? []);
  const noise = images.flatMap(({ psnrDb }) => psnrDb ?? []);
  const lossyFlag = readLossyFlag(images);
  const measured = images.filter(({ codedBytes, nativeBytes }) => codedBytes && nativeBytes);
  const native = measured.reduce((sum, { nativeBytes }) => sum + nativeBytes, 0);
  const coded = measured.reduce((sum, { codedBytes = 0 }) => sum + codedBytes, 0);
  const defect = images.find((image) => image.defect !== undefined)?.defect?.code;
  return {
    ...(encoded !== undefined && { encoded }),
    ...(decoded !== undefined && { decoded }),
    ...(pixelsEqual !== undefined && { pixelsEqual }),
    // A largest difference of some of them would read as that of all.
    ...(differences.length === images.length && { maxDifference: Math.max(...differences) }),
    ...(noise.length > 0 && { psnrDb: round(Math.min(...noise)) }),
    ...(lossyFlag !== undefined && { lossyFlag }),
    ratioFlag: images.every(({ ratio }) => ratio),
    methodFlag: images.every(({ method }) => method),
    ...(coded > 0 && { compressedRatio: round(native / coded) }),
    ...(defect !== undefined && { defect }),
  };
}

/** False as soon as one is; true when all are; unknown otherwise. */
function conclude(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

function readLossyFlag(images: readonly ExaminedImage[]): ImageFacts['lossyFlag'] {
  const values = new Set(images.map(({ lossy }) => lossy));
  const [only] = values;
  if (values.size > 1) return 'mixed';
  return only === '00' || only === '01' ? only : undefined;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
