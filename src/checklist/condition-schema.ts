import { z } from 'zod';

/**
 * The rules of a checklist: closed operators over named, typed facts and over what people put their name to. No code,
 * no shell and no expressions: every operator is listed here.
 */

const bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const scalar = z.union([z.boolean(), z.number(), z.string()]);
const factName = z
  .string()
  .regex(/^[a-z0-9]+(\.[a-z0-9-]+)+\.[A-Za-z][A-Za-z0-9]*$/)
  .describe('A fact: group.column, as `rispacs checklist facts` lists them');
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

/** Sections of the facility file whose entries can each be asked for, and the column that holds their id. */
export const declaredColumns = {
  databases: 'database',
  redundancy: 'cluster',
  backups: 'job',
} as const;
export type DeclaredSection = keyof typeof declaredColumns;
const declaredSections = [
  'databases',
  'redundancy',
  'backups',
] as const satisfies readonly DeclaredSection[];

/** Marks a figure that is ours and not the circular's; printed with its reason. */
const tolerance = bilingual.optional().describe('A figure that is ours, with its reason');

const comparison = {
  where: where.optional(),
  op: z.enum(operators),
  value: z.union([scalar, z.array(scalar)]).optional(),
  tolerance,
};

const factLeaf = z
  .strictObject({ fact: factName, ...comparison })
  .describe('All rows that are known agree; none known, or disagreement, leaves it open');
const someLeaf = z
  .strictObject({ some: factName, ...comparison })
  .describe('One row that satisfies is enough');
const eachLeaf = z
  .strictObject({
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
    everyDeclared: z
      .enum(declaredSections)
      .optional()
      .describe(
        'Every entry of this section of the facility file must have a row; where `where` names `of`, those entries only',
      ),
  })
  .describe('Every row; no row, or an unknown one, leaves it open');
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
  version: z
    .enum(['installed', 'unstated'])
    .optional()
    .describe(
      'installed: a version stated in the paper must be the installed one; unstated: only papers that state none',
    ),
  namesHolder: z
    .literal('vendor')
    .optional()
    .describe('The holder named in the paper must be the vendor of the installed product'),
  concerns: z
    .string()
    .regex(/^[a-z]+-\d\d\.[a-z0-9-]+$/)
    .optional()
    .describe('The paper must say that it is about this part of the criterion'),
  scopeNames: z
    .array(z.array(z.string().min(2)).min(1))
    .min(1)
    .optional()
    .describe('The scope in the paper must hold one word, whole, of each of these lists'),
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

/**
 * A rule: leaves joined by `all` and `any`. `part` names the sub-item of the circular a branch answers. `unless` holds
 * as long as its condition is not known to be true; it only ever narrows what stands beside it.
 */
export type Condition =
  | { readonly all: readonly Condition[]; readonly part?: string | undefined }
  | { readonly any: readonly Condition[]; readonly part?: string | undefined }
  | { readonly unless: Condition; readonly part?: undefined }
  | Leaf;

const part = z.string().optional().describe('The part of the criterion that this branch answers');
const branches = z.array(z.lazy((): z.ZodType<Condition> => conditionSchema)).min(1);

/** The forms a condition can take, by the key that names them. */
export const conditionForms = {
  all: z.strictObject({ all: branches, part }),
  any: z.strictObject({ any: branches, part }),
  /** Holds unless the condition is known to be true; proves nothing by itself. */
  unless: z.strictObject({ unless: z.lazy((): z.ZodType<Condition> => conditionSchema) }),
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
 * ten forms"; this points at the slip itself.
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
