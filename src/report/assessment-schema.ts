import { z } from 'zod';
import type { EvidenceRecord } from '../evidence/evidence.ts';
import { evidenceRecordSchema } from '../evidence/record-schema.ts';
import { recordedRemovalSchema } from '../evidence/recorded-removal.ts';
import { facilitySchema } from '../facility/schema.ts';
import { basisOrder, outcomes } from '../findings/finding.ts';
import { languages } from '../locale/language.ts';
import { levels } from '../verdict/verdict.ts';
import type { Assessment } from './assessment.ts';

/** `assessment.json` as it is read back, and as the published JSON Schema describes it. */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const lines = z.array(z.string());
const basisKinds = basisOrder.join('|');

export const findingSchema = z.strictObject({
  criterion: z.string().describe('Criterion id of the checklist'),
  outcome: z.enum(outcomes),
  basis: z
    .string()
    .regex(new RegExp(`^(none|(${basisKinds})(\\+(${basisKinds}))*)$`))
    .describe('`none`, one kind of basis, or a mix joined by `+`, strongest first'),
  expected: z.string().describe('What the rule asks, in words'),
  observed: z.string().describe('What was seen, in words and figures'),
  because: z.string().describe('Why the outcome follows'),
  evidence: lines.describe('Ids of the evidence records that decided it or were weighed'),
  missing: lines.describe('What is still missing; empty when met or not-met'),
  remarks: lines.describe('Remarks for the council'),
  parts: z
    .array(z.strictObject({ id: z.string(), state: z.enum(['met', 'not-met', 'open']) }))
    .describe('Parts of the row of the circular, each with its own state'),
  tolerances: lines.describe('Tolerances that are ours and took part in this rule'),
  simulated: z.literal(true).exactOptional(),
});

const count = z.int().min(0);

export const verdictSchema = z.strictObject({
  level: z.enum(levels).describe('The proposed level; equal to `floor`'),
  floor: z.enum(levels).describe('The level if every open item fails'),
  ceiling: z.enum(levels).describe('The level if every open item passes'),
  status: z.enum(['final', 'provisional']),
  target: z.enum(levels).exclude(['none']).exactOptional().describe('The level applied for'),
  deciding: lines.describe('Open criteria on which the level still depends'),
  blocking: lines.describe('Criteria not met that bar the target or the next level'),
  makeUp: z
    .strictObject({ measured: count, inspected: count, demonstrated: count, attested: count })
    .describe('Criteria of the level that are met, counted by their weakest basis'),
  cap: z
    .strictObject({ level: z.literal('advanced'), criterion: z.string(), reason: z.string() })
    .exactOptional()
    .describe('Why the level stays at Advanced although the table is met'),
  rule: z.string(),
});

export const assessmentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('rispacs'), version: z.string() }),
  language: z.enum(languages),
  assessedOn: z.iso.date().describe('The day the assessment speaks of, local'),
  checklist: z.strictObject({ id: z.string(), edition: z.string(), sha256 }),
  facility: facilitySchema.describe('The facility file as read, secrets redacted'),
  simulated: z.boolean().describe('True when any evidence comes from a simulated hospital'),
  evidence: z.array(evidenceRecordSchema).describe('Sorted by id'),
  findings: z.array(findingSchema).describe('One per criterion, in the order of the circular'),
  specialized: z.array(findingSchema).describe('Conditions of the Specialized level'),
  verdict: verdictSchema,
  sharedFiles: z
    .array(z.strictObject({ sha256, criteria: lines }))
    .describe('Files that stand as evidence for more than three criteria'),
  storageForecast: z
    .strictObject({
      volume: z.string(),
      freeGiB: z.number(),
      node: z.string(),
      days: z.int(),
      gibPerDayLow: z.number(),
      gibPerDayHigh: z.number(),
      daysLeftAtLeast: z.int(),
      daysLeftAtMost: z.int(),
      evidence: lines,
    })
    .exactOptional()
    .describe('How long the storage lasts, where free space and growth are both known'),
  sideEffects: z
    .array(
      z.strictObject({
        id: z.string(),
        system: z.string(),
        kind: z.string(),
        state: z.string(),
        recordedRemoval: recordedRemovalSchema
          .exactOptional()
          .describe('Who signed that it was removed by hand, where this tool could not see it go'),
      }),
    )
    .describe('What was created on the systems of the hospital, and what became of it'),
});

type ReadonlyDeep<T> = { readonly [K in keyof T]: ReadonlyDeep<T[K]> };
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Parsed = z.infer<typeof assessmentSchema>;
type Holds<T extends true> = T;

/**
 * Does not compile when this schema and {@link Assessment} differ. Records are compared in one direction, because the
 * type lets a column be `undefined` where JSON leaves it out.
 */
export type AssessmentSchemaHolds = Holds<
  Same<ReadonlyDeep<Omit<Parsed, 'evidence'>>, ReadonlyDeep<Omit<Assessment, 'evidence'>>>
> &
  Holds<Parsed['evidence'][number] extends EvidenceRecord ? true : false>;
