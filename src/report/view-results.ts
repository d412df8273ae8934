import type { Finding, Outcome } from '../findings/finding.ts';
import { basisOrder } from '../findings/finding.ts';
import { basisMeanings, basisNames } from './labels.ts';
import { isOpen, type ViewContext } from './view-context.ts';

const barOrder: readonly Outcome[] = ['met', 'not-met', 'undetermined', 'needs-attestation'];

/** Section III: counts by group and outcome, and on what the met criteria rest. */
export function viewResults(context: ViewContext) {
  const { assessment, checklist, say, count } = context;
  const all = assessment.findings;
  const groups = checklist.groups.map((group) => {
    const members = new Set(group.criterionIds);
    const findings = all.filter((finding) => members.has(finding.criterion));
    return viewGroup(context, context.pick(group), findings, false);
  });
  return {
    sentence: say.resultsSentence(
      count(all.length),
      count(countOf(all, 'met')),
      count(countOf(all, 'not-met')),
      count(all.filter(isOpen).length),
    ),
    groups: [...groups, viewGroup(context, say.allGroups, all, true)],
    bases: basisOrder.map((kind) => ({
      name: context.pick(basisNames[kind]),
      count: count(assessment.verdict.makeUp[kind]),
      meaning: context.pick(basisMeanings[kind]),
    })),
  };
}

function viewGroup(context: ViewContext, name: string, findings: readonly Finding[], all: boolean) {
  const { count, say } = context;
  const met = countOf(findings, 'met');
  return {
    name,
    all,
    total: count(findings.length),
    met: count(met),
    notMet: count(countOf(findings, 'not-met')),
    undetermined: count(countOf(findings, 'undetermined')),
    needs: count(countOf(findings, 'needs-attestation')),
    bar: barSegments(findings),
    barLabel: say.barLabel(name, count(met), count(findings.length)),
  };
}

/** Segments of a bar 100 units wide, in the order of the table's columns. */
export function barSegments(findings: readonly Finding[]) {
  let x = 0;
  return barOrder.flatMap((kind) => {
    const members = countOf(findings, kind);
    if (members === 0) return [];
    const width = (100 * members) / findings.length;
    const segment = { kind, x: round(x), width: round(width) };
    x += width;
    return [segment];
  });
}

function countOf(findings: readonly Finding[], outcome: Outcome): number {
  return findings.filter((finding) => finding.outcome === outcome).length;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
