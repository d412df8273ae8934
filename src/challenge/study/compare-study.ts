import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { readBoundedFile } from '../../files/read-bounded-file.ts';
import { encodeFile, type SyntheticObject } from '../../synthetic/index.ts';
import type { SeriesKey } from './nonce.ts';
import type { Challenge } from './plan-challenge.ts';

/** One object of a study as its recipe makes it. */
export interface ExpectedObject {
  readonly series: SeriesKey;
  /** Of the file, without `.dcm`. */
  readonly name: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sizeBytes: number;
  readonly fileSha256: string;
  /** Of Pixel Data without padding, which a PACS may not change whatever else it edits. */
  readonly pixelsSha256: string;
}

/** A file that is not what the recipe makes. */
export interface StudyDifference {
  readonly file: string;
  /** `unexpected` files are of no object of the study. */
  readonly state: 'missing' | 'unreadable' | 'differs' | 'unexpected';
}

/** What became of the files of a study. */
export interface StudyComparison {
  readonly objects: number;
  /** Files with the very bytes that the recipe makes. */
  readonly same: number;
  readonly differences: readonly StudyDifference[];
}

/** A study is made in a folder of its own; of a folder full of other things, this many names are enough. */
const MAX_UNEXPECTED = 100;
const SUFFIX = '.dcm';

function hashPixels({ pixels }: SyntheticObject): string {
  const hash = createHash('sha256');
  for (const frame of pixels?.frames() ?? []) hash.update(frame);
  return hash.digest('hex');
}

function describeObject(series: SeriesKey, object: SyntheticObject): ExpectedObject {
  const { name, sopClassUid, sopInstanceUid, seriesInstanceUid } = object;
  const file = encodeFile(object);
  return {
    series,
    name,
    sopClassUid,
    sopInstanceUid,
    seriesInstanceUid,
    sizeBytes: file.length,
    fileSha256: createHash('sha256').update(file).digest('hex'),
    pixelsSha256: hashPixels(object),
  };
}

/**
 * Makes a study again, one object after the other, and describes each.
 * @throws the signal's reason when it aborts
 */
export async function* regenerateStudy(
  challenge: Challenge,
  signal?: AbortSignal,
): AsyncGenerator<ExpectedObject> {
  for (const { key, objects } of challenge.series) {
    for (const object of objects) {
      // Drawing does not pause by itself.
      await setImmediate();
      signal?.throwIfAborted();
      yield describeObject(key, object);
    }
  }
}

async function compareFile(
  folder: string,
  expected: ExpectedObject,
  signal: AbortSignal | undefined,
): Promise<StudyDifference['state'] | 'same'> {
  const path = join(folder, `${expected.name}${SUFFIX}`);
  const options = { followLinks: false, ...(signal === undefined ? {} : { signal }) };
  const read = await readBoundedFile(path, expected.sizeBytes, options);
  if (read.ok) {
    const sha256 = createHash('sha256').update(read.bytes).digest('hex');
    return sha256 === expected.fileSha256 ? 'same' : 'differs';
  }
  if (read.problem.code === 'missing') return 'missing';
  return read.problem.code === 'too-large' ? 'differs' : 'unreadable';
}

/**
 * Makes a study again from its recipe and compares the files of a folder with it, byte by byte. A council that knows the
 * seed finds out with it whether the files are those that the seed makes.
 * @throws a file system error when the folder cannot be listed; the signal's reason when it aborts
 */
export async function compareStudyFolder(
  folder: string,
  challenge: Challenge,
  signal?: AbortSignal,
): Promise<StudyComparison> {
  const names = await readdir(folder);
  const differences: StudyDifference[] = [];
  const known = new Set<string>();
  let same = 0;
  for await (const expected of regenerateStudy(challenge, signal)) {
    const file = `${expected.name}${SUFFIX}`;
    known.add(file);
    const state = await compareFile(folder, expected, signal);
    if (state === 'same') same += 1;
    else differences.push({ file, state });
  }
  const unexpected = names.filter((name) => name.endsWith(SUFFIX) && !known.has(name)).sort();
  for (const file of unexpected.slice(0, MAX_UNEXPECTED)) {
    differences.push({ file, state: 'unexpected' });
  }
  return { objects: known.size, same, differences };
}
