import type { Checklist, Criterion } from '../checklist/schema.ts';
import { leavesUnder } from '../checklist/walk-rule.ts';
import { isObserved, type Refusal, type Statement } from '../evidence/evidence.ts';
import { indexFacts } from '../findings/fact-index.ts';
import type { Finding, Outcome } from '../findings/finding.ts';
import { judgeCriteria, judgeSpecialized } from '../findings/judge.ts';
import type { JudgeInput } from '../findings/judge-input.ts';
import { findingMessages, formatDay } from '../findings/messages.ts';
import { whyAttestationInvalid, whyDocumentInvalid } from '../findings/statement-validity.ts';
import { findStatementOptions } from './statement-options.ts';

/** What a statement does to one criterion, all other evidence being what it is. */
export interface CriterionEffect {
  readonly criterion: string;
  /**
   * `decides`: the outcome is another without it; `contributes`: less is missing with it; `confirms`: met with or
   * without it; `not-accepted`: this criterion takes no attestation; `none`: nothing changes.
   */
  readonly effect: 'decides' | 'contributes' | 'confirms' | 'not-accepted' | 'none';
  readonly before: Outcome;
  readonly after: Outcome;
  /** What the criterion still lacks. */
  readonly missing: readonly string[];
}

/** What a statement counts for. */
export interface StatementEffect {
  /** Why it does not count at all: no file, expired, dated after the assessment. */
  readonly invalid?: string;
  readonly criteria: readonly CriterionEffect[];
}

/** Weighs one statement of the dossier by judging its criteria with and without it. Pure. */
export function weighStatement(statement: Statement, input: JudgeInput): StatementEffect {
  const invalid = whyStatementInvalid(statement, input);
  const related = relatedCriteria(statement, input.checklist);
  const checklist = {
    ...input.checklist,
    criteria: input.checklist.criteria.filter((one) => related.includes(one)),
    specialized: input.checklist.specialized.filter((one) => related.includes(one)),
  };
  const without = input.evidence.filter((one) => one.id !== statement.id);
  const before = judgeAll({ ...input, checklist, evidence: without });
  const after = judgeAll({ ...input, checklist, evidence: [...without, statement] });
  const criteria = after.flatMap((finding, index): CriterionEffect[] => {
    const earlier = before[index];
    const criterion = related.find((one) => one.id === finding.criterion);
    if (!earlier || !criterion) return [];
    const accepted = isAccepted(statement, criterion, input.checklist);
    return [
      {
        criterion: finding.criterion,
        effect: accepted ? compareFindings(earlier, finding) : 'not-accepted',
        before: earlier.outcome,
        after: finding.outcome,
        missing: finding.missing,
      },
    ];
  });
  return { ...(invalid !== undefined && { invalid }), criteria };
}

/** Why a statement does not count, in words; `undefined` when nothing stands against it. */
export function whyStatementInvalid(statement: Statement, input: JudgeInput): string | undefined {
  const words = findingMessages(input.language);
  const context = { ...input, facts: indexFacts([]), words };
  const vi = input.language === 'vi';
  if (statement.kind === 'attestation') return whyAttestationInvalid(statement, context);
  if (statement.kind === 'document') return whyDocumentInvalid(statement, context);
  const day = formatDay(statement.date, input.language);
  if (statement.date > input.assessedOn) {
    return vi
      ? `đề ngày ${day}, sau ngày đánh giá ${formatDay(input.assessedOn, 'vi')}`
      : `dated ${day}, after the day of assessment ${input.assessedOn}`;
  }
  if (statement.kind === 'refusal' && statement.attachments.length === 0)
    return vi ? 'từ chối cho đo không có văn bản kèm theo' : 'the refusal has no letter attached';
  if (statement.kind === 'refusal' && wasObserved(statement, input)) {
    return vi
      ? `phép đo ${statement.probe} đã có kết quả, kết quả đo đứng trên lời từ chối`
      : `the probe ${statement.probe} has observed; what was seen outranks a refusal`;
  }
  return undefined;
}

function wasObserved(refusal: Refusal, input: JudgeInput): boolean {
  return input.evidence.some(
    (one) =>
      isObserved(one) &&
      one.probe === refusal.probe &&
      (refusal.subjectId === undefined || refusal.subjectId === one.subjectId),
  );
}

/** Findings on the table and on the Specialized conditions. */
export function judgeAll(input: JudgeInput): Finding[] {
  return [...judgeCriteria(input), ...judgeSpecialized(input)];
}

function compareFindings(before: Finding, after: Finding): CriterionEffect['effect'] {
  if (before.outcome !== after.outcome) return 'decides';
  if (after.outcome === 'met' || after.outcome === 'not-met')
    return before.observed === after.observed ? 'none' : 'confirms';
  const open = (finding: Finding) => finding.parts.filter((one) => one.state === 'open').length;
  const less = after.missing.length < before.missing.length || open(after) < open(before);
  return less ? 'contributes' : 'none';
}

function relatedCriteria(statement: Statement, checklist: Checklist): Criterion[] {
  return [...checklist.criteria, ...checklist.specialized].filter((one) =>
    isRelated(statement, one),
  );
}

function isRelated(statement: Statement, criterion: Criterion): boolean {
  switch (statement.kind) {
    case 'attestation':
    case 'absence': {
      const parts = [...(criterion.parts ?? []), ...(criterion.any_of ?? [])];
      const ids = [criterion.id, ...parts.map((part) => part.id)];
      return ids.some((id) => statement.for.includes(id));
    }
    case 'document':
      return criterion.accepts.includes(`document:${statement.documentKind}`);
    case 'refusal':
      return leavesUnder(criterion.met).some(
        ({ leaf }) => 'attested' in leaf && (leaf.insteadOf?.includes(statement.probe) ?? false),
      );
  }
}

function isAccepted(statement: Statement, criterion: Criterion, checklist: Checklist): boolean {
  if (statement.kind !== 'attestation') return true;
  const { attestable } = findStatementOptions(criterion, checklist);
  return attestable.some((one) => statement.for.includes(one.id));
}
