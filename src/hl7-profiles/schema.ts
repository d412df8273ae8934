import { z } from 'zod';

/**
 * Profiles of HL7 messages as data: which parts of a message are looked at, what is expected there, and where that is
 * written. No code and no expressions: every kind of expectation is listed here.
 */

const bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const id = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/);

/** How much a departure weighs: `fail` rejects the message, `warn` and `info` do not. */
export const severities = ['fail', 'warn', 'info'] as const;

/** Named ways of reading a value; each is explained in {@link formatChecks}. */
export const formats = [
  'day',
  'moment',
  'time',
  'uid',
  'integer',
  'short-string',
  'base64',
  'base64-jpeg',
  'base64-pdf',
  'base64-html',
  'base64-link',
  'link',
  'plain-text',
  'intact-text',
  'no-active-content',
  'citizen-id',
  'insurance-card',
] as const;

const path = z
  .string()
  .regex(/^[A-Z][A-Z0-9]{2}(?:-\d{1,3}(?:\[\d{1,2}\])?(?:\.\d{1,2}(?:\.\d{1,2})?)?)?$/)
  .describe(
    'PID, PID-3, PID-3.4, PID-3[1].4.1: every segment of that name; a repetition only when one is meant',
  );
const fieldPath = path.refine((text) => text.includes('-'), {
  error: 'a field is needed, such as ORC-1',
});

const test = z
  .strictObject({
    path: fieldPath,
    in: z.array(z.string()).min(1).optional(),
    not_in: z.array(z.string()).min(1).optional(),
    present: z.boolean().optional(),
  })
  .refine((one) => [one.in, one.not_in, one.present].filter((v) => v !== undefined).length === 1, {
    error: 'exactly one of in, not_in and present is needed',
  });

const sourceReference = z.strictObject({
  of: id.describe('One of `sources`, here or in the profile extended'),
  at: z.string().min(1).optional().describe('Section or table in it, by its own name'),
});

const stated = {
  severity: z
    .enum(severities)
    .describe('What it is once `verified`; an unverified rule that says fail only warns'),
  source: sourceReference,
  verified: z.boolean().describe('The text of the source was read for this very rule'),
};

const ruleSchema = z.strictObject({
  id,
  path,
  usage: z
    .enum(['R', 'RE', 'C', 'X'])
    .describe(
      'R required; RE may be empty, and is looked at when it is not; C required when `when` is true; X must be empty',
    ),
  name: bilingual.describe('What stands there, in words'),
  why: bilingual.optional().describe('What goes wrong otherwise'),
  when: z
    .array(test)
    .min(1)
    .optional()
    .describe(
      'All must be true, looked up in the nearest such segment before this one, else in the first of the message',
    ),
  where: z
    .array(test)
    .min(1)
    .optional()
    .describe(
      'Only segments of which all this is true; a path with the field of the rule is of the same repetition',
    ),
  whole: z
    .boolean()
    .optional()
    .describe('The whole repetition is the value, component separators included'),
  max: z.int().min(1).optional().describe('Segments: at most so many'),
  after: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Segments: one of these stands somewhere before'),
  followed_by: z
    .string()
    .optional()
    .describe('Segments: this one follows before the next segment of the same name'),
  table: z.string().optional().describe('One of `tables`'),
  not_in: z.array(z.string()).min(1).optional(),
  pattern: z
    .string()
    .optional()
    .describe('A regular expression for the whole value, without nested repetition'),
  max_length: z.int().min(1).optional().describe('In characters'),
  format: z.array(z.enum(formats)).min(1).optional().describe('Any of these'),
  same_as: fieldPath.optional(),
  differs_from: fieldPath.optional(),
  ...stated,
});

const remarkSchema = z.strictObject({
  finding: z
    .string()
    .min(1)
    .describe('A finding of the reader, of the deframer, or about a capture as a whole'),
  name: bilingual,
  why: bilingual.optional(),
  ...stated,
});

export const profileFileSchema = z.strictObject({
  id,
  title: bilingual,
  note: bilingual.optional(),
  extends: id.optional(),
  applies: z
    .array(
      z.strictObject({
        message: z
          .string()
          .regex(/^[A-Z]{3}(?:\^[A-Z0-9]{3})?$/)
          .describe('MSH-9.1, or MSH-9.1^MSH-9.2'),
        versions: z.array(z.string()).min(1).optional().describe('MSH-12.1; any when left out'),
      }),
    )
    .default([]),
  sources: z
    .record(
      id,
      z.strictObject({
        title: bilingual,
        url: z.url({ protocol: /^https?$/ }).optional(),
        unwritten: z
          .boolean()
          .optional()
          .describe(
            'There is no text that could be read, such as for practice or a remark of ours',
          ),
      }),
    )
    .default({}),
  tables: z
    .record(id, z.strictObject({ title: bilingual, values: z.array(z.string().min(1)).min(1) }))
    .default({}),
  rules: z.array(ruleSchema).default([]),
  encoding: z.array(remarkSchema).default([]),
  framing: z.array(remarkSchema).default([]),
  capture: z.array(remarkSchema).default([]),
});

export type ProfileFile = z.infer<typeof profileFileSchema>;
export type RuleEntry = z.infer<typeof ruleSchema>;
export type RemarkEntry = z.infer<typeof remarkSchema>;
export type FieldTest = z.infer<typeof test>;
export type FormatName = (typeof formats)[number];
export type Severity = (typeof severities)[number];
