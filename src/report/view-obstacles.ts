import type { Outcome } from '../findings/finding.ts';
import { type GapStep, planGap } from '../gap/plan-gap.ts';
import { coverWords } from './cover-words.ts';
import { levelNames, outcomeNames } from './labels.ts';
import { codeOf, type ViewContext, wordingOf } from './view-context.ts';

const wordingMax = 45;
const observedMax = 110;
/** Lines that page 1 has room for; the rest is listed by code. */
const failedShown = 3;
const openShown = 6;
/** Page 1 must hold the council's word as well. */
const shownBesideCouncil = 2;
/** With more codes than this, each group is named once. */
const fullCodes = 8;

/** Page 1: per level, nearest first, what is in its way: what failed with its reason, what is open by name or by code. */
export function viewObstacles(context: ViewContext) {
  const { assessment, checklist, review } = context;
  const { stages } = planGap(assessment, checklist, assessment.verdict.target);
  const open = stages.flatMap(({ groups }) => groups.flatMap(({ steps }) => steps));
  const most = { failed: failedShown, open: openShown };
  const room =
    review === undefined ? most : { failed: shownBesideCouncil, open: shownBesideCouncil };
  const named = open.length <= room.open;
  return stages
    .filter(({ groups }) => groups.length > 0)
    .map((stage, index) => {
      const steps = inOrder(
        context,
        stage.groups.flatMap((group) => group.steps),
      );
      const words = coverWords(context.language);
      const title = index === 0 ? words.barsLevel : words.barsNext;
      const failed = steps.filter(({ outcome }) => outcome === 'not-met');
      const lines = named ? steps : failed.slice(0, room.failed);
      return {
        title: title(context.pick(levelNames[stage.level]), context.count(steps.length)),
        lines: lines.map((step) => viewLine(context, step)),
        lists: viewLists(
          context,
          steps.filter((step) => !lines.includes(step)),
        ),
      };
    });
}

function inOrder({ assessment }: ViewContext, steps: readonly GapStep[]): readonly GapStep[] {
  const place = new Map(
    [...assessment.findings, ...assessment.specialized].map(({ criterion }, at) => [criterion, at]),
  );
  const rank = ({ outcome }: GapStep) => (outcome === 'not-met' ? 0 : 1);
  return steps.toSorted(
    (a, b) => rank(a) - rank(b) || (place.get(a.criterion) ?? 0) - (place.get(b.criterion) ?? 0),
  );
}

function viewLine(context: ViewContext, { criterion, outcome }: GapStep) {
  const wording = wordingOf(context, context.criterion(criterion), criterion);
  const observed = context.findingOf(criterion)?.observed ?? '';
  return {
    code: codeOf(criterion),
    wording: context.shorten(wording, wordingMax),
    outcome: context.pick(outcomeNames[outcome]),
    /** What was seen against it; nothing for what is merely open. */
    observed:
      outcome === 'not-met' ? context.shorten(context.recorded(observed, 2_000), observedMax) : '',
  };
}

function viewLists(context: ViewContext, steps: readonly GapStep[]) {
  const { pick, count } = context;
  const order: readonly Outcome[] = ['not-met', 'undetermined', 'needs-attestation'];
  return order.flatMap((outcome) => {
    const own = steps.filter((step) => step.outcome === outcome);
    if (own.length === 0) return [];
    const codes = own.map(({ criterion }) => codeOf(criterion));
    return [
      {
        label: coverWords(context.language).countOf(pick(outcomeNames[outcome]), count(own.length)),
        codes: `${codes.length > fullCodes ? inGroups(codes) : codes.join(', ')}.`,
      },
    ];
  });
}

/** `PACS-02, 04, 07; TC-01`: every code, in a third of the room. */
function inGroups(codes: readonly string[]): string {
  const byGroup = Map.groupBy(codes, (code) => code.slice(0, code.indexOf('-') + 1));
  return [...byGroup]
    .map(([group, own]) => `${group}${own.map((code) => code.slice(group.length)).join(', ')}`)
    .join('; ');
}
