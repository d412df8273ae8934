import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Submission, Walk, WalkPerson } from '../../../src/walkthrough/index.ts';
import { openWalk } from '../../../src/walkthrough/index.ts';
import { makeDossier } from '../../attest/support/dossier.ts';
import { recipeOf } from '../../challenge/support/demo.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';

export const examiner: WalkPerson = { name: 'Trần Thị Hà', role: 'Trưởng phòng CNTT' };
export const witnesses: readonly WalkPerson[] = [
  { name: 'Lê Văn An', role: 'Thành viên Hội đồng', organisation: 'Sở Y tế' },
  { name: 'Phạm Thị Bình', role: 'Bác sĩ' },
];

/** The clock of the tests: minute by minute on the day of the assessment. */
export function makeClock(): () => Date {
  let minute = 0;
  return () => {
    minute += 1;
    return new Date(Date.parse('2026-11-22T01:00:00Z') + minute * 60_000);
  };
}

/** A dossier without evidence, and beside it the folder of a challenge study, without its images. */
export async function makeWalkPlace(
  seed = 'demo-seed-0001',
  facilityLines: readonly string[] = [],
) {
  const parent = await makeTempFolder();
  const { folder, dossier } = await makeDossier(parent, facilityLines);
  const challengeFolder = await writeRecipeFolder(parent, seed);
  return { parent, folder, dossier, challengeFolder };
}

/** Writes the recipe of a seed as `challenge make` does. */
export async function writeRecipeFolder(parent: string, seed: string): Promise<string> {
  const folder = path.join(parent, `thu-thach-${seed}`);
  await mkdir(folder);
  await writeFile(path.join(folder, 'recipe.json'), JSON.stringify(recipeOf(seed)));
  return folder;
}

/** Opens the walk of a new dossier; with people unless told otherwise. */
export async function openTestWalk(options: { readonly alone?: boolean } = {}) {
  const place = await makeWalkPlace();
  const now = makeClock();
  const reopen = (): Promise<Walk> =>
    openWalk(place.folder, { language: 'vi', challengeFolder: place.challengeFolder, now });
  const walk = await reopen();
  if (options.alone !== true) await walk.setPeople(examiner, witnesses);
  return { ...place, walk, reopen };
}

/** Hands something in without a signal. */
export function hand(walk: Walk, task: string, submission: Submission) {
  return walk.submit(task, submission, new AbortController().signal);
}

/** Hands a picture in. */
export function handPicture(walk: Walk, task: string, bytes: Uint8Array) {
  return hand(walk, task, { kind: 'picture', bytes });
}

/** The state of a task. */
export async function stateOf(walk: Walk, task: string) {
  const { tasks } = await walk.progress();
  return tasks.find(({ id }) => id === task)?.state;
}
