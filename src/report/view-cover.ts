import type { BasisKind } from '../findings/finding.ts';
import { basisOrder } from '../findings/finding.ts';
import type { Level } from '../verdict/verdict.ts';
import { hashAssessment } from './hash-assessment.ts';
import { basisNames, levelNames, outcomeNames } from './labels.ts';
import { drawHashCode } from './pictures/draw-hash-code.ts';
import {
  codeOf,
  findingsForLevel,
  isAppliedFor,
  isOpen,
  type ViewContext,
  wordingOf,
} from './view-context.ts';
import { viewCouncilOnCover } from './view-council.ts';

const obstaclesShown = 6;
/** Page 1 must hold the council's word as well. */
const obstaclesBesideCouncil = 2;
const obstacleWordingMax = 64;
const ladderLevels = ['basic', 'advanced', 'specialized'] as const;

/** Page 1: the proposed level, how sure it is, what stands in the way, and the hashes that tie it to its data. */
export function viewCover(context: ViewContext) {
  const { assessment, checklist, say, pick } = context;
  const { verdict } = assessment;
  const obstacles = listObstacles(context);
  const resultHash = hashAssessment(assessment);
  const shown = context.review === undefined ? obstaclesShown : obstaclesBesideCouncil;
  return {
    draftNote: say.draftNote(context.clip(pick(checklist.manifest.status), 420)),
    addressee: say.addressee(verdict.target ?? verdict.level),
    level: pick(levelNames[verdict.level]),
    makeUp: makeUpText(context),
    target: verdict.target === undefined ? say.noTarget : pick(levelNames[verdict.target]),
    range: rangeText(context),
    certainty:
      verdict.status === 'final'
        ? say.final
        : say.provisional(context.count(verdict.deciding.length)),
    grounds: groundsText(context),
    ladder: ladderLevels.map((level) => viewLadderRow(context, level)),
    obstacles: obstacles.slice(0, shown),
    moreObstacles:
      obstacles.length > shown ? say.moreObstacles(context.count(obstacles.length - shown)) : '',
    council: viewCouncilOnCover(context),
    resultHash,
    hashCode: drawHashCode(resultHash, {
      id: 'picture-result-hash',
      title: context.labels.resultHash,
    }),
    checklistHash: assessment.checklist.sha256,
  };
}

/** "(đo 12, kiểm tra 14, trình diễn 9, xác nhận 10)": what the proposed level is made of. */
export function makeUpText(context: ViewContext): string {
  const { makeUp } = context.assessment.verdict;
  const parts = basisOrder.map(
    (kind: BasisKind) => `${context.pick(basisNames[kind])} ${context.count(makeUp[kind])}`,
  );
  return `(${parts.join(', ')})`;
}

/** The level range in words. */
export function rangeText(context: ViewContext): string {
  const { floor, ceiling } = context.assessment.verdict;
  const name = (level: Level) => context.pick(levelNames[level]);
  if (floor === ceiling) return context.say.rangeOne(name(floor));
  return context.say.rangeTwo(name(floor), name(ceiling));
}

function groundsText(context: ViewContext): string {
  const { level, target } = context.assessment.verdict;
  // The same findings as the verdict's make-up counts: below Basic, all that were weighed.
  const counted = findingsForLevel(context, level === 'none' ? (target ?? 'specialized') : level);
  const met = counted.filter((finding) => finding.outcome === 'met');
  const alone = met.filter((finding) => finding.basis === 'attested').length;
  const withWord = met.filter((finding) => finding.basis.split('+').includes('attested')).length;
  return context.say.grounds(
    context.count(met.length),
    context.count(met.length - withWord),
    context.count(withWord - alone),
    context.count(alone),
  );
}

function viewLadderRow(context: ViewContext, level: (typeof ladderLevels)[number]) {
  const { say, count } = context;
  const findings = findingsForLevel(context, level);
  const met = findings.filter((finding) => finding.outcome === 'met').length;
  const notMet = findings.filter((finding) => finding.outcome === 'not-met').length;
  const open = findings.filter(isOpen).length;
  const base = {
    level: context.pick(levelNames[level]),
    proposed: context.assessment.verdict.level === level,
  };
  if (!isAppliedFor(context, level)) {
    return { ...base, total: '', met: '', notMet: '', open: '', meaning: say.notAppliedFor };
  }
  return {
    ...base,
    total: count(findings.length),
    met: count(met),
    notMet: count(notMet),
    open: count(open),
    meaning: ladderMeaning(context, notMet, open),
  };
}

function ladderMeaning({ say, count }: ViewContext, notMet: number, open: number): string {
  if (notMet > 0 && open > 0) return say.ladderBoth(count(notMet), count(open));
  if (notMet > 0) return say.ladderNotMet(count(notMet));
  if (open > 0) return say.ladderOpen(count(open));
  return say.ladderAllMet;
}

function listObstacles(context: ViewContext) {
  const { verdict } = context.assessment;
  const ids = [...new Set([...verdict.blocking, ...verdict.deciding])];
  return ids.map((id) => {
    const finding = context.findingOf(id);
    const wording = wordingOf(context, context.criterion(id), id);
    return {
      code: codeOf(id),
      wording: context.shorten(wording, obstacleWordingMax),
      outcome: finding === undefined ? '' : context.pick(outcomeNames[finding.outcome]),
    };
  });
}
