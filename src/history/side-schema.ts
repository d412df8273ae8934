import { z } from 'zod';

/**
 * What a comparison reads of an `assessment.json`, which may come from anywhere and from another version of the tool:
 * members it does not know are ignored, words it does not know are kept as they are, sizes are bounded.
 */

const word = z.string().max(200);
const text = z.string().max(20_000);
const ids = z.array(word).max(1_000);
const person = z.object({ name: text, role: text });

const factValue = z.union([
  z.boolean(),
  z.number(),
  text,
  z.array(text).max(10_000),
  z.array(z.number()).max(10_000),
]);
export type SideFactValue = z.infer<typeof factValue>;

const evidenceSchema = z.object({
  id: word,
  kind: word,
  probe: word.optional(),
  subject: text.optional(),
  subjectId: word.optional(),
  state: word.optional(),
  facts: z.record(word, z.array(z.record(word, factValue)).max(100_000)).optional(),
  documentKind: word.optional(),
  number: text.optional(),
  issuer: text.optional(),
  for: ids.optional(),
  by: person.optional(),
  date: word.optional(),
  issued: word.optional(),
  expires: word.optional(),
});
export type SideEvidence = z.infer<typeof evidenceSchema>;

const findingSchema = z.object({ criterion: word, outcome: word, basis: word, because: text });
export type SideFinding = z.infer<typeof findingSchema>;

const addressed = z.object({ id: word, host: word.optional(), port: z.number().optional() });
const list = <T extends z.ZodType>(item: T) => z.array(item).max(10_000).default([]);

const facilitySchema = z.object({
  facility: z.object({ name: text, code: text.optional() }),
  product: z.object({ name: text, version: text, vendor: text }).optional(),
  computers: list(z.object({ id: word, role: word })),
  dicom: z
    .object({ nodes: list(addressed.extend({ role: word, calledAe: word })) })
    .default({ nodes: [] }),
  hl7: z
    .object({ endpoints: list(addressed.extend({ role: word, transport: word.optional() })) })
    .default({ endpoints: [] }),
  lan: z.object({ paths: list(z.object({ id: word, server: text })) }).default({ paths: [] }),
  internet: z.object({ tests: list(z.object({ id: word, url: text })) }).default({ tests: [] }),
  web: z
    .object({ endpoints: list(z.object({ id: word, url: text, purpose: word })) })
    .default({ endpoints: [] }),
});
export type SideFacility = z.infer<typeof facilitySchema>;

const checklistSchema = z.object({ id: word, edition: text, sha256: word });
const common = {
  schemaVersion: z.literal(1),
  tool: z.object({ name: word, version: word }),
  assessedOn: word,
  checklist: checklistSchema,
  simulated: z.boolean(),
  evidence: z.array(evidenceSchema).max(100_000),
  findings: z.array(findingSchema).max(10_000),
};

/** `assessment.json`: a facility's. It has no member `scope`; one that says something else is not a facility's. */
export const sideSchema = z.object({
  ...common,
  scope: z.literal('facility').default('facility'),
  facility: facilitySchema,
  specialized: z.array(findingSchema).max(1_000),
  verdict: z.object({
    level: word,
    floor: word,
    ceiling: word,
    status: word,
    target: word.optional(),
    deciding: ids,
    blocking: ids,
  }),
});

/** `product-assessment.json`: a product's, without a level. */
export const productSideSchema = z
  .object({
    ...common,
    scope: z.literal('vendor'),
    product: z.object({ name: text, version: text, vendor: text }).nullable(),
  })
  .transform(({ product, ...rest }) => ({
    ...rest,
    facility: facilitySchema.parse({
      facility: { name: product?.name ?? '' },
      ...(product && { product }),
    }),
    specialized: [],
  }));

/** A facility's assessment. */
export type Side = z.infer<typeof sideSchema>;
/** A product's. */
export type ProductSide = z.infer<typeof productSideSchema>;
/** One of the two assessments compared. */
export type AnySide = Side | ProductSide;
