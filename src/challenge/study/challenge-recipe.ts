import { z } from 'zod';
import { isTestPatientId, isUid, makeFreshSeed, TEST_PATIENT_ID } from '../../synthetic/index.ts';

/** Shortest seed: a council's own words have to be hard to guess, since who has the seed can compute every code. */
export const MIN_SEED_CHARACTERS = 8;

/**
 * Of the drawing: a recipe makes the same bytes only with the same generator, so that a change of any pixel or
 * attribute needs another number.
 */
export const GENERATOR = 2;

/**
 * All that a challenge study is made of. It is kept in the dossier: with it, anyone makes the same study again, knows
 * its codes, and compares.
 */
export const challengeRecipeSchema = z.strictObject({
  generator: z.literal(GENERATOR),
  seed: z
    .string()
    .min(MIN_SEED_CHARACTERS)
    .max(200)
    .regex(/^[\x20-\x7e]+$/),
  performedAt: z.iso.datetime(),
  patientId: z.string().refine(isTestPatientId),
  /** Of the order that the study answers. */
  studyInstanceUid: z.string().refine(isUid).optional(),
  accessionNumber: z.string().min(1).max(16).optional(),
  requestedProcedureId: z.string().min(1).max(16).optional(),
  scheduledProcedureStepId: z.string().min(1).max(16).optional(),
  /** Who chose the seed, by their own word; absent: the facility. Changes nothing in the study. */
  seedIssuedBy: z.enum(['facility', 'council']).optional(),
});

/** See {@link challengeRecipeSchema}. */
export type ChallengeRecipe = z.infer<typeof challengeRecipeSchema>;

/** What a new recipe is given; the rest is fresh. */
export type ChallengeRecipeOptions = Partial<Omit<ChallengeRecipe, 'generator' | 'performedAt'>> & {
  readonly performedAt?: Date;
};

/**
 * Writes the recipe of a new study.
 * @throws ZodError for a seed that is too short or not printable, and for identifiers that are not a test's
 */
export function makeChallengeRecipe(options: ChallengeRecipeOptions = {}): ChallengeRecipe {
  const { performedAt = new Date(), ...given } = options;
  // Whole seconds: a study's time has no fraction.
  const seconds = Math.floor(performedAt.getTime() / 1000) * 1000;
  return challengeRecipeSchema.parse({
    seed: makeFreshSeed(),
    patientId: TEST_PATIENT_ID,
    ...given,
    generator: GENERATOR,
    performedAt: new Date(seconds).toISOString(),
  });
}
