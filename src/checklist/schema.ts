import { z } from 'zod';

/**
 * The checklist as data: what the circular asks, and by which closed rules evidence answers it.
 * No code, no shell and no expressions: every operator is listed here.
 */

const bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const scalar = z.union([z.boolean(), z.number(), z.string()]);
const factName = z.string().regex(/^[a-z0-9]+(\.[a-z0-9-]+)+\.[A-Za-z][A-Za-z0-9]*$/);
const fileName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*\.yaml$/)
  .describe('A file beside checklist.yaml, never a path');
const groupName = z.string().regex(/^[a-z0-9]+(\.[a-z0-9-]+)+$/);
const where = z
  .record(z.string(), z.union([scalar, z.array(scalar).min(1)]))
  .describe(
    'Only rows whose columns hold one of these values; a row where the column is unknown may or may not be a member',
  );

export const operators = [
  'is',
  'gte',
  'lte',
  'gt',
  'lt',
  'in',
  'includes',
  'includes-all',
  'on-or-after-assessment',
] as const;
export type Operator = (typeof operators)[number];

/** Marks a figure that is ours and not the circular's; printed with its reason. */
const tolerance = bilingual.optional();

const comparison = {
  where: where.optional(),
  op: z.enum(operators),
  value: z.union([scalar, z.array(scalar)]).optional(),
  tolerance,
};

const factLeaf = z.strictObject({ fact: factName, ...comparison });
const someLeaf = z.strictObject({ some: factName, ...comparison });
const eachLeaf = z.strictObject({
  each: factName,
  ...comparison,
  covering: z
    .strictObject({ column: z.string(), values: z.array(scalar).min(1) })
    .optional()
    .describe('Every one of these values must be represented among the rows'),
  everyComputer: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Every computer of the facility file with one of these roles must have a row'),
});
const countLeaf = z.strictObject({
  count: groupName,
  where: where.optional(),
  distinct: z.string().optional(),
  atLeast: z.int().min(1),
  tolerance,
});
const attestedLeaf = z.strictObject({
  attested: z.string().describe('Criterion id or the id of one of its parts'),
  insteadOf: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Counts only beside a recorded refusal, with its letter, for one of these probes'),
});
const documentLeaf = z.strictObject({
  document: z.string().describe('Document kind'),
  namesProduct: z
    .boolean()
    .optional()
    .describe("The paper must name the facility's installed product"),
});
const figureLeaf = z.strictObject({
  figure: z.string().regex(/^[a-z0-9-]+\.[A-Za-z0-9]+$/),
  op: z.enum(['is', 'gte', 'lte', 'gt', 'lt']),
  value: z.number().optional(),
  than: z
    .string()
    .regex(/^[a-z0-9-]+\.[A-Za-z0-9]+$/)
    .optional(),
  tolerance,
});

export type FactLeaf = z.infer<typeof factLeaf>;
export type SomeLeaf = z.infer<typeof someLeaf>;
export type EachLeaf = z.infer<typeof eachLeaf>;
export type CountLeaf = z.infer<typeof countLeaf>;
export type AttestedLeaf = z.infer<typeof attestedLeaf>;
export type DocumentLeaf = z.infer<typeof documentLeaf>;
export type FigureLeaf = z.infer<typeof figureLeaf>;
export type Leaf =
  | FactLeaf
  | SomeLeaf
  | EachLeaf
  | CountLeaf
  | AttestedLeaf
  | DocumentLeaf
  | FigureLeaf;

/** A rule: leaves joined by `all` and `any`. `part` names the sub-item of the circular a branch answers. */
export type Condition =
  | { readonly all: readonly Condition[]; readonly part?: string | undefined }
  | { readonly any: readonly Condition[]; readonly part?: string | undefined }
  | Leaf;

/** The forms a condition can take, by the key that names them. */
const conditionForms = {
  all: z.strictObject({
    all: z.array(z.lazy((): z.ZodType<Condition> => conditionSchema)).min(1),
    part: z.string().optional(),
  }),
  any: z.strictObject({
    any: z.array(z.lazy((): z.ZodType<Condition> => conditionSchema)).min(1),
    part: z.string().optional(),
  }),
  fact: factLeaf,
  some: someLeaf,
  each: eachLeaf,
  count: countLeaf,
  attested: attestedLeaf,
  document: documentLeaf,
  figure: figureLeaf,
} as const;
const conditionKeys = Object.keys(conditionForms) as readonly (keyof typeof conditionForms)[];

/**
 * Reads a rule by the key that names its form. A plain union would answer a slip deep in a rule with "matches none of
 * nine forms"; this points at the slip itself.
 */
export const conditionSchema: z.ZodType<Condition> = z
  .unknown()
  .transform((input, context): Condition => {
    const key = conditionKeys.find(
      (one) => typeof input === 'object' && input !== null && Object.hasOwn(input, one),
    );
    if (key === undefined) {
      context.issues.push({ code: 'invalid_value', values: [...conditionKeys], input });
      return z.NEVER;
    }
    const parsed = conditionForms[key].safeParse(input, { reportInput: true });
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.issues.push(toRawIssue(issue));
    return z.NEVER;
  });

