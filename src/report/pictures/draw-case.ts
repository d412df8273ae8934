import type { WorkflowStepRow } from '../../probes/workflow/facts.ts';
import { fitText, measureText } from './fit-text.ts';
import { line, type Mark, type Picture, text } from './picture.ts';

/** Who takes part in a test case, from left to right. */
export const caseActors = ['his', 'ris', 'worklist', 'modality', 'pacs'] as const;
export type CaseActor = (typeof caseActors)[number];

type Step = WorkflowStepRow['step'];
type Outcome = WorkflowStepRow['outcome'];

/** Who begins each step towards whom, and what is sent where the transcript does not tell. */
const arrows: Readonly<Record<Step, readonly [from: CaseActor, to: CaseActor, what: string]>> = {
  'negative-control': ['modality', 'worklist', 'C-FIND'],
  adt: ['his', 'ris', 'ADT^A04'],
  order: ['his', 'ris', 'ORM^O01 / OMI^O23'],
  'order-ack': ['ris', 'his', 'ACK'],
  worklist: ['modality', 'worklist', 'C-FIND'],
  'mpps-in-progress': ['modality', 'worklist', 'N-CREATE'],
  images: ['modality', 'pacs', 'C-STORE'],
  'mpps-completed': ['modality', 'worklist', 'N-SET'],
  'pacs-study': ['modality', 'pacs', 'C-FIND'],
  report: ['ris', 'his', 'ORU / MDM'],
  'correction-to-his': ['ris', 'his', 'ORU (C)'],
  'correction-to-ris': ['his', 'ris', 'ORC-1 = XO'],
  'patient-update': ['his', 'ris', 'ADT^A08'],
  'patient-merge': ['his', 'ris', 'ADT^A40'],
  cancel: ['his', 'ris', 'ORC-1 = CA'],
  removal: ['modality', 'pacs', 'DELETE / IOCM'],
};

/** One step as it is drawn. */
export interface DrawnStep {
  readonly step: Step;
  readonly outcome: Outcome;
  readonly name: string;
  /** The outcome in words. */
  readonly outcomeName: string;
  /** What really went over the wire, such as `ORM^O01`. */
  readonly message?: string;
}

const labelWidth = 330;
const laneWidth = 134;
const width = labelWidth + laneWidth * caseActors.length;
const headHeight = 34;
const rowHeight = 35;
/** As many as half a landscape page holds beside its heading. */
const mostRows = 10;

/**
 * The sequence of a test case: a life line for each system, an arrow for each step. How a step ended stands beside it in
 * words; a step that was not done is dashed, one that failed ends in a cross. A long one is divided evenly into pictures
 * that fit on a page.
 */
export function drawCase(
  id: string,
  steps: readonly DrawnStep[],
  words: { readonly title: string; readonly actors: Readonly<Record<CaseActor, string>> },
): readonly Picture[] {
  const pictures = Math.ceil(steps.length / mostRows);
  const rows = Math.ceil(steps.length / Math.max(1, pictures));
  return Array.from({ length: pictures }, (_, index) => {
    const first = index * rows;
    const shown = steps.slice(first, first + rows);
    const height = headHeight + rowHeight * shown.length + 6;
    return {
      id: `${id}-${index + 1}`,
      width,
      height,
      title:
        pictures > 1
          ? `${words.title} (${first + 1}-${first + shown.length}/${steps.length})`
          : words.title,
      description: shown
        .map(({ name, outcomeName }, at) => `${first + at + 1}. ${name}: ${outcomeName}.`)
        .join(' '),
      marks: [
        ...caseActors.flatMap((actor) => drawLane(actor, words.actors[actor], height)),
        ...shown.flatMap((step, at) => drawStep(step, first + at, headHeight + rowHeight * at)),
      ],
    };
  });
}

function drawLane(actor: CaseActor, name: string, height: number): readonly Mark[] {
  const x = centreOf(actor);
  return [
    text(x, 18, fitText(name, 13, laneWidth - 4, true), 13, { anchor: 'middle', bold: true }),
    line([x, 26], [x, height - 4], 'middle', 1, true),
  ];
}

function drawStep(step: DrawnStep, index: number, top: number): readonly Mark[] {
  const { outcome, name, outcomeName, message } = step;
  const y = top + rowHeight / 2;
  const [from, to, usual] = arrows[step.step];
  const isBad = outcome === 'failed' || outcome === 'warned';
  const label = fitText(`${index + 1}. ${name}`, 13, labelWidth - 14);
  return [
    line([0, top], [width, top], 'light', 0.6),
    text(6, y - 2, label, 13),
    text(24, y + 12, fitText(outcomeName, 12, labelWidth - 40, true), 12, {
      bold: isBad,
      ink: isBad ? 'alarm' : 'black',
    }),
    ...drawArrow(centreOf(from), centreOf(to), y + 6, outcome, message ?? usual),
  ];
}

function drawArrow(
  from: number,
  to: number,
  y: number,
  outcome: Outcome,
  what: string,
): readonly Mark[] {
  const direction = to > from ? 1 : -1;
  const tip = to - direction * 3;
  const isDone = outcome !== 'not-reached' && outcome !== 'not-tried';
  const ink = outcome === 'failed' ? 'alarm' : isDone ? 'black' : 'middle';
  const words = fitText(what, 11.5, Math.abs(to - from) - 10);
  const centre = (from + to) / 2;
  const half = measureText(words, 11.5) / 2 + 2;
  return [
    line([from, y], [tip, y], ink, 1.6, !isDone),
    {
      kind: 'polygon',
      points: [
        [tip, y],
        [tip - direction * 9, y - 4.5],
        [tip - direction * 9, y + 4.5],
      ],
      fill: ink,
    },
    ...(outcome === 'failed' ? drawCross(to - direction * 22, y) : []),
    // A life line must not run through the words.
    {
      kind: 'rect',
      x: centre - half,
      y: y - 15,
      width: 2 * half,
      height: 12,
      fill: 'white',
    },
    text(centre, y - 5, words, 11.5, { anchor: 'middle' }),
  ];
}

function drawCross(x: number, y: number): readonly Mark[] {
  return [
    line([x - 5, y - 5], [x + 5, y + 5], 'alarm', 2.4),
    line([x - 5, y + 5], [x + 5, y - 5], 'alarm', 2.4),
  ];
}

function centreOf(actor: CaseActor): number {
  return labelWidth + laneWidth * (caseActors.indexOf(actor) + 0.5);
}
