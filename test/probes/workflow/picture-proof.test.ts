import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { planChallenge } from '../../../src/challenge/index.ts';
import { orderRecipe } from '../../../src/probes/workflow/order-challenge.ts';
import { recipeOf, showCt } from '../../challenge/support/demo.ts';
import { encode } from '../../challenge/support/encode.ts';
import { writeRecipeFolder } from '../../walkthrough/support/open-test-walk.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import type { ResultParts } from './support/fake-result.ts';
import { type Followed, follow, type HospitalWishes, startHospital } from './support/follow.ts';

// Each study that is drawn takes half a second, more on a busy computer.
vi.setConfig({ testTimeout: 90_000 });

const recipe = recipeOf('demo-seed-0001');

/** A JPEG of a CT image of an order, as a RIS that took it from the PACS would embed it. */
async function renderImage(parts: ResultParts, image: number, seed = 'demo-seed-0001') {
  const challenge = await planChallenge(orderRecipe(recipeOf(seed), parts.placer));
  return encode(showCt(challenge, image), { format: 'jpeg', quality: 60 });
}

async function followWith(
  wishes: HospitalWishes,
  folder?: string,
  waitMs = 20_000,
): Promise<Followed> {
  const challengeFolder = folder ?? (await writeRecipeFolder(await makeTempFolder(), recipe.seed));
  const hospital = await startHospital({ ...wishes, challengeFolder });
  return follow(hospital, { patience: { reportMs: waitMs, correctionMs: waitMs } });
}

const pictures = (picture: (parts: ResultParts) => Promise<Buffer>): HospitalWishes => ({
  ris: { result: async (parts) => ({ ...parts, picture: await picture(parts) }) },
});

describe('one code from the order to the report', () => {
  it('is seen where the report shows an image that was sent for the order', async () => {
    const followed = await followWith(pictures((parts) => renderImage(parts, 80)));
    expect(followed.rows('workflow.step').filter(({ outcome }) => outcome !== 'passed')).toEqual(
      [],
    );
    expect(followed.rows('workflow.report')).toMatchObject([
      { purpose: 'report', jpegValid: true, jpegShowsOurImage: true },
      { purpose: 'correction', jpegShowsOurImage: true },
    ]);
    expect(followed.observed('report')).toContain('sent for this order');
    expect(followed.observed('images')).toContain('3 of 3');
    for (const { state } of followed.effects.values()) expect(state).toBe('removed-verified');
    // The picture of the report is kept in its message only, and the seed nowhere.
    for (const bytes of followed.attached.values())
      expect(Buffer.from(bytes).toString('latin1')).not.toContain(recipe.seed);
  });

  it('of Vietnamese practice too, where the RIS gives the Study Instance UID', async () => {
    const followed = await followWith({
      ...pictures((parts) => renderImage(parts, 120)),
      version: '2.7',
    });
    expect(followed.rows('workflow.report')[0]).toMatchObject({ jpegShowsOurImage: true });
  });

  it('is not seen where the image is of another order', async () => {
    const followed = await followWith(
      pictures((parts) => renderImage(parts, 80, 'another-seed-0001')),
    );
    expect(followed.rows('workflow.report')[0]).toMatchObject({
      jpegValid: true,
      jpegShowsOurImage: false,
    });
    expect(followed.outcomes.report).toBe('warned');
    expect(followed.observed('report')).toContain('another image');
  });

  it('is not seen where the image is of the order but was never sent', async () => {
    const followed = await followWith(pictures((parts) => renderImage(parts, 7)));
    expect(followed.rows('workflow.report')[0]).toMatchObject({ jpegShowsOurImage: false });
    expect(followed.outcomes.report).toBe('warned');
  });

  it('is not seen where the picture has no code; that alone is nothing against the report', async () => {
    const followed = await followWith({});
    expect(followed.rows('workflow.report')[0]).toMatchObject({
      hasJpeg: true,
      jpegShowsOurImage: false,
    });
    expect(followed.outcomes.report).toBe('passed');
  });

  it('is not spoken of without a picture, without an archive, or without a usable recipe', async () => {
    const bare = await followWith({
      ris: { result: (parts) => ({ ...parts, picture: undefined }) },
    });
    expect(bare.rows('workflow.report')[0]).not.toHaveProperty('jpegShowsOurImage');
    const unstored = await followWith({ without: ['pacs'] }, undefined, 1_000);
    for (const row of unstored.rows('workflow.report'))
      expect(row).not.toHaveProperty('jpegShowsOurImage');
    const folder = await makeTempFolder();
    await writeFile(path.join(folder, 'recipe.json'), 'not JSON');
    const plain = await followWith({}, folder);
    expect(plain.rows('workflow.report')[0]).not.toHaveProperty('jpegShowsOurImage');
    expect(plain.observed('images')).toContain('2 of 2');
    expect(plain.notes.join(' ')).toContain('no recipe of this version');
  });

  it('has UIDs of its own: the challenge study itself may be in the same archive', async () => {
    const order = await planChallenge(orderRecipe(recipe, 'RP1'));
    const other = await planChallenge(orderRecipe(recipe, 'RP2'));
    const itself = await planChallenge(recipe);
    const uids = [order, other, itself].flatMap(({ series }) =>
      series.flatMap(({ objects }) =>
        objects.map(({ sopInstanceUid, seriesInstanceUid }) => [sopInstanceUid, seriesInstanceUid]),
      ),
    );
    const instances = uids.map(([instance]) => instance);
    expect(new Set(instances).size).toBe(instances.length);
    expect(new Set([order, other, itself].map(({ runCode }) => runCode)).size).toBe(3);
  });
});
