import { z } from 'zod';
import { conditionSchema } from './condition-schema.ts';

export type * from './condition-schema.ts';
export { operators } from './condition-schema.ts';

/**
 * The checklist as data: what the circular asks, and by which closed rules evidence answers it.
 * No code, no shell and no expressions: every operator is listed here.
 */

const bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const fileName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*\.yaml$/)
  .describe('A file beside checklist.yaml, never a path');
const part = z.strictObject({
  id: z.string().regex(/^[a-z]+-\d\d\.[a-z0-9-]+$/),
  vi: z.string().min(1),
  en: z.string().min(1),
});

const criterionId = z.string().regex(/^[a-z]+-\d\d$/);

export const criterionSchema = z.strictObject({
  id: criterionId,
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
  replaces: z
    .array(criterionId)
    .min(1)
    .max(20)
    .optional()
    .describe(
      'Criteria of the extended edition that this one takes the place of; its own id too where it goes on changed or in part',
    ),
});

export const criteriaFileSchema = z.strictObject({
  group: z.strictObject({ code: z.string(), vi: z.string(), en: z.string() }),
  criteria: z.array(criterionSchema).min(1),
});

/** What a kind of paper can be asked to state, beyond its issuer and dates. */
export const paperFields = [
  'subject',
  'productVersion',
  'holder',
  'scope',
  'number',
  'certificateNumber',
  'demonstratedOn',
  'concerns',
] as const;
export type PaperField = (typeof paperFields)[number];

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
  requires: z
    .array(z.enum(paperFields))
    .optional()
    .describe('A paper of this kind that does not state all of these does not count'),
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
  extends: z
    .strictObject({
      id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
      dropped: z
        .array(
          z.strictObject({ criterion: criterionId, vi: z.string().min(1), en: z.string().min(1) }),
        )
        .default([])
        .describe('What is no longer asked, and why'),
    })
    .optional()
    .describe(
      'The edition before this one; its criteria go on here unless `replaces` or `dropped` say otherwise',
    ),
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
  cap: z
    .strictObject({
      criterion: z.string().describe('A criterion of the table that can be met in several ways'),
      beyond: z.string().describe('The one of its alternatives that holds at this level too'),
      condition: z.string().describe('The condition of this level that asks for that alternative'),
      vi: z.string().min(1),
      en: z.string().min(1),
    })
    .optional()
    .describe(
      'Said where the criterion is met by another alternative and the condition is open or not met; it must be true of both, and say what lifts the cap',
    ),
});

export type Criterion = z.infer<typeof criterionSchema>;
export type DocumentKind = z.infer<typeof documentKindSchema>;
export type ChecklistManifest = z.infer<typeof checklistManifestSchema>;
export type CriteriaGroup = z.infer<typeof criteriaFileSchema>['group'];
export type SpecializedCap = NonNullable<z.infer<typeof specializedFileSchema>['cap']>;
export type SpecializedPackage = z.infer<typeof specializedFileSchema>['packages'][number];

/** A checklist as loaded: criteria in the circular's order, with the hash of the exact bytes read. */
export interface Checklist {
  readonly manifest: ChecklistManifest;
  readonly groups: readonly (CriteriaGroup & { readonly criterionIds: readonly string[] })[];
  readonly criteria: readonly Criterion[];
  /** Conditions of the Specialized level beyond the table of criteria. */
  readonly specialized: readonly Criterion[];
  readonly packages: readonly SpecializedPackage[];
  /** Why a facility can stay at Advanced although every criterion of the table is met. */
  readonly cap?: SpecializedCap;
  readonly documentKinds: readonly DocumentKind[];
  /** SHA-256 over the files in the manifest's order, each preceded by its name and length. */
  readonly sha256: string;
}
