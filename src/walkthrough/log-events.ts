import { z } from 'zod';
import { challengeRecipeSchema, listSeriesKeys } from '../challenge/index.ts';
import { attachmentSchema } from '../evidence/record-schema.ts';
import { personSchema } from '../evidence/statement-schema.ts';

/**
 * What happened in a walk, as kept in the dossier. The log may have been written or edited by anyone: everything that is
 * read back goes through these schemas.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const text = (max: number) => z.string().max(max);
const sentence = z.strictObject({ vi: text(2000), en: text(2000) });

/** Longest statement of an examiner, in characters. */
export const mostStatementCharacters = 2000;
/** Witnesses of a walk. */
export const mostWitnesses = 20;

const seenImageSchema = z.strictObject({
  series: z.enum(listSeriesKeys()),
  imageNumber: z.int().min(1),
  turnDegrees: z.literal([0, 90, 180, 270]),
  isMirrored: z.boolean(),
  tiltDegrees: z.number(),
  isInverted: z.boolean(),
  modulePx: z.number().min(0),
  /** Centre of the QR in the picture, in pixels. */
  x: z.number(),
  y: z.number(),
  /** How wide the whole image is on the screen, in pixels. */
  shownWidthPx: z.number().min(0),
});

const seenPictureSchema = z.strictObject({
  width: z.int().min(1),
  height: z.int().min(1),
  images: z.array(seenImageSchema).max(100),
  codes: z.array(z.enum(['window', 'mpr', 'mip', 'fusion'])).max(100),
});

const entrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('picture'),
    attachment: attachmentSchema,
    fileSha256: sha256,
    pixelsSha256: sha256,
    looks: z.array(text(2000)).max(2),
    seen: seenPictureSchema,
    imageRef: text(40).exactOptional(),
    isDone: z.boolean(),
    sentence,
  }),
  z.strictObject({
    kind: z.literal('code'),
    typed: text(100),
    expected: text(100),
    sentence,
  }),
  z.strictObject({
    kind: z.literal('value'),
    typed: text(100),
    measured: z.number(),
    expected: z.number(),
    error: z.number(),
    tolerance: z.number(),
    unit: z.enum(['mm', 'deg', 'mm2', 'HU']),
    sentence,
  }),
  z.strictObject({
    kind: z.literal('statement'),
    text: text(mostStatementCharacters),
    shownPoints: z.array(z.int().min(0)).max(100),
    files: z.array(attachmentSchema).max(50),
    sentence,
  }),
  z.strictObject({ kind: z.literal('cannot-show'), reason: text(1000), sentence }),
]);

/** One line of the log, without its place in the chain. */
export const walkEventSchema = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('opened'),
    // A log of an earlier drawing is still a whole log, though this version can no longer make its study.
    recipe: challengeRecipeSchema.extend({ generator: z.int().min(1) }),
    attachment: attachmentSchema,
  }),
  z.strictObject({
    event: z.literal('people'),
    examiner: personSchema,
    witnesses: z.array(personSchema).max(mostWitnesses),
  }),
  /** A code or value that was not right. Rejected pictures leave nothing. */
  z.strictObject({ event: z.literal('attempt'), task: text(60), typed: text(100) }),
  z.strictObject({ event: z.literal('accepted'), task: text(60), entry: entrySchema }),
]);

/** A line with its place: each names the hash of the one before it. */
export const walkLineSchema = z.strictObject({
  seq: z.int().min(1),
  at: z.iso.datetime({ offset: true }),
  previous: sha256,
  body: walkEventSchema,
});

export type WalkEvent = z.infer<typeof walkEventSchema>;
export type WalkEntry = z.infer<typeof entrySchema>;
export type PictureEntry = Extract<WalkEntry, { kind: 'picture' }>;
export type SeenPicture = z.infer<typeof seenPictureSchema>;
export type SeenImage = z.infer<typeof seenImageSchema>;
export type WalkPersonEntry = z.infer<typeof personSchema>;
