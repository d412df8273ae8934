import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Challenge,
  challengeRecipeSchema,
  listObjects,
  makeChallengeRecipe,
  planChallenge,
} from '../../src/challenge/index.ts';
import { CT_MARKING } from '../../src/challenge/study/ct-layout.ts';
import { encodeFile, MARKING_LINES, type SyntheticObject } from '../../src/synthetic/index.ts';
import { objectsOf, recipeOf } from './support/demo.ts';
import { readFrames } from './support/volume.ts';

const SEED = 'council-seed-0001';

/** Some of each series, among them all kinds of slices of the CT. */
function sampleObjects(challenge: Challenge): SyntheticObject[] {
  return challenge.series.flatMap(({ objects }) => objects.filter((_, index) => index % 37 === 0));
}

function hash(object: SyntheticObject): string {
  return createHash('sha256').update(encodeFile(object)).digest('hex');
}

describe('a challenge study', () => {
  let challenge: Challenge;
  beforeAll(async () => {
    challenge = await planChallenge(recipeOf(SEED));
  });

  it('has the same bytes and the same key for the same recipe', async () => {
    const again = await planChallenge(recipeOf(SEED));
    expect(sampleObjects(again).map(hash)).toEqual(sampleObjects(challenge).map(hash));
    expect(again.key).toEqual(challenge.key);
    expect(again.runCode).toBe(challenge.runCode);
  });

  it('draws an image the same whatever was drawn before it', () => {
    const [first, , third] = objectsOf(challenge, 'ct');
    if (first === undefined || third === undefined) throw new Error('no images');
    const alone = hash(third);
    hash(first);
    expect(hash(third)).toBe(alone);
  });

  it('shares no code and no UID with the study of another seed', async () => {
    const other = await planChallenge(recipeOf('council-seed-0002'));
    expect(other.runCode).not.toBe(challenge.runCode);
    for (const name of ['window', 'mpr', 'mip', 'fusion'] as const) {
      expect(other.key.hidden[name]).not.toBe(challenge.key.hidden[name]);
    }
    expect(other.key.surface).not.toBe(challenge.key.surface);
    const uids = new Set(listObjects(challenge).map(({ sopInstanceUid }) => sopInstanceUid));
    expect(listObjects(other).filter(({ sopInstanceUid }) => uids.has(sopInstanceUid))).toEqual([]);
    expect(other.study.studyInstanceUid).not.toBe(challenge.study.studyInstanceUid);
  });

  it('is fresh without a seed', () => {
    expect(makeChallengeRecipe().seed).not.toBe(makeChallengeRecipe().seed);
  });

  it('fixes the bytes of one seed', () => {
    // A change here breaks every dossier that was made before: raise GENERATOR with it.
    const digest = createHash('sha256');
    for (const object of sampleObjects(challenge)) digest.update(hash(object));
    expect(digest.digest('hex')).toMatchInlineSnapshot(
      `"439a1651a9803232a7c69efb9b52fcb70d4022e62f38615847a23eb1c66b04b2"`,
    );
    expect(challenge.key.hidden).toMatchInlineSnapshot(`
      {
        "fusion": "FF7RS38X6X",
        "mip": "MSK2TD2XVB",
        "mpr": "R6QPZMBCCA",
        "window": "WL9DY2CKUB",
      }
    `);
  });

  it('has the volumes and the images that the walk-through needs', () => {
    const sizes = Object.fromEntries(
      challenge.series.map(({ key, objects }) => [key, objects.length]),
    );
    expect(sizes).toEqual({
      ct: 160,
      pet: 80,
      'cr-pa': 1,
      'cr-ll': 1,
      'mr-axial': 12,
      'mr-coronal': 5,
      us: 1,
      surface: 160,
      measurement: 3,
    });
    expect(objectsOf(challenge, 'ct')[0]?.attributes).toMatchObject({
      Rows: 512,
      Columns: 512,
      BitsStored: 16,
      RescaleIntercept: -1024,
      RescaleType: 'HU',
      WindowCenter: 40,
      WindowWidth: 400,
      PixelSpacing: [0.8, 0.8],
    });
    expect(objectsOf(challenge, 'us')[0]?.attributes.NumberOfFrames).toBe(30);
  });

  it('puts CT, PET and MR into one frame of reference, with the PET voxels on those of the CT', () => {
    const frame = (key: Parameters<typeof objectsOf>[1]) =>
      objectsOf(challenge, key)[0]?.attributes.FrameOfReferenceUID;
    expect(frame('pet')).toBe(frame('ct'));
    expect(frame('mr-axial')).toBe(frame('ct'));
    expect(frame('mr-coronal')).toBe(frame('ct'));
    expect(frame('surface')).not.toBe(frame('ct'));
    const position = (key: 'ct' | 'pet', index: number): number[] => {
      const value = objectsOf(challenge, key)[index]?.attributes.ImagePositionPatient;
      return Array.isArray(value) ? value.map(Number) : [];
    };
    // The centre of a PET voxel is the middle of eight CT voxels.
    const [x = 0, y = 0, z = 0] = position('ct', 0);
    expect(position('pet', 0)).toEqual(
      [x + 0.4, y + 0.4, z + 0.5].map((value) => expect.closeTo(value, 6)),
    );
    expect(position('pet', 79)[2]).toBeCloseTo((position('ct', 158)[2] ?? 0) + 0.5, 6);
  });

  it('stands for an order when the recipe names one', async () => {
    const recipe = makeChallengeRecipe({
      seed: SEED,
      studyInstanceUid: '1.2.3.4',
      accessionNumber: 'ACC-1',
      requestedProcedureId: 'RP-1',
    });
    const answering = await planChallenge(recipe);
    const [object] = objectsOf(answering, 'mr-axial');
    expect(object?.attributes).toMatchObject({
      StudyInstanceUID: '1.2.3.4',
      AccessionNumber: 'ACC-1',
      RequestAttributesSequence: [{ RequestedProcedureID: 'RP-1' }],
    });
    expect(answering.runCode).toBe(challenge.runCode);
  });

  it('says in its pixels and attributes that it is a test', () => {
    for (const object of sampleObjects(challenge)) {
      expect(object.attributes).toMatchObject({
        PatientName: 'KIỂM THỬ^RISPACS',
        PatientID: 'RISPACS-TEST',
        BurnedInAnnotation: 'YES',
        QualityControlImage: 'YES',
      });
      expect(String(object.attributes.ImageComments)).toContain('không dùng để chẩn đoán');
    }
    const [slice] = readFrames(objectsOf(challenge, 'ct')[80] ?? never());
    const { left, top, scale } = CT_MARKING;
    // The first stroke of the K of KIEM THU.
    expect(MARKING_LINES[0].startsWith('K')).toBe(true);
    for (let row = 0; row < 7 * scale; row += 1)
      expect(slice?.[(top + row) * 512 + left]).toBe(2024);
    expect(slice?.[(top + 1) * 512 + left + 3 * scale]).toBe(1024);
  });
});

describe('a recipe', () => {
  it('comes back from the file that it is kept in', () => {
    const recipe = makeChallengeRecipe({ seed: SEED, accessionNumber: 'ACC-1' });
    expect(challengeRecipeSchema.parse(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
    expect(
      challengeRecipeSchema.safeParse({ ...recipe, generator: recipe.generator + 1 }).success,
    ).toBe(false);
    expect(challengeRecipeSchema.safeParse({ ...recipe, more: 1 }).success).toBe(false);
  });

  it.each([
    ['a short seed', { seed: 'short' }],
    ['a seed with a line break', { seed: 'long enough\nbut broken' }],
    ['an identifier that a person could have', { patientId: '001099012345' }],
    ['a UID that is none', { studyInstanceUid: '1..2' }],
    ['an accession number that DICOM cannot hold', { accessionNumber: 'A'.repeat(17) }],
  ])('refuses %s', (_, options) => {
    expect(() => makeChallengeRecipe(options)).toThrow();
  });
});

function never(): never {
  throw new Error('no such image');
}
