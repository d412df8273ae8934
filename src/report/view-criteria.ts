import type { Finding } from '../findings/finding.ts';
import { findingMessages } from '../findings/messages.ts';
import { basisText, levelNames, outcomeNames, partStateNames } from './labels.ts';
import { isTallRow } from './row-height.ts';
import { codeOf, isAppliedFor, type ViewContext, wordingOf } from './view-context.ts';
import { viewCouncilOnCriterion } from './view-council.ts';
import { viewEvidenceLinks } from './view-links.ts';

const listMax = 12;
/** Share of the wording that its parts must hold for the row to leave it to them. */
const leadCovered = 0.7;
/** Characters from which a wording is long. */
const leadFrom = 250;

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
  const wording = context.clip(wordingOf(context, criterion, finding.criterion), 600);
  const parts = viewParts(context, finding);
  return {
    id: finding.criterion,
    code: codeOf(finding.criterion),
    ordinal: criterion === undefined ? '' : String(criterion.ordinal),
    wording,
    /** The wording where its parts are listed below it: what they say is not said twice. */
    lead: leadOf(context, finding, wording, parts),
    level: criterion === undefined ? '' : pick(levelNames[criterion.level]),
    levelId: criterion?.level ?? '',
    kind: finding.outcome,
    basisIds: finding.basis.replaceAll('+', ' '),
    outcome: pick(outcomeNames[finding.outcome]),
    basis: basisText(finding.basis, context.language),
    observed: recorded(finding.observed),
    because: recorded(becauseInPrint(context, finding)),
    remarks: finding.remarks.slice(0, 12).map((remark) => recorded(remark, 600)),
    evidence: viewEvidenceLinks(context, finding.evidence, finding.criterion),
    parts,
    tall: isTallRow([
      {
        texts: [wording, ...parts.map(({ text, state }) => `${text}: ${state}`)],
        charactersPerLine: 28,
      },
      { texts: [finding.observed, ...finding.remarks], charactersPerLine: 46 },
    ]),
    tt54: criterion?.tt54_2017 === undefined ? '' : say.tt54(criterion.tt54_2017),
    council: viewCouncilOnCriterion(context, finding.criterion),
    simulated: finding.simulated === true,
  };
}

/** Why, without the stock sentence of a criterion that is met: its outcome says the same. */
function becauseInPrint({ assessment }: ViewContext, { because, outcome }: Finding): string {
  if (outcome === 'met' && because === findingMessages(assessment.language).becauseMet) return '';
  const [first = ''] = because;
  return `${first.toLocaleUpperCase('vi')}${because.slice(first.length)}`;
}

/**
 * A long wording that only strings its alternatives together, cut before the first of them: they are listed below it, word
 * for word.
 */
function leadOf(
  context: ViewContext,
  finding: Finding,
  wording: string,
  parts: readonly { readonly text: string }[],
): string {
  if (wording.length < leadFrom || context.criterion(finding.criterion)?.any_of === undefined)
    return wording;
  const places = parts.map(({ text }) => wording.indexOf(text));
  const first = Math.min(...places);
  const covered = parts.reduce((sum, { text }) => sum + text.length, 0);
  if (parts.length < 2 || first < 0 || covered < leadCovered * (wording.length - first))
    return wording;
  return `${wording.slice(0, first).trimEnd()} (${context.say.oneOfThese})`;
}

function viewParts(context: ViewContext, finding: Finding) {
  const criterion = context.criterion(finding.criterion);
  const alternatives = new Set(criterion?.any_of?.map(({ id }) => id));
  const texts = new Map(
    [...(criterion?.parts ?? []), ...(criterion?.any_of ?? [])].map((part) => [part.id, part]),
  );
  return finding.parts.slice(0, listMax).map((part) => {
    const text = texts.get(part.id);
    return {
      text: text === undefined ? part.id : context.clip(context.pick(text), 600),
      state:
        part.state === 'open' && finding.outcome === 'met' && alternatives.has(part.id)
          ? context.say.partNotNeeded
          : context.pick(partStateNames[part.state]),
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
export function capText({ assessment, checklist, pick, clip }: ViewContext): string {
  if (assessment.verdict.cap === undefined) return '';
  return clip(checklist.cap ? pick(checklist.cap) : assessment.verdict.cap.reason, 600);
}

/** Ids in one line, the rest counted. */
export function listOf(context: ViewContext, ids: readonly string[]): string {
  const shown = ids.slice(0, listMax).join(', ');
  const left = ids.length - listMax;
  return left > 0 ? `${shown} (+${context.count(left)})` : shown;
}
