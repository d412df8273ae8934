import type { MediaLimits } from '../../media/limits.ts';
import type { DirectoryOutcome } from '../../media/read-directory.ts';
import { type CheckedFile, readMedia } from '../../media/read-media.ts';

/** How a DICOMDIR and the files around it contradict each other (PS3.10 8.6); all zero and false on a good disc. */
export interface DirectoryProblems {
  readonly unreadable: boolean;
  /** Its records break off, or point in a circle. */
  readonly brokenOff: boolean;
  readonly missing: number;
  readonly outside: number;
  readonly unlisted: number;
  readonly contradicting: number;
}

/** What is around the studies of a medium. */
export interface Surroundings {
  readonly directoryMatches?: boolean;
  readonly directory?: DirectoryProblems;
  readonly viewerOnMedia?: boolean;
}

/** Whether the DICOMDIR lists exactly what is on the disc, and whether a viewer is there. */
export async function readSurroundings(
  path: string,
  limits: MediaLimits,
  signal: AbortSignal,
): Promise<Surroundings> {
  const outcome = await readMedia(path, limits, signal);
  if (!outcome.ok) return {};
  const { medium } = outcome;
  try {
    const viewerOnMedia = medium.viewer.signs.length > 0;
    if (medium.directory.kind === 'absent') return { viewerOnMedia };
    const problems = {
      unreadable: medium.directory.kind !== 'read',
      brokenOff: isBrokenOff(medium.directory),
      missing: 0,
      outside: 0,
      unlisted: 0,
      contradicting: 0,
    };
    // A directory that cannot be read lists nothing: that every file is missing from it says no more.
    if (!problems.unreadable)
      for await (const file of medium.files()) {
        const problem = findProblem(file);
        if (problem !== undefined) problems[problem] += 1;
      }
    const directoryMatches = Object.values(problems).every((one) => one === 0 || one === false);
    return { viewerOnMedia, directory: problems, directoryMatches };
  } finally {
    await medium.close();
  }
}

function isBrokenOff(directory: DirectoryOutcome): boolean {
  if (directory.kind !== 'read') return false;
  const { dangling, repeated, misplaced } = directory.linked.faults;
  return directory.records.brokenOff || dangling + repeated + misplaced > 0;
}

function findProblem(
  file: CheckedFile,
): 'missing' | 'outside' | 'unlisted' | 'contradicting' | undefined {
  if (file.kind === 'unreferenced') return 'unlisted';
  if (file.fileIdFault === 'leads-outside') return 'outside';
  if (file.kind === 'missing') return 'missing';
  return file.differences.length > 0 ? 'contradicting' : undefined;
}
