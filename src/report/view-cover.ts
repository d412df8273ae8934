import type { BasisKind, Finding } from '../findings/finding.ts';
import { basisOrder } from '../findings/finding.ts';
import type { Level } from '../verdict/verdict.ts';
import { coverWords } from './cover-words.ts';
import { hashAssessment } from './hash-assessment.ts';
import { basisMeanings, basisNames, levelNames } from './labels.ts';
import { drawHashCode } from './pictures/draw-hash-code.ts';
import { findingsForLevel, isAppliedFor, isOpen, type ViewContext } from './view-context.ts';
import { viewCouncilOnCover } from './view-council.ts';
import { capText } from './view-criteria.ts';
import { viewObstacles } from './view-obstacles.ts';
import { viewUnmeasured } from './view-unmeasured.ts';

/** A name this long fills a line of page 1. */
const addresseeMax = 110;
/** Lines of its growing parts that page 1 holds at the ordinary size of type; with more it is set smaller. */
const linesOfPage = 23;
/** Characters that a line of each part holds. */
const lineOf = { letterhead: 26, addressee: 76, row: 76, obstacle: 84 };
const ladderLevels = ['basic', 'advanced', 'specialized'] as const;

/** Page 1: the proposed level, how sure it is, what stands in the way, and the hashes that tie it to its data. */
export function viewCover(context: ViewContext) {
  const { assessment, checklist, say, pick } = context;
  const { verdict } = assessment;
  const resultHash = hashAssessment(assessment);
  const obstacles = viewObstacles(context);
  const page = {
    draftNote: say.draftNote(context.clip(pick(checklist.manifest.status), 420)),
    addressee: viewAddressee(context),
    level: pick(levelNames[verdict.level]),
    /** In the place and size of the level while it is not decided: the lowest one alone would read as a failure. */
    undecided: viewUndecided(context),
    makeUp: makeUpText(context),
    target: verdict.target === undefined ? say.noTarget : pick(levelNames[verdict.target]),
    range: rangeText(context),
    certainty: certaintyText(context),
    grounds: groundsText(context),
    legend: legendText(context),
    unmeasured: viewUnmeasured(context),
    ladder: ladderLevels.map((level) => viewLadderRow(context, level)),
    obstacles,
    noObstacles: obstacles.length > 0 ? '' : capText(context) || context.labels.noObstacles,
    council: viewCouncilOnCover(context),
    resultHash,
    hashCode: drawHashCode(resultHash, {
      id: 'picture-result-hash',
      title: context.labels.resultHash,
    }),
    checklistHash: assessment.checklist.sha256,
  };
  return { ...page, dense: countLines(context, page) > linesOfPage };
}

interface CoverTexts {
  readonly addressee: { readonly text: string };
  readonly undecided: unknown;
  readonly range: string;
  readonly certainty: string;
  readonly grounds: string;
  readonly unmeasured: readonly string[];
  readonly council: string;
  readonly obstacles: ReturnType<typeof viewObstacles>;
}

/** Lines of the parts of page 1 that grow; the rest of it is always there. */
function countLines({ assessment }: ViewContext, page: CoverTexts): number {
  const lines = (width: number, texts: readonly string[]) =>
    texts.reduce((sum, text) => sum + Math.ceil(text.length / width), 0);
  const { name, parentBody } = assessment.facility.facility;
  const { range, certainty, grounds, unmeasured, council, obstacles } = page;
  return (
    lines(lineOf.letterhead, [name, parentBody ?? '']) +
    lines(lineOf.addressee, [page.addressee.text]) +
    (page.undecided === undefined ? 1 : 2) +
    lines(lineOf.row, [range, certainty, grounds, ...unmeasured, council]) +
    obstacles.reduce(
      (sum, { lines: own, lists }) =>
        sum +
        1 +
        lines(
          lineOf.obstacle,
          own.map((one) => Object.values(one).join(' - ')),
        ) +
        lines(
          lineOf.obstacle,
          lists.map(({ label, codes }) => `${label}: ${codes}`),
        ),
      0,
    )
  );
}

/** Who has the say on the level; a Basic report goes to the superior body, or stays in the house. */
function viewAddressee(context: ViewContext) {
  const { verdict, facility } = context.assessment;
  const { name, parentBody } = facility.facility;
  const words = coverWords(context.language);
  const text = words.addressee(
    verdict.target ?? verdict.level,
    context.shorten(name, addresseeMax),
    context.shorten(parentBody ?? '', addresseeMax),
  );
  return text === ''
    ? { label: '', text: words.archive }
    : { label: context.labels.addressee, text };
}

function viewUndecided(context: ViewContext) {
  const { verdict } = context.assessment;
  if (verdict.status === 'final') return undefined;
  const words = coverWords(context.language);
  const asked = findingsForLevel(context, verdict.target ?? 'specialized');
  const met = asked.filter(({ outcome }) => outcome === 'met').length;
  return {
    title: words.undecidedLevel,
    lowest: words.lowestLevel(
      context.pick(levelNames[verdict.level]),
      context.count(met),
      context.count(asked.length),
    ),
  };
}

/** Whether the level can still change, and how much of it is only somebody's word: the two are not the same. */
function certaintyText(context: ViewContext): string {
  const { count } = context;
  const { verdict } = context.assessment;
  const words = coverWords(context.language);
  const open = findingsForLevel(context, verdict.target ?? 'specialized').filter(isOpen).length;
  const change =
    verdict.status === 'provisional'
      ? words.deciding(count(verdict.deciding.length))
      : open > 0
        ? words.openWithoutEffect(count(open))
        : words.noneOpen;
  const { met, withWord, alone } = countWords(context);
  if (withWord === 0) return change;
  const byCouncil = ['advanced', 'specialized'].includes(verdict.target ?? verdict.level);
  return `${change} ${words.onWord(count(withWord), count(met), count(alone), byCouncil)}`;
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

/** The same findings as the verdict's make-up counts: below Basic, all that were weighed. */
function countedFindings(context: ViewContext): readonly Finding[] {
  const { level, target } = context.assessment.verdict;
  return findingsForLevel(context, level === 'none' ? (target ?? 'specialized') : level).filter(
    (finding) => finding.outcome === 'met',
  );
}

function countWords(context: ViewContext) {
  const met = countedFindings(context);
  return {
    met: met.length,
    withWord: met.filter((finding) => finding.basis.split('+').includes('attested')).length,
    alone: met.filter((finding) => finding.basis === 'attested').length,
  };
}

function groundsText(context: ViewContext): string {
  const { count } = context;
  const { met, withWord, alone } = countWords(context);
  return coverWords(context.language).grounds(
    count(met),
    count(met - withWord),
    count(withWord - alone),
    count(alone),
  );
}

/** What the four words of the make-up mean, and how much of what was inspected was inspected on paper alone. */
function legendText(context: ViewContext): string {
  const { assessment, pick, count } = context;
  const words = coverWords(context.language);
  const meanings = basisOrder.map(
    (kind) => `${pick(basisNames[kind])}: ${pick(basisMeanings[kind])}`,
  );
  const papers = new Set(
    assessment.evidence.filter(({ kind }) => kind === 'document').map(({ id }) => id),
  );
  const onPaper = countedFindings(context).filter(
    ({ basis, evidence }) =>
      basis === 'inspected' && evidence.length > 0 && evidence.every((id) => papers.has(id)),
  ).length;
  return words.legend(
    meanings.join('; '),
    onPaper === 0
      ? ''
      : words.papersOnly(count(onPaper), count(assessment.verdict.makeUp.inspected)),
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
