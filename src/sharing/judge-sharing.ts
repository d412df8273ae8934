import type { Condition } from '../checklist/condition-schema.ts';
import type { EvidenceRecord } from '../evidence/evidence.ts';
import { facilitySchema } from '../facility/schema.ts';
import { evaluateCondition } from '../findings/evaluate-condition.ts';
import type { Evaluation } from '../findings/evaluation.ts';
import { type JudgeContext, prepareContext } from '../findings/judge-context.ts';
import { saySeen, sentenceSeen } from '../findings/seen.ts';
import type { Language } from '../locale/language.ts';
import { sharingMessages } from './messages.ts';
import type { SharingRule, SharingRules } from './rule-schema.ts';
import type { SharingFinding, SharingOutcome, SharingStanding } from './sharing-finding.ts';

/** What judging one study, transfer or pair of laboratories may look at. */
export interface SharingInput {
  readonly rules: SharingRules;
  /** Of this one subject, and the statements that speak of all. */
  readonly evidence: readonly EvidenceRecord[];
  readonly about: SharingRule['about'];
  /** YYYY-MM-DD local. */
  readonly checkedOn: string;
  readonly language: Language;
}

/** Judges every rule that speaks of this kind of subject, in the order of the draft. Pure. */
export function judgeSharing(input: SharingInput): SharingFinding[] {
  const context = prepareContext({
    checklist: { criteria: [], specialized: [], documentKinds: input.rules.documentKinds },
    // These rules never ask which systems a facility has.
    facility: facilitySchema.parse({ schemaVersion: 1, facility: { name: '-' } }),
    evidence: input.evidence,
    assessedOn: input.checkedOn,
    language: input.language,
  });
  return input.rules.rules
    .filter((rule) => rule.about === input.about)
    .map((rule) => judgeRule(rule, context));
}

/** How the subject stands. Doctors' questions and lists that are not at hand never count for or against. */
export function summariseSharing(findings: readonly SharingFinding[]): SharingStanding {
  if (findings.some((one) => one.outcome === 'not-met')) return 'contradicted';
  const open: readonly SharingOutcome[] = ['signal', 'undetermined', 'needs-attestation'];
  return findings.some((one) => open.includes(one.outcome)) ? 'open' : 'nothing-against';
}

function judgeRule(rule: SharingRule, context: JudgeContext): SharingFinding {
  const words = sharingMessages(context.language);
  const finish = (
    outcome: SharingOutcome,
    because: string,
    evaluation?: Evaluation,
    missing: readonly string[] = [],
  ): SharingFinding => ({
    rule: rule.id,
    kind: rule.kind,
    outcome,
    basis: evaluation?.basis.join('+') || 'none',
    observed: saySeen(evaluation?.observed ?? [], context.language) || words.nothingObserved,
    because,
    evidence: evaluation?.evidence ?? [],
    missing,
    ...(rule.ambiguity && { ambiguity: rule.ambiguity[context.language] }),
    ...(isSimulated(evaluation, context) && { simulated: true as const }),
  });

  if (rule.kind === 'unavailable') return finish('not-concluded', words.listNotAtHand);
  if (rule.kind === 'clinical') return judgeClinical(rule, context, finish);

  const evaluate = (condition: Condition | undefined) =>
    condition === undefined ? undefined : evaluateCondition(condition, context);
  const applies = evaluate(rule.applies);
  // A study whose series are known, none of them of the kind the rule speaks of.
  if (applies !== undefined && applies.truth !== 'true' && knowsSubject(rule, context)) {
    return finish('not-relevant', words.notRelevant);
  }
  const failed = evaluate(rule.not_met);
  if (failed?.truth === 'true') return finish('not-met', words.contradicted, failed);
  const signal = evaluate(rule.signal);
  if (signal?.truth === 'true') return finish('signal', words.signal, signal);
  const met = evaluate(rule.met);
  if (met === undefined) return finish('undetermined', words.open(words.nothingObserved));
  if (met.truth === 'true') return finish('met', words.holds, met);
  const missing =
    met.missing.length > 0
      ? met.missing.map((one) => one.text)
      : [saySeen(met.observed, context.language)];
  const statementsOnly =
    met.truth === 'unknown' &&
    met.missing.length > 0 &&
    met.missing.every((one) => one.needs === 'statement');
  return finish(
    statementsOnly ? 'needs-attestation' : 'undetermined',
    words.open(missing.join('; ')),
    { ...met, basis: [] },
    missing,
  );
}

function judgeClinical(
  rule: SharingRule,
  context: JudgeContext,
  finish: (outcome: SharingOutcome, because: string, evaluation?: Evaluation) => SharingFinding,
): SharingFinding {
  const words = sharingMessages(context.language);
  const subject = { 'xn-06': 'laboratory', 'dq-05': 'legibility', 'dq-16': 'reuse' }[rule.id];
  const decisions = context.facts
    .rowsOf('sharing.decision')
    .filter((one) => one.row.subject === subject);
  const question = rule.asks?.[context.language] ?? rule[context.language];
  if (decisions.length === 0) return finish('for-doctor', words.forDoctor(question));
  const told = decisions.map(({ row }) =>
    words.decided(String(row.decision), String(row.by), String(row.on), row.reason),
  );
  return finish('decided', words.recorded, {
    truth: 'true',
    basis: ['attested'],
    evidence: [...new Set(decisions.map((one) => one.evidenceId))].sort(),
    observed: told.map(sentenceSeen),
    missing: [],
    tolerances: [],
  });
}

/** Whether enough was read to say that a rule does not speak of this subject. */
function knowsSubject(rule: SharingRule, context: JudgeContext): boolean {
  return rule.about !== 'study' || context.facts.rowsOf('sharing.series').length > 0;
}

function isSimulated(evaluation: Evaluation | undefined, context: JudgeContext): boolean {
  return context.evidence.some(
    (one) => one.simulated === true && evaluation?.evidence.includes(one.id) === true,
  );
}
