import type { Finding, Outcome } from '../findings/finding.ts';
import { basisOrder } from '../findings/finding.ts';
import { basisMeanings, basisNames, outcomeNames } from './labels.ts';
import { pictureWords } from './picture-words.ts';
import { drawOutcomes, type OutcomeBar } from './pictures/draw-outcomes.ts';
import { isOpen, type ViewContext } from './view-context.ts';

const barOrder: readonly Outcome[] = ['met', 'not-met', 'undetermined', 'needs-attestation'];

/** Section III: counts by group and outcome, as a table and drawn, and on what the met criteria rest. */
export function viewResults(context: ViewContext) {
  const { assessment, checklist, say, count, pick } = context;
  const all = assessment.findings;
  const groups = checklist.groups.map((group) => {
    const members = new Set(group.criterionIds);
    return { name: pick(group), findings: all.filter((one) => members.has(one.criterion)) };
  });
  const chart = drawOutcomes(
    groups.map(({ name, findings }) => countBar(context, name, findings)),
    {
      title: pictureWords(context.language).outcomesTitle,
      legend: {
        met: pick(outcomeNames.met),
        'not-met': pick(outcomeNames['not-met']),
        undetermined: pick(outcomeNames.undetermined),
        'needs-attestation': pick(outcomeNames['needs-attestation']),
      },
    },
  );
  return {
    sentence: say.resultsSentence(
      count(all.length),
      count(countOf(all, 'met')),
      count(countOf(all, 'not-met')),
      count(all.filter(isOpen).length),
    ),
    groups: [
      ...groups.map(({ name, findings }) => viewGroup(context, name, findings, false)),
      viewGroup(context, say.allGroups, all, true),
    ],
    charts: groups.length === 0 ? [] : [{ caption: context.labels.groupsChart, picture: chart }],
    bases: basisOrder.map((kind) => ({
      name: pick(basisNames[kind]),
      count: count(assessment.verdict.makeUp[kind]),
      meaning: pick(basisMeanings[kind]),
    })),
  };
}

function viewGroup(
  { count }: ViewContext,
  name: string,
  findings: readonly Finding[],
  all: boolean,
) {
  return {
    name,
    all,
    total: count(findings.length),
    met: count(countOf(findings, 'met')),
    notMet: count(countOf(findings, 'not-met')),
    undetermined: count(countOf(findings, 'undetermined')),
    needs: count(countOf(findings, 'needs-attestation')),
  };
}

function countBar(context: ViewContext, name: string, findings: readonly Finding[]): OutcomeBar {
  const { outcomeCount, noCriteria } = pictureWords(context.language);
  const parts = barOrder
    .map((outcome) => ({ outcome, count: countOf(findings, outcome) }))
    .filter(({ count }) => count > 0);
  const words = parts.map(({ outcome, count }) => outcomeCount[outcome](context.count(count)));
  return { name, parts, words: words.length === 0 ? noCriteria : words.join(', ') };
}

function countOf(findings: readonly Finding[], outcome: Outcome): number {
  return findings.filter((finding) => finding.outcome === outcome).length;
}
