import { z } from 'zod';
import {
  type AttestedLeaf,
  type Condition,
  type CountLeaf,
  type DocumentLeaf,
  type EachLeaf,
  type FactLeaf,
  type FigureLeaf,
  operators,
  type SomeLeaf,
} from '../checklist/condition-schema.ts';

/**
 * The rules of a checklist as a union, for the published JSON Schema. Reading a checklist dispatches on the key instead
 * and gives better messages, but a function cannot be published. Each form is held to the type that reading gives, and
 * a test holds the two to the same answers.
 */

const bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const scalar = z.union([z.boolean(), z.number(), z.string()]);
const factName = z
  .string()
  .regex(/^[a-z0-9]+(\.[a-z0-9-]+)+\.[A-Za-z][A-Za-z0-9]*$/)
  .describe('A fact: group.column, as `rispacs checklist facts` lists them');
const groupName = z.string().regex(/^[a-z0-9]+(\.[a-z0-9-]+)+$/);
const figureName = z.string().regex(/^[a-z0-9-]+\.[A-Za-z0-9]+$/);
const where = z
  .record(z.string(), z.union([scalar, z.array(scalar).min(1)]))
  .optional()
  .describe('Only rows whose columns hold one of these values');
const tolerance = bilingual.optional().describe('A figure that is ours, with its reason');

const comparison = {
  where,
  op: z.enum(operators),
  value: z.union([scalar, z.array(scalar)]).optional(),
  tolerance,
};

const fact = z
  .strictObject({ fact: factName, ...comparison })
  .describe('All rows that are known agree; none known, or disagreement, leaves it open');
const some = z
  .strictObject({ some: factName, ...comparison })
  .describe('One row that satisfies is enough');
const each = z
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
  })
  .describe('Every row; no row, or an unknown one, leaves it open');
const count = z.strictObject({
  count: groupName,
  where,
  distinct: z.string().optional(),
  atLeast: z.int().min(1),
  tolerance,
});
const attested = z.strictObject({
  attested: z.string().describe('Criterion id or the id of one of its parts'),
  insteadOf: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Counts only beside a recorded refusal, with its letter, for one of these probes'),
});
const document = z.strictObject({
  document: z.string().describe('Document kind'),
  namesProduct: z
    .boolean()
    .optional()
    .describe("The paper must name the facility's installed product"),
});
const figure = z.strictObject({
  figure: figureName,
  op: z.enum(['is', 'gte', 'lte', 'gt', 'lt']),
  value: z.number().optional(),
  than: figureName.optional(),
  tolerance,
});

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Holds<T extends true> = T;

/** Does not compile when a form differs from the type that reading a checklist gives. */
export type ConditionGrammarHolds =
  | Holds<Same<z.infer<typeof fact>, FactLeaf>>
  | Holds<Same<z.infer<typeof some>, SomeLeaf>>
  | Holds<Same<z.infer<typeof each>, EachLeaf>>
  | Holds<Same<z.infer<typeof count>, CountLeaf>>
  | Holds<Same<z.infer<typeof attested>, AttestedLeaf>>
  | Holds<Same<z.infer<typeof document>, DocumentLeaf>>
  | Holds<Same<z.infer<typeof figure>, FigureLeaf>>;

const part = z.string().optional().describe('The part of the criterion that this branch answers');
const branches = z.array(z.lazy((): z.ZodType<Condition> => conditionGrammar)).min(1);

/** A rule: leaves joined by `all` and `any`. */
export const conditionGrammar: z.ZodType<Condition> = z.union([
  z.strictObject({ all: branches, part }),
  z.strictObject({ any: branches, part }),
  fact,
  some,
  each,
  count,
  attested,
  document,
  figure,
]);
