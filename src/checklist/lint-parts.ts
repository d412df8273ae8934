import type { LintContext, LintProblem } from './lint.ts';
import type { Condition } from './schema.ts';
import { branchesUnder, leavesUnder, rulesOf } from './walk-rule.ts';

/**
 * The sub-items of the circular against the rule: every one is answered, required ones are not made alternatives, and
 * alternatives are not made requirements.
 */
export function lintParts(context: LintContext): LintProblem[] {
  const { criterion } = context;
  const required = (criterion.parts ?? []).map((part) => part.id);
  const alternative = (criterion.any_of ?? []).map((part) => part.id);
  const answers = answersIn(criterion.met);
  const unknown = answers
    .filter((one) => ![...required, ...alternative, criterion.id].includes(one.part))
    .map((one) =>
      problem(
        context,
        'unknown-part',
        one.part,
        `không phải một ý của tiêu chí`,
        'is not a part of the criterion',
      ),
    );
  const unanswered = [...required, ...alternative]
    .filter((part) => !answers.some((one) => one.part === part))
    .map((part) =>
      problem(
        context,
        'unanswered-part',
        part,
        'không có nhánh nào của quy tắc trả lời',
        'is answered by no branch of the rule',
      ),
    );
  const optional = required
    .filter(
      (part) =>
        answers.some((one) => one.part === part) &&
        !answers.some((one) => one.part === part && !one.underAny),
    )
    .map((part) =>
      problem(
        context,
        'part-made-optional',
        part,
        'là ý bắt buộc nhưng nằm dưới "any"',
        'is required but stands under "any"',
      ),
    );
  const demanded = alternative
    .filter((part) => answers.some((one) => one.part === part && !one.underAny))
    .map((part) =>
      problem(
        context,
        'alternative-made-required',
        part,
        'là lựa chọn nhưng quy tắc bắt buộc phải có',
        'is an alternative but the rule requires it',
      ),
    );
  const foreign = [...required, ...alternative]
    .filter((part) => !part.startsWith(`${criterion.id}.`))
    .map((part) =>
      problem(
        context,
        'unknown-part',
        part,
        `phải bắt đầu bằng "${criterion.id}."`,
        `must start with "${criterion.id}."`,
      ),
    );
  return [...unknown, ...unanswered, ...optional, ...demanded, ...foreign, ...lintUnless(context)];
}

/**
 * What was not seen proves nothing: an `unless` needs something beside it, in the same `all`, that does. Inside another
 * branch of that `all` it may be one of several ways to be let through.
 */
function lintUnless(context: LintContext): LintProblem[] {
  return rulesOf(context.criterion).flatMap(({ rule }) =>
    branchesUnder(rule).flatMap(({ branch, parents }) => {
      if (!('unless' in branch)) return [];
      const isHeld = parents.some(
        (parent) => 'all' in parent && parent.all.some((one) => !restsOnUnless(one)),
      );
      return isHeld
        ? []
        : problem(
            context,
            'unless-alone',
            'unless',
            'phải đứng trong "all" cạnh một điều kiện khác',
            'must stand in an "all" beside another condition',
          );
    }),
  );
}

/** Whether a branch can hold because of an `unless` alone. */
function restsOnUnless(rule: Condition): boolean {
  if ('unless' in rule) return true;
  if ('any' in rule) return rule.any.some(restsOnUnless);
  return 'all' in rule && rule.all.every(restsOnUnless);
}

/** Branches and attestations that answer a part, and whether the rule can do without them. */
function answersIn(rule: Condition): { readonly part: string; readonly underAny: boolean }[] {
  const underAny = (parents: readonly Condition[]) =>
    parents.some((parent) => 'any' in parent && parent.any.length > 1);
  return [
    ...branchesUnder(rule).flatMap(({ branch, parents }) =>
      branch.part === undefined ? [] : { part: branch.part, underAny: underAny(parents) },
    ),
    ...leavesUnder(rule).flatMap(({ leaf, parents }) =>
      'attested' in leaf ? { part: leaf.attested, underAny: underAny(parents) } : [],
    ),
  ];
}

function problem(
  context: LintContext,
  check: string,
  part: string,
  vi: string,
  en: string,
): LintProblem {
  return { check, subject: context.criterion.id, vi: `"${part}" ${vi}`, en: `"${part}" ${en}` };
}
