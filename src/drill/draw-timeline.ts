import type { Language } from '../locale/language.ts';
import type { LossAnalysis } from './analyse-loss.ts';
import type { DrillAnalysis } from './analysis.ts';
import { drawObjects } from './draw-objects.ts';
import { drawService } from './draw-service.ts';
import { element, escapeXml, type Frame, text, widthOfSmallPrint } from './svg.ts';
import { nameService, tellLength, tellSeconds, tellVerdict } from './words.ts';

const width = 960;
const left = 220;
const right = 20;
const top = 64;
const laneHeight = 62;
const axisHeight = 84;
const mostTicks = 11;

/**
 * Draws what was seen as one strip per service over time, in SVG: full height answered, hatched dark failed, the nodes
 * that answered below it by letter. Readable in grey, by screen readers, and without any outside file. Pure.
 */
export function drawTimeline(analysis: DrillAnalysis, language: Language): string {
  const { services, losses, durationMs } = analysis;
  const lanes = services.length + losses.length;
  const height = top + lanes * laneHeight + axisHeight;
  const perMs = (width - left - right) / Math.max(1, durationMs);
  const frame: Frame = {
    left,
    right: width - right,
    xOf: (ms) => left + Math.min(Math.max(ms, 0), durationMs) * perMs,
    language,
  };
  const laneTop = (lane: number): number => top + lane * laneHeight;
  const bottom = laneTop(lanes);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="drill-title drill-desc" font-family="Tinos, 'Times New Roman', serif" font-size="13">`,
    `<title id="drill-title">${escapeXml(titleOf(language))}</title>`,
    `<desc id="drill-desc">${escapeXml(describe(analysis, language))}</desc>`,
    '<defs><pattern id="drill-failed" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="#b3261e"/><rect width="2" height="5" fill="#5f0d08"/></pattern></defs>',
    element('rect', { width, height, fill: '#ffffff' }),
    text(left, 22, titleOf(language), { 'font-size': 16, 'font-weight': 'bold' }),
    ...drawBaseline(analysis, frame, bottom),
    ...services.flatMap((one, lane) => drawService(one, laneTop(lane), frame)),
    ...losses.flatMap((one, lane) => drawObjects(one, laneTop(services.length + lane), frame)),
    ...drawAxis(durationMs, bottom, frame),
    ...drawLegend(bottom + 62, losses.length > 0, language),
    '</svg>',
    '',
  ].join('\n');
}

function titleOf(language: Language): string {
  return language === 'vi'
    ? 'Diễn biến khi chuyển đổi dự phòng'
    : 'What was seen during the failover';
}

/** The picture in words, for who cannot see it. */
function describe({ services, losses }: DrillAnalysis, language: Language): string {
  return [
    ...services.map(({ service, verdict, windows }) => {
      const lengths = windows.map((window) => tellLength(window, language)).join('; ');
      const told = tellVerdict(verdict, language);
      return `${nameService(service)}: ${told}${lengths === '' ? '' : ` (${lengths})`}.`;
    }),
    ...losses.map(({ node, acknowledged, after }) => tellLoss(node, acknowledged, after, language)),
  ].join(' ');
}

function tellLoss(
  node: string,
  acknowledged: number,
  after: LossAnalysis['after'],
  language: Language,
): string {
  const lost = after?.lostNumbers?.length;
  if (language === 'vi') {
    const ending = lost === undefined ? 'không kiểm tra lại được' : `mất ${lost}`;
    return `Đối tượng gửi tới ${node}: đã xác nhận ${acknowledged}, ${ending}.`;
  }
  const ending = lost === undefined ? 'could not be checked' : `${lost} lost`;
  return `Objects sent to ${node}: ${acknowledged} acknowledged, ${ending}.`;
}

function drawBaseline({ baselineMs }: DrillAnalysis, frame: Frame, bottom: number): string[] {
  const from = frame.xOf(0);
  const to = frame.xOf(baselineMs);
  return [
    element('rect', {
      x: from,
      y: top - 22,
      width: to - from,
      height: bottom - top + 22,
      fill: '#eef3f7',
    }),
    text(from + 4, top - 9, frame.language === 'vi' ? 'đoạn nền' : 'baseline', {
      'font-size': 11,
      fill: '#44535e',
    }),
  ];
}

function drawAxis(durationMs: number, y: number, frame: Frame): string[] {
  const stepMs = niceStep(durationMs);
  const count = Math.floor(durationMs / stepMs);
  return [
    element('line', { x1: left, y1: y, x2: width - right, y2: y, stroke: '#333333' }),
    ...Array.from({ length: count + 1 }, (_, index) => index * stepMs).flatMap((ms) => [
      element('line', {
        x1: frame.xOf(ms),
        y1: y,
        x2: frame.xOf(ms),
        y2: y + 5,
        stroke: '#333333',
      }),
      text(frame.xOf(ms), y + 19, tellSeconds(ms, frame.language), {
        'text-anchor': 'middle',
        'font-size': 11,
      }),
    ]),
  ];
}

function niceStep(durationMs: number): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600].map((seconds) => seconds * 1000);
  return (
    steps.find((step) => durationMs / step <= mostTicks) ?? Math.max(1, durationMs / mostTicks)
  );
}

function drawLegend(y: number, hasObjects: boolean, language: Language): string[] {
  const vi = language === 'vi';
  const entries: readonly (readonly [fill: string, words: string])[] = [
    ['#8fc3ae', vi ? 'có trả lời' : 'answered'],
    ['url(#drill-failed)', vi ? 'hỏng' : 'failed'],
    ['#b9c1c7', vi ? 'không hỏi được (do máy này)' : 'not asked (this computer)'],
    ['#d7dde2', vi ? 'máy trả lời: A, B…' : 'node that answered: A, B…'],
    ...(hasObjects
      ? [['#111111', vi ? 'đã xác nhận nhưng mất' : 'acknowledged and lost'] as const]
      : []),
  ];
  let x = right;
  return entries.flatMap(([fill, words]) => {
    const at = x;
    x += widthOfSmallPrint(words) + 40;
    const box = { x: at, y: y - 9, width: 12, height: 10, fill };
    return [
      element('rect', { ...box, stroke: '#333333', 'stroke-width': 0.4 }),
      text(at + 16, y, words, { 'font-size': 11 }),
    ];
  });
}
