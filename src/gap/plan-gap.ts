import type { Checklist, Criterion } from '../checklist/schema.ts';
import type { Finding } from '../findings/finding.ts';
import type { Assessment } from '../report/assessment.ts';
import { rank, requiredCriteria } from '../verdict/decide-level.ts';
import { type Level, levels } from '../verdict/verdict.ts';

type NamedLevel = Exclude<Level, 'none'>;

/**
 * What closing a criterion takes, lightest first. `state`: only a person's word or a paper is missing. `show`: it could
 * not be seen, so it must be looked at again. `fix`: what was seen contradicts the criterion.
 */
export const workKinds = ['state', 'show', 'fix'] as const;
export type WorkKind = (typeof workKinds)[number];
/** Who usually closes a criterion. */
export type GapOwner = Criterion['remedy']['who'];

/** One criterion to close. */
export interface GapStep {
  readonly criterion: string;
  readonly level: NamedLevel;
  readonly outcome: Exclude<Finding['outcome'], 'met'>;
  readonly work: WorkKind;
  readonly who: GapOwner;
  readonly remedy: { readonly vi: string; readonly en: string };
  readonly byHand: { readonly vi: string; readonly en: string };
  /** What is missing, in the language of the assessment. */
  readonly missing: readonly string[];
  /** Evidence that the criterion accepts. */
  readonly prepare: {
    /** Ids of document kinds. */
    readonly documents: readonly string[];
    /** Names of probes. */
    readonly probes: readonly string[];
    readonly attestation: boolean;
  };
}

/** What one level asks beyond the levels below it. */
export interface GapStage {
  readonly level: NamedLevel;
  /** Criteria of the level, inherited ones included. */
  readonly required: number;
  readonly met: number;
  /** Still to be closed for this level and all below it. */
  readonly openInAll: number;
  /** Fewest criteria first; inside a group, lightest work first. */
  readonly groups: readonly { readonly who: GapOwner; readonly steps: readonly GapStep[] }[];
}

/** The way from the proposed level to the target. */
export interface GapPlan {
  readonly from: Level;
  /** Absent when there is no level above the proposed one. */
  readonly target?: NamedLevel;
  readonly stages: readonly GapStage[];
}

/**
 * Orders what is open for a level: the next level first, since each level asks for all below it. Pure; says nothing new
 * about any criterion.
 * @param wanted - the target; else the level applied for, else the next one above the proposed level.
 */
export function planGap(
  assessment: Assessment,
  checklist: Checklist,
  wanted?: NamedLevel,
): GapPlan {
  const from = assessment.verdict.level;
  const target = wanted ?? chooseTarget(assessment);
  if (target === undefined) return { from, stages: [] };
  const findings = new Map(
    [...assessment.findings, ...assessment.specialized].map((one) => [one.criterion, one]),
  );
  const taken = new Set<string>();
  const stages = levels
    .filter((level): level is NamedLevel => level !== 'none' && rank(level) <= rank(target))
    .map((level) => {
      const required = requiredCriteria(level, checklist);
      const open = required.flatMap((one) => {
        const finding = findings.get(one.id);
        return finding === undefined ? [] : toStep(one, finding);
      });
      const own = open.filter(({ criterion }) => !taken.has(criterion));
      for (const { criterion } of own) taken.add(criterion);
      return {
        level,
        required: required.length,
        met: required.length - open.length,
        openInAll: open.length,
        groups: groupByOwner(own),
      };
    });
  return { from, target, stages };
}

function chooseTarget({ verdict }: Assessment): NamedLevel | undefined {
  if (verdict.target !== undefined && rank(verdict.target) > rank(verdict.level))
    return verdict.target;
  return levels.find(
    (level): level is NamedLevel => level !== 'none' && rank(level) > rank(verdict.level),
  );
}

function toStep(criterion: Criterion, finding: Finding): readonly GapStep[] {
  const { outcome } = finding;
  if (outcome === 'met') return [];
  const { vi, en, who } = criterion.remedy;
  const accepted = (prefix: string) =>
    criterion.accepts
      .filter((one) => one.startsWith(prefix))
      .map((one) => one.slice(prefix.length));
  return [
    {
      criterion: criterion.id,
      level: criterion.level,
      outcome,
      work: outcome === 'not-met' ? 'fix' : outcome === 'needs-attestation' ? 'state' : 'show',
      who,
      remedy: { vi, en },
      byHand: criterion.by_hand,
      missing: finding.missing,
      prepare: {
        documents: accepted('document:'),
        probes: accepted('probe:'),
        attestation: criterion.accepts.includes('attestation'),
      },
    },
  ];
}

function groupByOwner(steps: readonly GapStep[]): GapStage['groups'] {
  return [...Map.groupBy(steps, ({ who }) => who)]
    .map(([who, own]) => ({
      who,
      steps: own.toSorted((a, b) => workKinds.indexOf(a.work) - workKinds.indexOf(b.work)),
    }))
    .toSorted((a, b) => a.steps.length - b.steps.length);
}