/** An issue of an inner schema as the outer one takes it; it then carries the outer path before its own. */
function toRawIssue(issue: z.core.$ZodIssue): z.core.$ZodRawIssue {
  return { ...issue } as z.core.$ZodRawIssue;
}

const part = z.strictObject({
  id: z.string().regex(/^[a-z]+-\d\d\.[a-z0-9-]+$/),
  vi: z.string().min(1),
  en: z.string().min(1),
});

export const criterionSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+-\d\d$/),
  ordinal: z.int().min(1),
  source: z.strictObject({ row: z.string().min(1) }),
  vi: z.string().min(1).describe('Verbatim, slips included'),
  vi_normalised: z.string().optional(),
  vi_sub: z.array(z.string()).optional().describe('Verbatim dashes under the wording'),
  en: z.string().min(1),
  level: z.enum(['basic', 'advanced', 'specialized']),
  method: z.enum(['measured', 'inspected', 'demonstrated', 'attested', 'mixed']),
  why_not_automated: bilingual.optional(),
  accepts: z.array(z.string().regex(/^(probe:[a-z0-9-]+|document:[a-z0-9-]+|attestation)$/)).min(1),
  parts: z.array(part).optional().describe('Sub-items of the circular, all required'),
  any_of: z.array(part).optional().describe('Alternatives of the circular, one is enough'),
  demonstrate: z
    .array(bilingual)
    .optional()
    .describe('Points to show to the council; never extra conditions'),
  met: conditionSchema,
  not_met: conditionSchema
    .optional()
    .describe(
      'Positive evidence of failure, nothing else; a declared absence counts without being written here',
    ),
  council: z
    .array(
      z.strictObject({
        vi: z.string().min(1),
        en: z.string().min(1),
        when: conditionSchema.optional(),
      }),
    )
    .optional()
    .describe('What the council is asked to weigh; with `when`, only if that condition is true'),
  by_hand: bilingual.describe('How to check without this tool'),
  remedy: z.strictObject({
    vi: z.string().min(1),
    en: z.string().min(1),
    who: z.enum(['it', 'vendor', 'telecom', 'imaging', 'management']),
  }),
  tt54_2017: z.string().optional(),
});

export const criteriaFileSchema = z.strictObject({
  group: z.strictObject({ code: z.string(), vi: z.string(), en: z.string() }),
  criteria: z.array(criterionSchema).min(1),
});

export const documentKindSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  vi: z.string().min(1),
  en: z.string().min(1),
  expires: z
    .enum(['required', 'optional', 'none'])
    .describe('required: a paper of this kind without an end date does not count'),
  max_age_months: z.int().min(1).optional(),
  max_age_reason: bilingual
    .optional()
    .describe('An age limit is always ours, never the circular’s; the report prints this reason'),
  figures: z
    .array(
      z.strictObject({
        id: z.string(),
        unit: z.string().optional(),
        vi: z.string(),
        en: z.string(),
      }),
    )
    .optional(),
});

export const documentsFileSchema = z.strictObject({
  documents: z.array(documentKindSchema).min(1),
});

export const checklistManifestSchema = z.strictObject({
  id: z.string(),
  edition: z.string(),
  title: bilingual,
  source: bilingual,
  status: bilingual.describe('Legal status, printed on page 1'),
  levels: z.array(
    z.strictObject({
      id: z.enum(['basic', 'advanced', 'specialized']),
      vi: z.string(),
      en: z.string(),
      inherits: z.enum(['basic', 'advanced']).optional(),
      count: z
        .int()
        .min(1)
        .describe('Criteria and conditions of the level, inherited ones included'),
    }),
  ),
  below: bilingual,
  level_rule: bilingual,
  files: z.array(fileName).min(1).max(50).describe('In the order of the circular'),
  specialized: fileName,
  documents: fileName,
});

export const specializedFileSchema = z.strictObject({
  conditions: z.array(criterionSchema).min(1),
  packages: z
    .array(z.strictObject({ id: z.string(), ordinal: z.int(), vi: z.string(), en: z.string() }))
    .length(8),
});

export type Criterion = z.infer<typeof criterionSchema>;
export type DocumentKind = z.infer<typeof documentKindSchema>;
export type ChecklistManifest = z.infer<typeof checklistManifestSchema>;
export type CriteriaGroup = z.infer<typeof criteriaFileSchema>['group'];
export type SpecializedPackage = z.infer<typeof specializedFileSchema>['packages'][number];

/** A checklist as loaded: criteria in the circular's order, with the hash of the exact bytes read. */
export interface Checklist {
  readonly manifest: ChecklistManifest;
  readonly groups: readonly (CriteriaGroup & { readonly criterionIds: readonly string[] })[];
  readonly criteria: readonly Criterion[];
  /** Conditions of the Specialized level beyond the table of criteria. */
  readonly specialized: readonly Criterion[];
  readonly packages: readonly SpecializedPackage[];
  readonly documentKinds: readonly DocumentKind[];
  /** SHA-256 over the files in the manifest's order, each preceded by its name and length. */
  readonly sha256: string;
}
