import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeChallengeRecipe } from '../../src/challenge/index.ts';
import {
  loadChallenge,
  readRecipe,
  recipeName,
  tellRecipeProblem,
} from '../../src/challenge-artefacts/index.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';

describe('the recipe of a challenge study', () => {
  it('is read as it was written', async () => {
    const file = path.join(await makeTempFolder(), recipeName);
    const recipe = makeChallengeRecipe({ accessionNumber: 'RP1' });
    await writeFile(file, JSON.stringify(recipe));
    expect(await readRecipe(file)).toEqual({ ok: true, recipe });
  });

  it.each([
    ['missing', undefined],
    ['unreadable', ' '.repeat(100_000)],
    ['invalid', 'not JSON'],
    ['invalid', '{"generator":1,"seed":"x","patientId":"BN123"}'],
  ])('or why there is none is told in one sentence: %s', async (problem, content) => {
    const baseFolder = await makeTempFolder();
    await mkdir(path.join(baseFolder, 'thu-thach'));
    if (content !== undefined)
      await writeFile(path.join(baseFolder, 'thu-thach', recipeName), content);
    for (const language of ['vi', 'en'] as const) {
      const { signal } = new AbortController();
      const loaded = await loadChallenge('thu-thach', { baseFolder, language, signal });
      if (loaded.ok) throw new Error('it was loaded');
      expect(loaded.reason.code).toBe(`challenge-${problem}`);
      expect(loaded.reason.message).toContain('thu-thach');
      // Where the facility file lies is not told.
      expect(loaded.reason.message).not.toContain(baseFolder);
      expect(loaded.reason.message).not.toContain('\n');
    }
  });

  it('is told of in both languages', () => {
    for (const problem of ['missing', 'unreadable', 'invalid'] as const)
      expect(tellRecipeProblem(problem, 'a/recipe.json', 'vi')).not.toBe(
        tellRecipeProblem(problem, 'a/recipe.json', 'en'),
      );
  });
});
