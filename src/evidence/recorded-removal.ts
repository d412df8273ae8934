import { z } from 'zod';

/** A named person's word that a side effect was removed by hand, as the journal and the assessment hold it. */
export const recordedRemovalSchema = z.strictObject({
  by: z.string().min(1).max(200),
  on: z.iso.date(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
