import { z } from 'zod';
import { type Condition, conditionForms } from '../checklist/condition-schema.ts';

/**
 * The rules of a checklist as a union, for the published JSON Schema. Reading a checklist dispatches on the key instead
 * and gives better messages, but a function cannot be published. The forms are those of reading, with branches that
 * lead back to the union; a test holds the two to the same answers.
 */

const { all, any, unless, fact, some, each, count, attested, document, figure } = conditionForms;
const branches = z.array(z.lazy((): z.ZodType<Condition> => conditionGrammar)).min(1);

/** A rule: leaves joined by `all` and `any`, held back by `unless`. */
export const conditionGrammar: z.ZodType<Condition> = z.union([
  all.extend({ all: branches }),
  any.extend({ any: branches }),
  unless.extend({ unless: z.lazy((): z.ZodType<Condition> => conditionGrammar) }),
  fact,
  some,
  each,
  count,
  attested,
  document,
  figure,
]);
