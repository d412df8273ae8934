import { z } from 'zod';
import { conditionSchema } from '../checklist/condition-schema.ts';
import type { documentKindSchema } from '../checklist/schema.ts';

/**
 * The draft circular on result sharing as data. It has no levels: each rule stands for itself, and says who can answer
 * it at all.
 */

const bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const fileName = z.string().regex(/^[a-z0-9][a-z0-9-]*\.yaml$/);

export const ruleKinds = [
  'machine',
  'machine-signal',
  'attested',
  'clinical',
  'unavailable',
] as const;

export const sharingRuleSchema = z.strictObject({
  id: z.string().regex(/^(xn|dq)-\d\d$/),
  ordinal: z.int().min(1),
  source: z.strictObject({
    ref: z.string().min(1).describe('Article, clause, point'),
    text: z.string().min(1).describe('Verbatim, slips included'),
  }),
  vi: z.string().min(1).describe('What is looked at, in our words'),
  en: z.string().min(1),
  kind: z
    .enum(ruleKinds)
    .describe(
      'machine: facts decide; machine-signal: facts give signs, a person concludes; attested: papers or a named person; clinical: a doctor decides, never the tool; unavailable: the draft’s lists are not at hand',
    ),
  about: z.enum(['study', 'transfer', 'laboratory']),
  accepts: z.array(z.string().regex(/^(facts|document:[a-z0-9-]+|attestation)$/)).default([]),
  applies: conditionSchema
    .optional()
    .describe('Only then does the rule speak of this study; its absence is not a failure'),
  met: conditionSchema.optional(),
  not_met: conditionSchema.optional().describe('Positive evidence to the contrary'),
  signal: conditionSchema.optional().describe('A sign that a person has to weigh'),
  ambiguity: bilingual.optional().describe('What the draft leaves open; printed'),
  asks: bilingual.optional().describe('What the person is asked'),
  by_hand: bilingual,
});

export const sharingRulesFileSchema = z.strictObject({
  group: z.strictObject({ code: z.string(), vi: z.string(), en: z.string() }),
  rules: z.array(sharingRuleSchema).min(1),
});

export const sharingManifestSchema = z.strictObject({
  id: z.string(),
  extends: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional()
    .describe('Edition this one starts from; a rule with the same id replaces the earlier one'),
  drops: z
    .array(z.string())
    .default([])
    .describe('Rules of the earlier edition that are no longer there'),
  edition: z.string(),
  title: bilingual,
  source: bilingual,
  status: bilingual,
  files: z.array(fileName).max(20),
  documents: fileName.optional(),
});

export type SharingRule = z.infer<typeof sharingRuleSchema>;
export type SharingRuleKind = (typeof ruleKinds)[number];
export type SharingManifest = z.infer<typeof sharingManifestSchema>;

/** The rules as loaded, the later edition's over the earlier one's, with the hash of the exact bytes read. */
export interface SharingRules {
  readonly manifest: SharingManifest;
  readonly groups: readonly {
    readonly code: string;
    readonly vi: string;
    readonly en: string;
    readonly ruleIds: readonly string[];
  }[];
  readonly rules: readonly SharingRule[];
  readonly documentKinds: readonly z.infer<typeof documentKindSchema>[];
  readonly sha256: string;
}
