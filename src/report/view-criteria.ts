import type { Finding } from '../findings/finding.ts';
import { planGap } from '../gap/plan-gap.ts';
import { basisText, levelNames, outcomeNames, partStateNames, whoNames } from './labels.ts';
import { codeOf, isAppliedFor, type ViewContext, wordingOf } from './view-context.ts';
import { viewCouncilOnCriterion } from './view-council.ts';
import { viewEvidenceLinks } from './view-links.ts';

const listMax = 12;

/** Annex I: one row per criterion, grouped as the draft groups them. */
export function viewCriteria(context: ViewContext) {
  return context.checklist.groups.map((group, index) => {
    const members = new Set(group.criterionIds);
    return {
      /** The same number that the filter offers. */
      number: String(index + 1),
      name: context.pick(group),
      rows: context.assessment.findings
        .filter((finding) => members.has(finding.criterion))
        .map((finding) => viewCriterion(context, finding)),
    };
  });
}

/** One finding in print. */
export function viewCriterion(context: ViewContext, finding: Finding) {
  const { say, pick, recorded } = context;
  const criterion = context.criterion(finding.criterion);
  return {
    id: finding.criterion,
    code: codeOf(finding.criterion),
    ordinal: criterion === undefined ? '' : String(criterion.ordinal),
    wording: context.clip(wordingOf(context, criterion, finding.criterion), 600),
    level: criterion === undefined ? '' : pick(levelNames[criterion.level]),
    levelId: criterion?.level ?? '',
    kind: finding.outcome,
    basisIds: finding.basis.replaceAll('+', ' '),
    outcome: pick(outcomeNames[finding.outcome]),
    basis: basisText(finding.basis, context.language),
    observed: recorded(finding.observed),
    because: recorded(finding.because),
    remarks: finding.remarks.slice(0, 6).map((remark) => recorded(remark, 240)),
    evidence: viewEvidenceLinks(context, finding.evidence),
    parts: viewParts(context, finding),
    tt54: criterion?.tt54_2017 === undefined ? '' : say.tt54(criterion.tt54_2017),
    council: viewCouncilOnCriterion(context, finding.criterion),
    simulated: finding.simulated === true,
  };
}

function viewParts(context: ViewContext, finding: Finding) {
  const criterion = context.criterion(finding.criterion);
  const texts = new Map(
    [...(criterion?.parts ?? []), ...(criterion?.any_of ?? [])].map((part) => [part.id, part]),
  );
  return finding.parts.slice(0, listMax).map((part) => {
    const text = texts.get(part.id);
    return {
      text: text === undefined ? part.id : context.clip(context.pick(text), 600),
      state: context.pick(partStateNames[part.state]),
    };
  });
}

/** Section V: the two conditions of the Specialized level, unless it was not applied for. */
export function viewSpecialized(context: ViewContext) {
  const { assessment, checklist, say } = context;
  const names = checklist.packages.map((item) => `${item.ordinal}. ${context.pick(item)}`);
  return {
    notAppliedFor: isAppliedFor(context, 'specialized') ? '' : say.specializedNotAppliedFor,
    cap: capText(context),
    rows: assessment.specialized.map((finding) => viewCriterion(context, finding)),
    packages: say.packages(names.join('; ')),
  };
}

/** Why the level stays at Advanced: in the checklist's words, and in the language of the report where it has them. */
function capText({ assessment, checklist, pick, clip }: ViewContext): string {
  if (assessment.verdict.cap === undefined) return '';
  return clip(checklist.cap ? pick(checklist.cap) : assessment.verdict.cap.reason, 600);
}

/** Section VII: what stands between here and the next level, those that decide it first. */
export function viewRemaining(context: ViewContext) {
  const { assessment, say, count, pick } = context;
  const { blocking, deciding } = assessment.verdict;
  const remaining = [...assessment.findings, ...assessment.specialized].filter(
    (finding) => finding.outcome !== 'met',
  );
  const within = remaining.filter((finding) => {
    const level = context.criterion(finding.criterion)?.level ?? 'specialized';
    return isAppliedFor(context, level);
  });
  const rank = (finding: Finding) =>
    blocking.includes(finding.criterion) ? 0 : deciding.includes(finding.criterion) ? 1 : 2;
  const rows = within
    .toSorted((a, b) => rank(a) - rank(b))
    .map((finding) => {
      const remedy = context.criterion(finding.criterion)?.remedy;
      return {
        ...viewCriterion(context, finding),
        wording: context.shorten(
          wordingOf(context, context.criterion(finding.criterion), finding.criterion),
          160,
        ),
        role: [say.blocking, say.deciding, ''][rank(finding)] ?? '',
        missing: finding.missing.slice(0, listMax).map((line) => context.recorded(line, 300)),
        remedy: remedy === undefined ? '' : context.sentence(pick(remedy), 500),
        who: remedy === undefined ? '' : pick(whoNames[remedy.who]),
      };
    });
  const outside = remaining.length - within.length;
  const sentences = [
    rows.length === 0 ? say.remainingNone : say.remainingSome(count(rows.length)),
    ...(outside === 0 ? [] : [say.remainingOutside(count(outside))]),
  ];
  return { sentence: sentences.join(' '), path: viewPath(context), rows };
}

/** The way to the target in short: per level, how much is left and for whom. Empty when nothing is left. */
function viewPath(context: ViewContext) {
  const { assessment, checklist, pick, count } = context;
  const { stages } = planGap(assessment, checklist, assessment.verdict.target);
  return stages
    .filter(({ groups }) => groups.length > 0)
    .map((stage) => ({
      level: pick(levelNames[stage.level]),
      met: `${count(stage.met)}/${count(stage.required)}`,
      groups: stage.groups.map(
        ({ who, steps }) =>
          `${pick(whoNames[who])} (${count(steps.length)}): ${steps.map(({ criterion }) => codeOf(criterion)).join(', ')}`,
      ),
    }));
}

/** Ids in one line, the rest counted. */
export function listOf(context: ViewContext, ids: readonly string[]): string {
  const shown = ids.slice(0, listMax).join(', ');
  const left = ids.length - listMax;
  return left > 0 ? `${shown} (+${context.count(left)})` : shown;
}
