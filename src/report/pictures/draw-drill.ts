import type { DrawnObjects, DrawnOutage, DrawnService, DrillWords } from './drill-lanes.ts';
import { fitText, measureText } from './fit-text.ts';
import { box, line, type Mark, type Picture, text } from './picture.ts';

const width = 1_000;
const left = 250;
const right = 985;
const top = 26;
const laneHeight = 60;
const stripTop = 16;
const stripHeight = 20;
const nodeHeight = 15;
const small = 11.5;
const mostLanes = 7;
const mostTicks = 10;
const stepsMs = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600].map((one) => one * 1_000);

/**
 * A drill over time: one strip per service, an outage as a solid band for as long as it lasted at least and a lined one
 * for as long as it lasted at most, below it the nodes that answered; after the services, numbered objects by their
 * number with the lost ones in black. Divided into pictures that fit on a page.
 */
export function drawDrill(
  id: string,
  drill: {
    readonly durationMs: number;
    readonly baselineMs: number;
    readonly services: readonly DrawnService[];
    readonly objects: readonly DrawnObjects[];
  },
  words: DrillWords,
): readonly Picture[] {
  const lanes: readonly (DrawnService | DrawnObjects)[] = [...drill.services, ...drill.objects];
  const pictures = Math.ceil(lanes.length / mostLanes);
  const durationMs = Math.max(1, drill.durationMs);
  const xOf = (ms: number): number =>
    left + (Math.min(Math.max(ms, 0), durationMs) / durationMs) * (right - left);
  return Array.from({ length: pictures }, (_, index) => {
    const shown = lanes.slice(index * mostLanes, (index + 1) * mostLanes);
    const services = shown.filter((lane) => 'outages' in lane);
    const objects = shown.filter((lane) => 'lostNumbers' in lane);
    const bottom = top + services.length * laneHeight;
    const axis = services.length > 0 ? drawAxis(durationMs, bottom, xOf, words) : [];
    const objectsTop = bottom + (services.length > 0 ? 30 : 0);
    const end = objectsTop + objects.length * laneHeight;
    return {
      id: `${id}-${index + 1}`,
      width,
      height: end + 46,
      title: words.title,
      description: shown.map(describeLane).join(' '),
      marks: [
        ...(services.length > 0 ? drawBaseline(drill.baselineMs, bottom, xOf, words) : []),
        ...services.flatMap((one, at) => drawService(one, top + at * laneHeight, durationMs, xOf)),
        ...axis,
        ...objects.flatMap((one, at) => drawObjects(one, objectsTop + at * laneHeight, words)),
        ...drawLegend(end + 14, words, objects.length > 0),
      ],
    };
  });
}

function describeLane(lane: DrawnService | DrawnObjects): string {
  if ('lostNumbers' in lane) return `${lane.name}: ${lane.words}.`;
  const outages = lane.outages.slice(0, 10).map(({ words }) => words);
  const nodes = [lane.before, lane.after].filter((one) => one !== undefined);
  return `${lane.name}: ${[lane.verdict, ...outages, ...nodes].join('; ')}.`;
}

function drawLabel(name: string, words: string, y: number): readonly Mark[] {
  const place = { anchor: 'end' as const };
  return [
    text(left - 10, y + 24, fitText(name, 13, left - 16, true), 13, { ...place, bold: true }),
    text(left - 10, y + 40, fitText(words, small, left - 14), small, place),
  ];
}

function drawService(
  service: DrawnService,
  y: number,
  durationMs: number,
  xOf: (ms: number) => number,
): readonly Mark[] {
  const { name, verdict, intervalMs, outages, before, after } = service;
  const strip = { y: y + stripTop, height: stripHeight };
  const first = outages[0];
  const last = outages.at(-1);
  const lastEnd = last === undefined ? 0 : last.fromMs + last.lowerMs;
  return [
    ...drawLabel(name, verdict, y),
    ...box({ x: left, width: right - left, ...strip }, 'light'),
    ...outages.flatMap(({ fromMs, lowerMs, upperMs }) => {
      // The answer before came one question earlier.
      const spare = upperMs === undefined ? 0 : Math.max(0, upperMs - lowerMs);
      const earliest = fromMs - Math.min(spare, intervalMs);
      const latest = upperMs === undefined ? durationMs : earliest + upperMs;
      const wide = { x: xOf(earliest), width: Math.max(3, xOf(latest) - xOf(earliest)), ...strip };
      const sure = {
        x: xOf(fromMs),
        width: Math.max(2, xOf(fromMs + lowerMs) - xOf(fromMs)),
        ...strip,
      };
      return [
        ...box(wide, 'white', { step: 5, stroke: 'middle' }),
        { kind: 'rect' as const, ...sure, fill: 'alarm' as const },
      ];
    }),
    ...noteOutages(outages, y + 12, xOf),
    ...drawNodes(before, 0, first?.fromMs ?? durationMs, y, xOf),
    ...(first === undefined || last?.upperMs === undefined
      ? []
      : drawNodes(after, lastEnd, durationMs, y, xOf)),
  ];
}

