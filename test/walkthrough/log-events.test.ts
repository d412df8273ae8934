import { describe, expect, it } from 'vitest';
import { GENERATOR } from '../../src/challenge/study/challenge-recipe.ts';
import { walkEventSchema } from '../../src/walkthrough/log-events.ts';

const opened = (recipe: object) => ({
  event: 'opened',
  recipe: {
    generator: GENERATOR,
    seed: 'hat-giong-01',
    performedAt: '2026-11-22T01:00:00.000Z',
    patientId: 'RISPACS-TEST',
    ...recipe,
  },
  attachment: {
    path: `attachments/${'a'.repeat(64)}.json`,
    sha256: 'a'.repeat(64),
    mediaType: 'application/json',
    sizeBytes: 147,
    originalName: 'recipe.json',
  },
});

describe('the log of a walk', () => {
  it('of an earlier drawing is whole: another version is no damage', () => {
    expect(walkEventSchema.safeParse(opened({})).success).toBe(true);
    expect(walkEventSchema.safeParse(opened({ generator: GENERATOR - 1 })).success).toBe(true);
  });

  it('with a recipe that nobody wrote is damaged', () => {
    expect(walkEventSchema.safeParse(opened({ generator: 0 })).success).toBe(false);
    expect(walkEventSchema.safeParse(opened({ patientId: 'BN-0001' })).success).toBe(false);
  });
});
