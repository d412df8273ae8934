import { createHash } from 'node:crypto';
import { DatasetWalker } from '../../protocols/dicom/data/walk-dataset.ts';
import { chooseEncoding, decodeText } from '../../protocols/dicom/index.ts';
import { MAX_DOCUMENT_BYTES } from '../../structured-report/index.ts';
import { isResultClass, type ResultRow, readResultObject } from '../result/read-result-object.ts';
import { type ObjectTag, readTagNumber, TAG, WANTED_TAGS } from './object-tags.ts';

/** One object of a study, as its bytes or a PACS tell of it. Its texts are the patient's: they never leave the process. */
export interface StudyObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** SHA-256 of the data set; two files of one UID and different hashes contradict each other. */
  readonly datasetSha256: string;
  readonly pixels: 'complete' | 'incomplete' | 'none' | 'not-read';
  /** Text in the declared character set, padding removed; absent when the element is not there. */
  readonly text: (tag: ObjectTag) => string | undefined;
  /** Doubts about the patient's name in the declared character set. */
  readonly nameProblems: readonly string[];
  readonly number: (tag: ObjectTag) => number | undefined;
  /** What it says as a written result; only of structured reports and encapsulated documents. */
  readonly result?: ResultRow;
}

/**
 * Reads one data set while it passes, in constant memory: its attributes, a hash, and whether its pixel data is as long as
 * its own description says (PS3.5 8). Only a structured report or an encapsulated document is kept whole, up to
 * {@link MAX_DOCUMENT_BYTES}.
 */
export class ObjectReader {
  readonly #walker: DatasetWalker;
  readonly #hash = createHash('sha256');
  readonly #transferSyntaxUid: string;
  #document: Buffer[] | undefined;
  #documentBytes = 0;

  /** @throws Error for a transfer syntax that {@link canRead} refuses */
  constructor(sopClassUid: string, transferSyntaxUid: string) {
    const encoding = chooseEncoding(transferSyntaxUid);
    if (encoding === undefined) throw new Error(`${transferSyntaxUid} cannot be read`);
    this.#walker = new DatasetWalker(encoding, WANTED_TAGS, 'skip');
    this.#transferSyntaxUid = transferSyntaxUid;
    if (isResultClass(sopClassUid)) this.#document = [];
  }

  /** Big endian and deflated data sets are not read. */
  static canRead(transferSyntaxUid: string): boolean {
    return chooseEncoding(transferSyntaxUid) !== undefined;
  }

  /** The structure is broken; what follows need not be read. */
  get isBroken(): boolean {
    return this.#walker.fault !== undefined;
  }

  /** Takes the next piece of the data set. */
  push(bytes: Buffer): void {
    this.#walker.push(bytes);
    this.#hash.update(bytes);
    if (this.#document === undefined) return;
    this.#documentBytes += bytes.length;
    if (this.#documentBytes > MAX_DOCUMENT_BYTES) this.#document = undefined;
    else this.#document.push(Buffer.from(bytes));
  }

  /** The object, once all of it has passed; `undefined` when it is broken or lacks the UIDs that every object has. */
  finish(): StudyObject | undefined {
    if (this.#walker.finish() !== undefined) return undefined;
    const described = describeObject(this.#walker, this.#hash.digest('hex'));
    if (described === undefined || this.#document === undefined) return described;
    const result = readResultObject(described.sopClassUid, {
      transferSyntaxUid: this.#transferSyntaxUid,
      dataset: Buffer.concat(this.#document),
    });
    return result === undefined ? described : { ...described, result };
  }
}

/** `undefined` without the UIDs of PS3.3 C.12.1, C.7.2.1 and C.7.3.1. */
function describeObject(walker: DatasetWalker, datasetSha256: string): StudyObject | undefined {
  const raw = (tag: ObjectTag): Buffer | undefined => walker.value(TAG[tag]);
  const declared = raw('specificCharacterSet')
    ?.toString('latin1')
    .split('\\')
    .map((term) => term.replace(/[\0 ]+$/, '').trimStart());
  const decode = (tag: ObjectTag) => {
    const bytes = raw(tag);
    return bytes === undefined ? undefined : decodeText(bytes, declared ?? []);
  };
  const text = (tag: ObjectTag): string | undefined => decode(tag)?.text.replace(/[\0 ]+$/, '');
  const number = (tag: ObjectTag): number | undefined => readTagNumber(tag, raw(tag));
  const sopClassUid = text('sopClassUid');
  const sopInstanceUid = text('sopInstanceUid');
  const studyInstanceUid = text('studyInstanceUid');
  const seriesInstanceUid = text('seriesInstanceUid');
  if (!sopClassUid || !sopInstanceUid || !studyInstanceUid || !seriesInstanceUid) return undefined;
  return {
    sopClassUid,
    sopInstanceUid,
    studyInstanceUid,
    seriesInstanceUid,
    datasetSha256,
    pixels: checkPixels(walker, number, text('photometricInterpretation') ?? ''),
    text,
    nameProblems: decode('patientName')?.problems ?? [],
    number,
  };
}

function checkPixels(
  walker: DatasetWalker,
  number: (tag: ObjectTag) => number | undefined,
  photometric: string,
): StudyObject['pixels'] {
  const passed = walker.pixelData;
  const rows = number('rows');
  const columns = number('columns');
  if (passed === undefined) return rows === undefined ? 'none' : 'incomplete';
  const frames = number('numberOfFrames') ?? 1;
  // One fragment at least for each frame, beside the offset table (PS3.5 A.4).
  if (passed.kind === 'encapsulated') return passed.items >= frames + 1 ? 'complete' : 'incomplete';
  const bits = number('bitsAllocated');
  if (rows === undefined || columns === undefined || bits === undefined) return 'not-read';
  const least = Math.ceil(
    (rows * columns * frames * bits * samplesPerPixel(number, photometric)) / 8,
  );
  return passed.lengthBytes >= least ? 'complete' : 'incomplete';
}

/** Stored samples of each pixel; chroma may be subsampled (PS3.3 C.7.6.3.1.2). */
function samplesPerPixel(
  number: (tag: ObjectTag) => number | undefined,
  photometric: string,
): number {
  if (photometric.includes('422')) return 2;
  if (photometric.includes('420')) return 1.5;
  return number('samplesPerPixel') ?? 1;
}
