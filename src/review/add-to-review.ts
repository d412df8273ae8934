import type { Checklist } from '../checklist/schema.ts';
import type { Assessment } from '../report/assessment.ts';
import type {
  CouncilMember,
  CouncilReview,
  RecordedOpinion,
  RecordedVote,
  ReviewInput,
} from './review-schema.ts';
import { reviewedFindings } from './reviewed-findings.ts';

/** What an entry is recorded against. */
export interface ReviewSubject {
  readonly assessment: Assessment;
  /** SHA-256 of its canonical JSON. */
  readonly resultSha256: string;
  readonly checklist: Checklist;
  /** YYYY-MM-DD local. */
  readonly today: string;
}

/** Why an entry cannot be recorded. */
export type ReviewProblem =
  | { readonly code: 'unknown-member'; readonly member: string }
  | { readonly code: 'unknown-criterion'; readonly criterion: string }
  | { readonly code: 'in-the-future'; readonly member: string; readonly date: string };

/** The review with the new entries, or everything wrong with them. */
export type ReviewAddition =
  | { readonly ok: true; readonly review: CouncilReview; readonly added: number }
  | { readonly ok: false; readonly problems: readonly ReviewProblem[] };

/**
 * Adds a file's entries to what was recorded before. Pure. An entry that says what the member said last is not added
 * again; nothing recorded is ever removed. Opinions on named criteria outrank the same member's opinion on all.
 */
export function addToReview(
  earlier: CouncilReview | undefined,
  input: ReviewInput,
  subject: ReviewSubject,
): ReviewAddition {
  const problems = findProblems(input, subject);
  if (problems.length > 0) return { ok: false, problems };
  const members = new Map(input.council.members.map((one) => [one.id, one]));
  const opinions = [...(earlier?.opinions ?? [])];
  const votes = [...(earlier?.votes ?? [])];
  const before = opinions.length + votes.length;
  for (const one of expandOpinions(input, members, subject)) {
    const last = opinions.findLast(
      ({ by, criterion }) => by.id === one.by.id && criterion === one.criterion,
    );
    if (!isSame(last, one)) opinions.push(one);
  }
  for (const one of recordVotes(input, members, subject)) {
    if (
      !isSame(
        votes.findLast(({ by }) => by.id === one.by.id),
        one,
      )
    )
      votes.push(one);
  }
  const meeting = input.meeting ?? earlier?.meeting;
  return {
    ok: true,
    added: opinions.length + votes.length - before,
    review: {
      schemaVersion: 1,
      council: input.council,
      ...(meeting && { meeting }),
      opinions,
      votes,
    },
  };
}

function findProblems(input: ReviewInput, { checklist, today }: ReviewSubject): ReviewProblem[] {
  const members = new Set(input.council.members.map(({ id }) => id));
  const criteria = new Set([...checklist.criteria, ...checklist.specialized].map(({ id }) => id));
  const problems: ReviewProblem[] = [];
  for (const { member, date } of [...input.opinions, ...input.votes]) {
    if (!members.has(member)) problems.push({ code: 'unknown-member', member });
    if (date > today) problems.push({ code: 'in-the-future', member, date });
  }
  for (const criterion of input.opinions.flatMap((one) =>
    one.criteria === 'all' ? [] : one.criteria,
  )) {
    if (!criteria.has(criterion)) problems.push({ code: 'unknown-criterion', criterion });
  }
  return problems;
}

function expandOpinions(
  { opinions }: ReviewInput,
  members: ReadonlyMap<string, CouncilMember>,
  { assessment, resultSha256 }: ReviewSubject,
): RecordedOpinion[] {
  const findings = [...assessment.findings, ...assessment.specialized];
  const general = new Set(reviewedFindings(assessment));
  const named = new Set(
    opinions.flatMap(({ member, criteria }) =>
      criteria === 'all' ? [] : criteria.map((id) => `${member} ${id}`),
    ),
  );
  return opinions.flatMap(({ member, criteria, date, ...said }) => {
    const by = shortName(members.get(member));
    return findings
      .filter((finding) =>
        criteria === 'all'
          ? general.has(finding) && !named.has(`${member} ${finding.criterion}`)
          : criteria.includes(finding.criterion),
      )
      .map(({ criterion, outcome }) => ({
        by,
        criterion,
        ...said,
        date,
        outcome,
        resultSha256,
      }));
  });
}

function recordVotes(
  { votes }: ReviewInput,
  members: ReadonlyMap<string, CouncilMember>,
  { assessment, resultSha256 }: ReviewSubject,
): RecordedVote[] {
  return votes.map(({ member, level, ...said }) => ({
    by: shortName(members.get(member)),
    ...said,
    level: level ?? assessment.verdict.level,
    resultSha256,
  }));
}

function shortName(member: CouncilMember | undefined): RecordedOpinion['by'] {
  if (member === undefined) throw new Error('a member that was checked is not on the list');
  return { id: member.id, name: member.name, position: member.position };
}

/** Members of both are written in one order by the same code, so their texts can be compared. */
function isSame(a: object | undefined, b: object): boolean {
  return a !== undefined && JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
