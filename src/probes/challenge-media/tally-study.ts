import {
  findNonce,
  judgeObject,
  type Originals,
  type PixelVerdict,
  showImage,
} from '../../challenge-artefacts/index.ts';
import { OutOfTimeError, type ReadBudget } from '../../media/budget.ts';
import type { FileFinder } from '../../media/find-file.ts';
import type { DirectoryOutcome } from '../../media/read-directory.ts';
import type { MediaFile, MediaTree } from '../../media/tree.ts';
import { type PixelCodecs, readHead } from '../../pixels/index.ts';
import { chooseEncoding, readDataset } from '../../protocols/dicom/index.ts';
import { isTestPatientId } from '../../synthetic/index.ts';
import { type MediumObject, readObject } from './read-object.ts';

/** What a medium holds of the study. */
export interface StudyTally {
  /** By the SOP Instance UID of the original. */
  readonly found: ReadonlyMap<string, PixelVerdict>;
  /** Of these, those that the DICOMDIR leads to. */
  readonly listed: ReadonlySet<string>;
  readonly added: number;
  readonly foreign: number;
  readonly unreadable: number;
  readonly nonceShown?: boolean;
}

const PATIENT_ID = 0x00100020;

/** Everything that reading a medium needs. */
export interface MediumReading {
  readonly tree: MediaTree;
  readonly finder: FileFinder;
  readonly directory: DirectoryOutcome;
  readonly budget: ReadBudget;
  readonly originals: Originals;
  readonly codecs: PixelCodecs;
  readonly signal: AbortSignal;
}

/** Reads every DICOM object of a medium once, compares those of the study, counts the others. */
export async function tallyStudy(reading: MediumReading): Promise<StudyTally> {
  const { tree, budget, originals, codecs, signal } = reading;
  const referenced = listReferenced(reading);
  const found = new Map<string, PixelVerdict>();
  const listed = new Set<string>();
  let [added, foreign, unreadable] = [0, 0, 0];
  let nonceShown: boolean | undefined;
  try {
    for (const file of tree.files) {
      if (isDirectory(file)) continue;
      const read = await readObject(file, budget);
      if (read.kind === 'unreadable') unreadable += 1;
      if (read.kind !== 'dicom') continue;
      const { object } = read;
      const owner = ownerOf(object);
      if (owner === 'other') {
        foreign += 1;
        continue;
      }
      const judged = await judgeObject(object, originals, codecs, signal);
      if (judged.kind === 'added') {
        if (owner === 'test') added += 1;
        else unreadable += 1;
        continue;
      }
      const uid = judged.original.sopInstanceUid;
      if (found.get(uid) !== 'equal') found.set(uid, judged.pixels);
      if (referenced.has(file)) listed.add(uid);
      // One picture is enough, of a CT image: every other is bound to it by its pixels.
      if (nonceShown !== true && judged.original.series === 'ct') {
        nonceShown = await showsNonce(object, reading);
      }
    }
  } catch (error) {
    if (!(error instanceof OutOfTimeError)) throw error;
  }
  return {
    found,
    listed,
    added,
    foreign,
    unreadable,
    ...(nonceShown !== undefined && { nonceShown }),
  };
}

function isDirectory({ path }: MediaFile): boolean {
  return path.length === 1 && path[0]?.toUpperCase() === 'DICOMDIR';
}

/** Files that the DICOMDIR leads to. */
function listReferenced({ directory, finder }: MediumReading): ReadonlySet<MediaFile> {
  if (directory.kind !== 'read') return new Set();
  return new Set(
    directory.linked.references.flatMap(({ record }) => finder.find(record.fileId)?.file ?? []),
  );
}

function ownerOf({ dataset, transferSyntaxUid }: MediumObject): 'test' | 'other' | 'unknown' {
  const head = readHead({ dataset, transferSyntaxUid });
  const encoding = chooseEncoding(transferSyntaxUid);
  const document = head.ok || encoding === undefined ? undefined : readDataset(dataset, encoding);
  const attributes = head.ok ? head.value.attributes : document?.ok ? document.dataset : undefined;
  if (attributes === undefined) return 'unknown';
  return isTestPatientId(attributes.text(PATIENT_ID)?.trim() ?? '') ? 'test' : 'other';
}

/** Makes an image into a picture as a viewer does first, and looks for its code. */
async function showsNonce(
  object: MediumObject,
  { codecs, originals, signal }: MediumReading,
): Promise<boolean | undefined> {
  const decoded = await codecs.decode(object, { signal });
  if (!decoded.ok) return undefined;
  const picture = await showImage(decoded.image, 0, {
    slope: 1,
    intercept: -1024,
    center: 40,
    width: 400,
  });
  if (picture === undefined) return undefined;
  const finding = await findNonce(picture, originals.challenge, signal);
  return finding.kind === 'ours';
}
