import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Challenge,
  compareStudyFolder,
  listObjects,
  planChallenge,
  regenerateStudy,
} from '../../src/challenge/index.ts';
import { writeObjects } from '../../src/synthetic/index.ts';
import { recipeOf } from './support/demo.ts';

/** A study of few images, to be written and made again. */
function shorten(challenge: Challenge): Challenge {
  const series = challenge.series.map(({ key, objects }) => ({
    key,
    objects: objects.slice(0, 2),
  }));
  return { ...challenge, series };
}

describe('a study made again from its recipe', () => {
  let folder: string;
  let challenge: Challenge;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rispacs-challenge-'));
    challenge = shorten(await planChallenge(recipeOf('compare-seed-0001')));
    await writeObjects(folder, listObjects(challenge));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is the same as its files, byte for byte', async () => {
    const again = shorten(await planChallenge(recipeOf('compare-seed-0001')));
    const objects = listObjects(again).length;
    expect(await compareStudyFolder(folder, again)).toEqual({
      objects,
      same: objects,
      differences: [],
    });
  });

  it('is not the same as the files of another seed or another day', async () => {
    const other = shorten(await planChallenge(recipeOf('compare-seed-0002')));
    expect((await compareStudyFolder(folder, other)).same).toBe(0);
    const recipe = { ...recipeOf('compare-seed-0001'), performedAt: '2026-11-23T01:00:00.000Z' };
    const later = shorten(await planChallenge(recipe));
    expect((await compareStudyFolder(folder, later)).same).toBe(0);
  });

  it('finds a changed, a missing, a longer and a foreign file', async () => {
    const path = (name: string): string => join(folder, `${name}.dcm`);
    const ct = await readFile(path('ct-0001'));
    const changed = Buffer.from(ct);
    changed[changed.length - 100_000] = (changed[changed.length - 100_000] ?? 0) ^ 1;
    await writeFile(path('ct-0001'), changed);
    await rename(path('ct-0002'), path('ct-9999'));
    const pet = await readFile(path('pet-0001'));
    await writeFile(path('pet-0001'), Buffer.concat([pet, Buffer.alloc(2)]));
    const { differences, objects, same } = await compareStudyFolder(folder, challenge);
    expect(differences).toEqual([
      { file: 'ct-0001.dcm', state: 'differs' },
      { file: 'ct-0002.dcm', state: 'missing' },
      { file: 'pet-0001.dcm', state: 'differs' },
      { file: 'ct-9999.dcm', state: 'unexpected' },
    ]);
    expect(same).toBe(objects - 3);
  });

  it('is described by what does not change when a PACS edits a header', async () => {
    const [first] = listObjects(challenge);
    for await (const expected of regenerateStudy(challenge)) {
      expect(expected).toMatchObject({
        series: 'ct',
        name: 'ct-0001',
        sopInstanceUid: first?.sopInstanceUid,
      });
      expect(expected.pixelsSha256).toMatch(/^[0-9a-f]{64}$/);
      expect(expected.pixelsSha256).not.toBe(expected.fileSha256);
      break;
    }
  });

  it('stops when asked to, and says when there is no folder', async () => {
    const reason = new Error('enough');
    await expect(compareStudyFolder(folder, challenge, AbortSignal.abort(reason))).rejects.toBe(
      reason,
    );
    await expect(compareStudyFolder(join(folder, 'none'), challenge)).rejects.toThrow('ENOENT');
  });
});
