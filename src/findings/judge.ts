import { describeRule } from '../checklist/describe-rule.ts';
import type { Condition, Criterion } from '../checklist/schema.ts';
import type { Absence } from '../evidence/evidence.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { type Evaluation, makeEvaluation } from './evaluation.ts';
import type { Finding, Outcome } from './finding.ts';
import { type JudgeContext, prepareContext } from './judge-context.ts';
import type { JudgeInput } from './judge-input.ts';
import { formatDay } from './messages.ts';
import { saySeen, sentenceSeen } from './seen.ts';

/** Judges every criterion of the table, in the circular's order. Pure: no clock, no disk, no network. */
export function judgeCriteria(input: JudgeInput): Finding[] {
  const context = prepareContext(input);
  return input.checklist.criteria.map((criterion) => judgeCriterion(criterion, context));
}

/** Judges the conditions of the Specialized level that are not in the table. */
export function judgeSpecialized(input: JudgeInput): Finding[] {
  const context = prepareContext(input);
  return input.checklist.specialized.map((criterion) => judgeCriterion(criterion, context));
}

function judgeCriterion(criterion: Criterion, context: JudgeContext): Finding {
  const { words } = context;
  const met = evaluateCondition(criterion.met, context);
  const absences = absencesAgainst(criterion, context);
  const failed = criterion.not_met ? evaluateCondition(criterion.not_met, context) : undefined;
  const common = {
    criterion: criterion.id,
    expected: describeRule(criterion.met, context.checklist, context.language),
    parts: judgeParts(criterion, context),
    remarks: (criterion.council ?? [])
      .filter(
        (one) => one.when === undefined || evaluateCondition(one.when, context).truth === 'true',
      )
      .map((one) => one[context.language]),
  };
  const finish = (
    outcome: Outcome,
    evaluation: Evaluation,
    because: string,
    missing: readonly string[],
  ): Finding => ({
    ...common,
    outcome,
    basis: evaluation.basis.join('+') || 'none',
    observed: saySeen(evaluation.observed, context.language) || words.nothingObserved,
    because,
    evidence: evaluation.evidence,
    missing,
    tolerances: evaluation.tolerances,
    ...(isSimulated(evaluation, context) && { simulated: true as const }),
  });

  if (failed?.truth === 'true') return finish('not-met', failed, words.becauseNotMet, []);
  if (absences.length > 0) {
    const because = met.truth === 'true' ? words.becauseAbsentDespite : words.becauseAbsent;
    return finish('not-met', fromAbsences(absences, context), because, []);
  }
  if (met.truth === 'true') return finish('met', met, words.becauseMet, []);
  const texts = met.missing.map((one) => one.text);
  if (met.truth === 'false') {
    const why = words.notSatisfied(saySeen(met.observed, context.language));
    return finish('undetermined', met, words.becauseUnsatisfied(why), [why, ...texts]);
  }
  const outcome = met.missing.every((one) => one.needs === 'statement')
    ? 'needs-attestation'
    : 'undetermined';
  return finish(outcome, { ...met, basis: [] }, words.becauseOpen(texts.join('; ')), texts);
}

/**
 * A declared absence counts against a criterion when it names the criterion, one of its required parts, or all of
 * its alternatives.
 */
function absencesAgainst(criterion: Criterion, context: JudgeContext): Absence[] {
  const declared = context.evidence.filter(
    (one): one is Absence => one.kind === 'absence' && one.date <= context.assessedOn,
  );
  const naming = (id: string) => declared.filter((one) => one.for.includes(id));
  const direct = [criterion.id, ...(criterion.parts ?? []).map((part) => part.id)].flatMap(naming);
  const alternatives = (criterion.any_of ?? []).map((part) => naming(part.id));
  const all =
    alternatives.length > 0 && alternatives.every((list) => list.length > 0)
      ? alternatives.flat()
      : [];
  return [...new Set([...direct, ...all])];
}

function fromAbsences(absences: readonly Absence[], context: JudgeContext): Evaluation {
  return makeEvaluation('true', {
    basis: ['attested'],
    evidence: absences.map((one) => one.id).sort(),
    observed: absences.map((one) =>
      sentenceSeen(
        context.words.absent(
          one.by.name,
          one.by.role,
          formatDay(one.date, context.language),
          one.statement,
        ),
      ),
    ),
  });
}

function judgeParts(criterion: Criterion, context: JudgeContext): Finding['parts'] {
  return [...(criterion.parts ?? []), ...(criterion.any_of ?? [])].map((part) => {
    const absent = context.evidence.some(
      (one) =>
        one.kind === 'absence' && one.date <= context.assessedOn && one.for.includes(part.id),
    );
    const branches = branchesOf(criterion.met, part.id);
    const met =
      branches.length > 0 &&
      branches.every((branch) => evaluateCondition(branch, context).truth === 'true');
    return { id: part.id, state: absent ? 'not-met' : met ? 'met' : 'open' };
  });
}

/** Outermost branches of a rule that answer one part: tagged with it, or attesting it. */
function branchesOf(condition: Condition, part: string): Condition[] {
  if ('attested' in condition) return condition.attested === part ? [condition] : [];
  if ('all' in condition)
    return condition.part === part
      ? [condition]
      : condition.all.flatMap((child) => branchesOf(child, part));
  if ('any' in condition)
    return condition.part === part
      ? [condition]
      : condition.any.flatMap((child) => branchesOf(child, part));
  return [];
}

function isSimulated(evaluation: Evaluation, context: JudgeContext): boolean {
  return context.evidence.some(
    (one) => one.simulated === true && evaluation.evidence.includes(one.id),
  );
}
