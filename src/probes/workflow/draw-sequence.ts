import type { Language } from '../../locale/language.ts';
import type { WorkflowStepRow } from './facts.ts';
import type { StepId, StepOutcome } from './step-ids.ts';
import { nameOf } from './step-words.ts';

/** Who takes part, from left to right. */
const actors = ['his', 'ris', 'worklist', 'modality', 'pacs'] as const;
type Actor = (typeof actors)[number];

/** Who sends to whom in a step, and what; a query is drawn from the one that asks. */
const arrows: Readonly<Record<StepId, readonly (readonly [Actor, Actor, string])[]>> = {
  'negative-control': [['modality', 'worklist', 'C-FIND']],
  adt: [['his', 'ris', 'ADT^A04']],
  order: [['his', 'ris', 'ORM^O01 / OMI^O23']],
  'order-ack': [['ris', 'his', 'ACK']],
  worklist: [['modality', 'worklist', 'C-FIND']],
  'mpps-in-progress': [['modality', 'worklist', 'N-CREATE']],
  images: [['modality', 'pacs', 'C-STORE']],
  'mpps-completed': [['modality', 'worklist', 'N-SET']],
  'pacs-study': [['modality', 'pacs', 'C-FIND']],
  report: [['ris', 'his', 'ORU / MDM']],
  'correction-to-his': [['ris', 'his', 'ORU (C)']],
  'correction-to-ris': [['his', 'ris', 'ORC-1 = XO']],
  'patient-update': [['his', 'ris', 'ADT^A08']],
  'patient-merge': [['his', 'ris', 'ADT^A40']],
  cancel: [['his', 'ris', 'ORC-1 = CA']],
  removal: [['modality', 'pacs', 'DELETE / IOCM']],
};

const words = {
  vi: {
    title: 'Trình tự của một ca thử',
    actors: {
      his: 'HIS (rispacs)',
      ris: 'RIS',
      worklist: 'Danh sách chờ',
      modality: 'Thiết bị (rispacs)',
      pacs: 'PACS',
    },
    outcomes: {
      passed: 'đúng',
      failed: 'sai',
      warned: 'lưu ý',
      'not-reached': 'không tới được',
      'not-tried': 'không thử',
      'awaiting-person': 'đang chờ người làm',
    },
  },
  en: {
    title: 'Sequence of one test case',
    actors: {
      his: 'HIS (rispacs)',
      ris: 'RIS',
      worklist: 'Worklist',
      modality: 'Modality (rispacs)',
      pacs: 'PACS',
    },
    outcomes: {
      passed: 'passed',
      failed: 'failed',
      warned: 'warned',
      'not-reached': 'not reached',
      'not-tried': 'not tried',
      'awaiting-person': 'awaiting a person',
    },
  },
} satisfies Record<
  Language,
  {
    readonly title: string;
    readonly actors: Readonly<Record<Actor, string>>;
    readonly outcomes: Readonly<Record<StepOutcome, string>>;
  }
>;

/** The outcome stands in words beside each colour, so that a print without colours says the same. */
const colours: Readonly<Record<StepOutcome, string>> = {
  passed: '#1b7a3d',
  failed: '#b3261e',
  warned: '#8a5a00',
  'not-reached': '#6b7280',
  'not-tried': '#6b7280',
  'awaiting-person': '#1d4ed8',
};

const labelWidth = 330;
const laneWidth = 150;
const headHeight = 56;
const rowHeight = 40;
const width = labelWidth + laneWidth * actors.length;

/**
 * A sequence picture of the steps as SVG: life lines of the systems, one arrow per step in the colour of its outcome. Pure; the reader's own fonts are used.
 */
export function drawSequence(steps: readonly WorkflowStepRow[], language: Language): string {
  const text = words[language];
  const height = headHeight + rowHeight * steps.length + 16;
  const lanes = actors.map((actor) => {
    const x = centreOf(actor);
    return [
      `<text x="${x}" y="34" text-anchor="middle" font-weight="bold">${escapeXml(text.actors[actor])}</text>`,
      `<line x1="${x}" y1="44" x2="${x}" y2="${height - 8}" stroke="#9ca3af" stroke-dasharray="4 4"/>`,
    ].join('');
  });
  const rows = steps.map((step, index) => drawStep(step, index, language));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="13">`,
    `<title>${escapeXml(text.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...lanes,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

function drawStep(step: WorkflowStepRow, index: number, language: Language): string {
  const y = headHeight + rowHeight * index + rowHeight / 2;
  const colour = colours[step.outcome];
  const { outcomes } = words[language];
  const label = `${index + 1}. ${nameOf(step.step, language)}`;
  const isDone = step.outcome !== 'not-reached' && step.outcome !== 'not-tried';
  const drawn = arrows[step.step].map(([from, to, what]) =>
    drawArrow(centreOf(from), centreOf(to), y, what, colour, isDone),
  );
  return [
    '<g>',
    `<title>${escapeXml(`${label}: ${outcomes[step.outcome]}. ${step.observed}`)}</title>`,
    `<text x="12" y="${y - 2}">${escapeXml(label)}</text>`,
    `<text x="26" y="${y + 14}" fill="${colour}" font-size="12">${escapeXml(outcomes[step.outcome])}</text>`,
    ...drawn,
    '</g>',
  ].join('');
}

function drawArrow(
  from: number,
  to: number,
  y: number,
  what: string,
  colour: string,
  isDone: boolean,
): string {
  const direction = to > from ? 1 : -1;
  const tip = to - direction * 2;
  const head = `${tip},${y} ${tip - direction * 9},${y - 5} ${tip - direction * 9},${y + 5}`;
  return [
    `<line x1="${from}" y1="${y}" x2="${tip}" y2="${y}" stroke="${colour}" stroke-width="2"${isDone ? '' : ' stroke-dasharray="3 5"'}/>`,
    `<polygon points="${head}" fill="${colour}"/>`,
    `<text x="${(from + to) / 2}" y="${y - 6}" text-anchor="middle" font-size="11" fill="#374151">${escapeXml(what)}</text>`,
  ].join('');
}

function centreOf(actor: Actor): number {
  return labelWidth + laneWidth * (actors.indexOf(actor) + 0.5);
}

/** Text and attribute values; characters that XML does not have are left out. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
