import type { Condition } from '../checklist/schema.ts';
import { evaluateCount, evaluateEach, evaluateFact, evaluateSome } from './evaluate-facts.ts';
import { evaluateAttested, evaluateDocument, evaluateFigure } from './evaluate-statements.ts';
import { type Evaluation, joinAll, joinAny, makeEvaluation } from './evaluation.ts';
import type { JudgeContext } from './judge-context.ts';
import { nameClaim } from './name-claim.ts';

/** Evaluates a rule in three values. The set of operators is closed: this function lists them all. */
export function evaluateCondition(condition: Condition, context: JudgeContext): Evaluation {
  if ('all' in condition)
    return joinAll(condition.all.map((child) => evaluateCondition(child, context)));
  if ('any' in condition) return evaluateAny(condition.any, context);
  if ('unless' in condition) return evaluateUnless(condition.unless, context);
  if ('fact' in condition) return evaluateFact(condition, context);
  if ('some' in condition) return evaluateSome(condition, context);
  if ('each' in condition) return evaluateEach(condition, context);
  if ('count' in condition) return evaluateCount(condition, context);
  if ('attested' in condition) return evaluateAttested(condition, context);
  if ('document' in condition) return evaluateDocument(condition, context);
  return evaluateFigure(condition, context);
}

/**
 * False when the condition is known to be true, true otherwise: what was not seen does not stand against the rest of a
 * rule. It brings no basis, because not having seen something proves nothing.
 */
function evaluateUnless(condition: Condition, context: JudgeContext): Evaluation {
  const child = evaluateCondition(condition, context);
  if (child.truth !== 'true') return makeEvaluation('true', {});
  const { basis, evidence, observed, tolerances } = child;
  return makeEvaluation('false', { basis, evidence, observed, tolerances });
}

/**
 * Alternatives. An attestation that stands in for a probe (`insteadOf`) is not one of them where a probe did see, and
 * saw the contrary: a letter about one system cannot talk away what was observed on another.
 */
function evaluateAny(alternatives: readonly Condition[], context: JudgeContext): Evaluation {
  const children = alternatives.map((child) => evaluateCondition(child, context));
  if (!children.some((child) => child.truth === 'false')) return joinAny(children);
  return joinAny(
    children.map((child, index) => {
      const leaf = alternatives[index];
      const standsIn = leaf !== undefined && 'attested' in leaf && leaf.insteadOf !== undefined;
      if (!standsIn || child.truth !== 'true') return child;
      const text = context.words.observationOutranks(nameClaim(leaf.attested, context));
      return { ...child, truth: 'unknown', basis: [], missing: [{ text, needs: 'probe' }] };
    }),
  );
}