/** How long each outage lasted, above its beginning, where there is room. */
function noteOutages(
  outages: readonly DrawnOutage[],
  y: number,
  xOf: (ms: number) => number,
): readonly Mark[] {
  let free = left;
  return outages.flatMap(({ fromMs, words }) => {
    const shown = fitText(words, small, 220);
    const length = measureText(shown, small);
    const x = Math.min(xOf(fromMs), right - length);
    if (x < free) return [];
    free = x + length + 6;
    return [text(x, y, shown, small)];
  });
}

function drawNodes(
  words: string | undefined,
  fromMs: number,
  toMs: number,
  y: number,
  xOf: (ms: number) => number,
): readonly Mark[] {
  if (words === undefined) return [];
  const [x, end] = [xOf(fromMs), xOf(toMs)];
  if (end - x < 4) return [];
  const at = { x, y: y + stripTop + stripHeight + 2, width: end - x, height: nodeHeight };
  const isRoomy = at.width > 40;
  return [
    ...box(at, 'white'),
    ...(isRoomy ? [text(x + 4, at.y + 11.5, fitText(words, small, at.width - 8), small)] : []),
  ];
}

function drawBaseline(
  baselineMs: number,
  bottom: number,
  xOf: (ms: number) => number,
  words: DrillWords,
): readonly Mark[] {
  const x = xOf(baselineMs);
  return [
    line([x, 8], [x, bottom], 'black', 1, true),
    text(left, 16, fitText(words.baseline, small, Math.max(40, x - left - 4)), small),
  ];
}

function drawAxis(
  durationMs: number,
  y: number,
  xOf: (ms: number) => number,
  words: DrillWords,
): readonly Mark[] {
  const stepMs =
    stepsMs.find((step) => durationMs / step <= mostTicks) ?? Math.ceil(durationMs / mostTicks);
  const count = Math.floor(durationMs / stepMs);
  return [
    line([left, y], [right, y]),
    ...Array.from({ length: count + 1 }, (_, index) => index * stepMs).flatMap((ms) => [
      line([xOf(ms), y], [xOf(ms), y + 5]),
      text(xOf(ms), y + 18, fitText(words.seconds(ms), small, 70), small, { anchor: 'middle' }),
    ]),
  ];
}

function drawObjects(objects: DrawnObjects, y: number, words: DrillWords): readonly Mark[] {
  const { name, words: told, sent, lostNumbers } = objects;
  const strip = { x: left, y: y + stripTop, width: right - left, height: stripHeight };
  const each = strip.width / Math.max(1, sent);
  const inside = lostNumbers.filter((number) => number >= 1 && number <= sent);
  return [
    ...drawLabel(name, told, y),
    text(left, y + 11, words.objectNumbers, small),
    ...box(strip, 'light'),
    ...inside.map((number) => ({
      kind: 'rect' as const,
      x: left + (number - 1) * each,
      y: strip.y - 3,
      width: Math.max(1.6, each),
      height: stripHeight + 6,
      fill: 'black' as const,
    })),
    text(left, strip.y + stripHeight + 14, '1', small),
    text(right, strip.y + stripHeight + 14, words.count(sent), small, { anchor: 'end' }),
  ];
}

function drawLegend(y: number, { legend }: DrillWords, hasObjects: boolean): readonly Mark[] {
  const entries: readonly (readonly [words: string, draw: (x: number) => readonly Mark[]])[] = [
    [legend.answered, (x) => box(swatch(x, y), 'light')],
    [legend.atLeast, (x) => box(swatch(x, y), 'alarm')],
    [legend.atMost, (x) => box(swatch(x, y), 'white', { step: 5, stroke: 'middle' })],
    [legend.nodes, (x) => box(swatch(x, y), 'white')],
    ...(hasObjects ? [[legend.lost, (x: number) => box(swatch(x, y), 'black')] as const] : []),
  ];
  let x = 6;
  return entries.flatMap(([words, draw]) => {
    const at = x;
    x += 24 + measureText(words, small) + 14;
    return [...draw(at), text(at + 22, y + 10, words, small)];
  });
}

function swatch(x: number, y: number) {
  return { x, y, width: 16, height: 12 };
}
