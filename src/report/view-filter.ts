import { basisOrder, outcomes } from '../findings/finding.ts';
import { levels } from '../verdict/verdict.ts';
import { basisNames, levelNames, outcomeNames } from './labels.ts';
import type { ViewContext } from './view-context.ts';

/**
 * What the table of Annex I can be filtered by on the screen: group, outcome, basis, level. Only values that occur are
 * offered. A criterion that rests on two kinds of evidence is found under both.
 */
export function viewFilter(context: ViewContext) {
  const { assessment, checklist, labels, pick, say } = context;
  const { findings } = assessment;
  const bases = new Set(findings.flatMap(({ basis }) => basis.split('+')));
  const found = new Set(findings.map(({ outcome }) => outcome));
  const asked = new Set(
    findings.map(({ criterion }) => context.criterion(criterion)?.level ?? 'none'),
  );
  return {
    count: say.filterCount,
    partial: say.filterPartial,
    fields: [
      {
        name: 'group',
        label: labels.group,
        options: checklist.groups.map((group, index) => ({
          value: String(index + 1),
          text: pick(group),
        })),
      },
      {
        name: 'outcome',
        label: labels.outcome,
        options: outcomes
          .filter((outcome) => found.has(outcome))
          .map((outcome) => ({ value: outcome, text: pick(outcomeNames[outcome]) })),
      },
      {
        name: 'basis',
        label: labels.basis,
        options: basisOrder
          .filter((kind) => bases.has(kind))
          .map((kind) => ({ value: kind, text: pick(basisNames[kind]) })),
      },
      {
        name: 'level',
        label: labels.level,
        options: levels
          .filter((level) => asked.has(level) && level !== 'none')
          .map((level) => ({ value: level, text: pick(levelNames[level]) })),
      },
    ],
  };
}

/** The chapters, for a list of links that only screens show; on paper the PDF's outline serves. */
export function viewContents({ labels }: ViewContext, annexes: ContentsOfAnnexes) {
  const always = [
    's1',
    's2',
    's3',
    's4',
    's5',
    's6',
    's7',
    's8',
    's9',
    'a1',
    'a2',
    'a3',
    'a4',
  ] as const;
  return [
    { anchor: 'basis', text: labels.legalBasis },
    ...always.map((anchor) => ({ anchor, text: labels[anchor] })),
    ...(annexes.circular54.rows.length === 0 ? [] : [{ anchor: 'a5', text: labels.a5 }]),
    ...(annexes.sharing === undefined ? [] : [{ anchor: 'a6', text: annexes.sharing.title }]),
  ];
}

interface ContentsOfAnnexes {
  readonly circular54: { readonly rows: readonly unknown[] };
  readonly sharing?: { readonly title: string } | undefined;
}
