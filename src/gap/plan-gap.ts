import type { Checklist, Criterion } from '../checklist/schema.ts';
import type { Finding } from '../findings/finding.ts';
import type { Assessment } from '../report/assessment.ts';
import { decideLevel, rank, requiredCriteria } from '../verdict/decide-level.ts';
import { type Level, levels, type Verdict } from '../verdict/verdict.ts';
import { findBlockers, type GapBlocker } from './find-blockers.ts';

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
  /** What was seen that contradicts it, or that somebody declared it absent; in the language of the assessment. */
  readonly because: string;
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
  /** The lowest level that still asks for something: the shortest way leads there first. */
  readonly next?: NamedLevel;
  /** The highest level that open items could still give; what is not met would have to be put right beyond it. */
  readonly ceiling: Level;
  readonly status: Verdict['status'];
  /** The level applied for, when it is below the target. */
  readonly appliedFor?: NamedLevel;
  readonly stages: readonly GapStage[];
  /** One thing in the way of several criteria of the next level. */
  readonly blockers: readonly GapBlocker[];
  /** Why the facility cannot get beyond Advanced by papers of its own, in the language of the assessment. */
  readonly cap?: string;
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
  const { verdict } = assessment;
  const from = verdict.level;
  const target = wanted ?? chooseTarget(assessment);
  if (target === undefined) {
    const { ceiling, status } = verdict;
    return { from, ceiling, status, stages: [], blockers: [] };
  }
  // The dossier's own verdict ends at the level applied for; the way may lead beyond it.
  const { findings, specialized, language } = assessment;
  const beyond = decideLevel({ checklist, findings, specialized, target, language });
  const isBeyond = verdict.target !== undefined && rank(target) > rank(verdict.target);
  const { ceiling, status } = isBeyond ? beyond : verdict;
  const stages = planStages(assessment, checklist, target);
  const next = stages.find(({ groups }) => groups.length > 0);
  const open = new Set(
    next?.groups.flatMap(({ steps }) => steps.map(({ criterion }) => criterion)) ?? [],
  );
  return {
    from,
    target,
    ...(next && { next: next.level }),
    ceiling,
    status,
    ...(isBeyond && verdict.target && { appliedFor: verdict.target }),
    stages,
    blockers: findBlockers(assessment, checklist, open),
    ...(beyond.cap && { cap: beyond.cap.reason }),
  };
}

function planStages(
  assessment: Assessment,
  checklist: Checklist,
  target: NamedLevel,
): readonly GapStage[] {
  const findings = new Map(
    [...assessment.findings, ...assessment.specialized].map((one) => [one.criterion, one]),
  );
  const declared = new Set(
    assessment.evidence.flatMap(({ kind, id }) => (kind === 'absence' ? [id] : [])),
  );
  const taken = new Set<string>();
  return levels
    .filter((level): level is NamedLevel => level !== 'none' && rank(level) <= rank(target))
    .map((level) => {
      const required = requiredCriteria(level, checklist);
      const open = required.flatMap((one) => {
        const finding = findings.get(one.id);
        return finding === undefined ? [] : toStep(one, finding, declared);
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
}

function chooseTarget({ verdict }: Assessment): NamedLevel | undefined {
  if (verdict.target !== undefined && rank(verdict.target) > rank(verdict.level))
    return verdict.target;
  return levels.find(
    (level): level is NamedLevel => level !== 'none' && rank(level) > rank(verdict.level),
  );
}

function toStep(
  criterion: Criterion,
  finding: Finding,
  declared: ReadonlySet<string>,
): readonly GapStep[] {
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
      because: finding.evidence.some((id) => declared.has(id)) ? finding.because : finding.observed,
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
