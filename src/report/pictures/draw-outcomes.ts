import type { Outcome } from '../../findings/finding.ts';
import { wrapText } from './fit-text.ts';
import { box, line, type Mark, type Picture, text } from './picture.ts';

/** Criteria of one group, counted. */
export interface OutcomeBar {
  readonly name: string;
  /** In the order of drawing; outcomes that no criterion has are left out. */
  readonly parts: readonly { readonly outcome: Outcome; readonly count: number }[];
  /** The counts in words, printed under the bar. */
  readonly words: string;
}

const width = 640;
const left = 250;
const right = 634;
const top = 8;
const rowHeight = 42;
const barHeight = 16;
const nameSize = 12;
const wordsSize = 11.5;

/**
 * One stacked bar per group, all on one scale: each outcome has a shade of its own that a copier keeps, and its count
 * stands below in words.
 */
export function drawOutcomes(
  bars: readonly OutcomeBar[],
  words: {
    readonly title: string;
    readonly legend: Readonly<Record<Outcome, string>>;
  },
): Picture {
  const most = Math.max(1, ...bars.map(totalOf));
  const perCriterion = (right - left) / most;
  const bottom = top + bars.length * rowHeight;
  return {
    id: 'picture-outcomes',
    width,
    height: bottom + 30,
    title: words.title,
    description: bars.map(({ name, words: counts }) => `${name}: ${counts}.`).join(' '),
    marks: [
      ...bars.flatMap((bar, index) => drawBar(bar, top + index * rowHeight, perCriterion)),
      ...drawLegend(bottom + 10, words.legend),
    ],
  };
}

function drawBar(bar: OutcomeBar, y: number, perCriterion: number): readonly Mark[] {
  const names = wrapText(bar.name, nameSize, left - 14, 2);
  let x = left;
  const parts = bar.parts.flatMap(({ outcome, count }) => {
    const at = { x, y, width: count * perCriterion, height: barHeight };
    x += at.width;
    return shade(outcome, at);
  });
  return [
    ...names.map((words, index) =>
      text(left - 8, y + (names.length > 1 ? 9 : 13) + index * 14, words, nameSize, {
        anchor: 'end',
      }),
    ),
    line([left, y - 2], [left, y + barHeight + 2]),
    ...parts,
    text(left + 2, y + barHeight + 14, bar.words, wordsSize),
  ];
}

/** The shade of an outcome: solid, dense lines, grey, wide lines. */
export function shade(
  outcome: Outcome,
  at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): readonly Mark[] {
  switch (outcome) {
    case 'met':
      return box(at, 'dark');
    case 'not-met':
      return box(at, 'white', { step: 3.2, stroke: 'alarm' });
    case 'undetermined':
      return box(at, 'light');
    case 'needs-attestation':
      return box(at, 'white', { step: 9, stroke: 'middle' });
  }
}

const legendOrder: readonly (readonly [Outcome, number])[] = [
  ['met', 6],
  ['not-met', 90],
  ['undetermined', 214],
  ['needs-attestation', 402],
];

function drawLegend(y: number, names: Readonly<Record<Outcome, string>>): readonly Mark[] {
  return legendOrder.flatMap(([outcome, x]) => [
    ...shade(outcome, { x, y, width: 18, height: 12 }),
    text(x + 24, y + 10, names[outcome], wordsSize),
  ]);
}

function totalOf({ parts }: OutcomeBar): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}
