import type { Outcome } from '../findings/finding.ts';
import type { Assessment } from '../report/assessment.ts';
import { hashAssessment } from '../report/hash-assessment.ts';
import type { Level } from '../verdict/verdict.ts';
import type { CouncilReview, CouncilVote, RecordedOpinion, RecordedVote } from './review-schema.ts';
import { reviewedFindings } from './reviewed-findings.ts';

/** What the council says of one criterion: the last word of each member, beside the tool's outcome. */
export interface CriterionReview {
  readonly criterion: string;
  /** The tool's outcome now; the council never changes it. */
  readonly outcome: Outcome;
  readonly agree: number;
  readonly disagree: readonly RecordedOpinion[];
  readonly ask: readonly RecordedOpinion[];
  /** Some opinions were given when the tool's outcome was another one. */
  readonly outdated: boolean;
}

/** Votes on one level. */
export interface VoteTally {
  readonly level: Level;
  readonly counts: Readonly<Record<CouncilVote, number>>;
  readonly votes: readonly RecordedVote[];
}

/** The council's word on a result, counted. */
export interface ReviewSummary {
  readonly resultSha256: string;
  /** False when at least one entry is about another result than this one. */
  readonly concernsThisResult: boolean;
  readonly criteria: readonly CriterionReview[];
  /** Criteria with at least one disagreement, in the circular's order. */
  readonly disputed: readonly string[];
  readonly asked: readonly string[];
  /** Criteria that no member has spoken of. */
  readonly silent: readonly string[];
  readonly tallies: readonly VoteTally[];
}

/** Counts a review against the result it stands beside. Pure. */
export function summariseReview(review: CouncilReview, assessment: Assessment): ReviewSummary {
  const resultSha256 = hashAssessment(assessment);
  const opinions = lastOf(review.opinions, ({ by, criterion }) => `${by.id} ${criterion}`);
  const votes = lastOf(review.votes, ({ by }) => by.id);
  const general = new Set(reviewedFindings(assessment));
  const isNamed = (id: string) => opinions.some(({ criterion }) => criterion === id);
  const criteria = [...assessment.findings, ...assessment.specialized]
    .filter((finding) => general.has(finding) || isNamed(finding.criterion))
    .map(({ criterion, outcome }): CriterionReview => {
      const own = opinions.filter((one) => one.criterion === criterion);
      return {
        criterion,
        outcome,
        agree: own.filter(({ opinion }) => opinion === 'agree').length,
        disagree: own.filter(({ opinion }) => opinion === 'disagree'),
        ask: own.filter(({ opinion }) => opinion === 'ask'),
        outdated: own.some((one) => one.outcome !== outcome),
      };
    });
  const idsOf = (keep: (one: CriterionReview) => boolean) =>
    criteria.filter(keep).map(({ criterion }) => criterion);
  return {
    resultSha256,
    concernsThisResult: [...opinions, ...votes].every((one) => one.resultSha256 === resultSha256),
    criteria,
    disputed: idsOf(({ disagree }) => disagree.length > 0),
    asked: idsOf(({ ask }) => ask.length > 0),
    silent: idsOf(({ agree, disagree, ask }) => agree + disagree.length + ask.length === 0),
    tallies: [...Map.groupBy(votes, ({ level }) => level)].map(([level, cast]) => ({
      level,
      counts: {
        for: cast.filter(({ vote }) => vote === 'for').length,
        against: cast.filter(({ vote }) => vote === 'against').length,
        abstain: cast.filter(({ vote }) => vote === 'abstain').length,
      },
      votes: cast,
    })),
  };
}

function lastOf<T>(entries: readonly T[], keyOf: (entry: T) => string): readonly T[] {
  return [...new Map(entries.map((one) => [keyOf(one), one])).values()];
}
