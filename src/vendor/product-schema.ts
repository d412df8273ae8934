import { z } from 'zod';
import { evidenceRecordSchema } from '../evidence/record-schema.ts';
import { assessmentSchema, findingSchema } from '../report/assessment-schema.ts';

const reason = z.strictObject({ vi: z.string(), en: z.string() });
const count = z.int().min(0);
const { tool, language, assessedOn, checklist, facility, simulated, sideEffects } =
  assessmentSchema.shape;

/** `product-assessment.json` as the published JSON Schema describes it. There is no level in it. */
export const productAssessmentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  scope: z.literal('vendor'),
  tool,
  language,
  assessedOn,
  checklist,
  product: facility.shape.product.unwrap().nullable().describe('Null when no product was named'),
  simulated,
  findings: z
    .array(findingSchema.extend({ scopeReason: reason }))
    .describe('What a product can be judged on, in the order of the circular'),
  outside: z
    .array(z.strictObject({ criterion: z.string(), reason }))
    .describe('What only a facility can be judged on, and why'),
  counts: z.strictObject({
    met: count,
    'not-met': count,
    undetermined: count,
    'needs-attestation': count,
  }),
  evidence: z.array(evidenceRecordSchema).describe('Sorted by id'),
  sideEffects,
});
