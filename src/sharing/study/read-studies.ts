import { OutOfTimeError, ReadBudget } from '../../media/budget.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaBound, type MediaLimits } from '../../media/limits.ts';
import { type MediaProblem, MediaReadError } from '../../media/problem.ts';
import { findDirectoryFile } from '../../media/read-directory.ts';
import { chooseTree, listMedium } from '../../media/read-media.ts';
import { GatheredStudy } from './gather-study.ts';
import { readObject } from './read-object.ts';
import { readSurroundings, type Surroundings } from './read-surroundings.ts';

/** Everything read from one folder or disc image. */
export interface StudiesRead extends Surroundings {
  readonly studies: readonly GatheredStudy[];
  readonly source: 'folder' | 'media';
  /** Objects that say they are DICOM and cannot be read, of the whole folder. */
  readonly broken: number;
  /** Objects that a bound or an unusual transfer syntax kept from being read. */
  readonly notRead: number;
  /** Links, pipes and devices: not followed, not opened. */
  readonly specialEntries: number;
  readonly boundsMet: ReadonlySet<MediaBound>;
}

export type StudiesOutcome =
  | { readonly ok: true; readonly read: StudiesRead }
  | { readonly ok: false; readonly problem: MediaProblem };

/** A hospital's export may be larger than a patient's disc. */
const LIMITS: MediaLimits = {
  ...DEFAULT_MEDIA_LIMITS,
  maxEntries: 200_000,
  maxMs: 3_600_000,
};
/** Studies of one folder; ours. */
const MAX_STUDIES = 2_000;

/**
 * Reads every DICOM object of a folder, of a medium with a DICOMDIR, or of an ISO image. Links are never followed, names
 * of the DICOMDIR never lead outside, nothing is written.
 * @throws the signal's reason when it aborted; nothing for what is in the folder
 */
export async function readStudies(
  path: string,
  checkedOn: string,
  signal: AbortSignal,
  limits: MediaLimits = LIMITS,
): Promise<StudiesOutcome> {
  const budget = new ReadBudget(limits, signal);
  try {
    const listed = await listMedium(path, budget);
    if (!listed.ok) return listed;
    const { medium } = listed;
    try {
      const tree = chooseTree(medium);
      const studies = new Map<string, GatheredStudy>();
      const tally = { broken: 0, notRead: 0 };
      const directoryFile = findDirectoryFile(tree);
      try {
        for (const file of tree.files) {
          if (file === directoryFile) continue;
          const reading = await readObject(file, budget);
          if (reading.kind === 'broken') tally.broken += 1;
          if (reading.kind === 'not-read') tally.notRead += 1;
          if (reading.kind !== 'object') continue;
          const uid = reading.object.studyInstanceUid;
          const study = studies.get(uid) ?? new GatheredStudy(uid);
          if (!studies.has(uid) && studies.size === MAX_STUDIES) {
            tally.notRead += 1;
            continue;
          }
          studies.set(uid, study);
          study.add(reading.object, reading.part10, checkedOn);
        }
      } catch (error) {
        if (!(error instanceof OutOfTimeError)) throw error;
      }
      const onMedia = directoryFile !== undefined || medium.kind === 'iso';
      const around = onMedia ? await readSurroundings(path, limits, signal) : {};
      return {
        ok: true,
        read: {
          studies: [...studies.values()],
          source: onMedia ? 'media' : 'folder',
          ...tally,
          specialEntries: medium.specialEntries,
          ...around,
          boundsMet: budget.met,
        },
      };
    } finally {
      await medium.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OutOfTimeError) return { ok: false, problem: { code: 'out-of-time' } };
    if (!(error instanceof MediaReadError)) throw error;
    return { ok: false, problem: { code: 'system', systemCode: error.systemCode ?? error.reason } };
  }
}
