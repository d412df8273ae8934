import type { LossAnalysis, NumberedObject } from './analyse-loss.ts';
import { element, type Frame, text } from './svg.ts';

const height = 26;
const lostFill = '#111111';
const fills: Readonly<Record<NumberedObject['outcome'], string>> = {
  acknowledged: '#8fc3ae',
  refused: 'url(#drill-failed)',
  unanswered: 'url(#drill-failed)',
  unsent: '#b9c1c7',
};

/** The lane of numbered objects: one line for each at the time it was sent; a lost one in black, the whole height. */
export function drawObjects(loss: LossAnalysis, y: number, frame: Frame): string[] {
  const { node, objects, acknowledged, sent, after } = loss;
  const vi = frame.language === 'vi';
  const lost = new Set(after?.lostNumbers);
  const told =
    after?.lostNumbers === undefined
      ? vi
        ? 'không kiểm tra lại được'
        : 'could not be checked'
      : vi
        ? `xác nhận ${acknowledged}/${sent}, mất ${lost.size}`
        : `${acknowledged}/${sent} acknowledged, ${lost.size} lost`;
  return [
    text(frame.left - 10, y + 18, `C-STORE ${node}`, {
      'text-anchor': 'end',
      'font-weight': 'bold',
    }),
    text(frame.left - 10, y + 33, told, { 'text-anchor': 'end', 'font-size': 11 }),
    ...objects.map(({ number, atMs, outcome }) => {
      const isLost = lost.has(number);
      return element('rect', {
        x: frame.xOf(atMs),
        y: isLost ? y : y + 6,
        width: isLost ? 2 : 1,
        height: isLost ? height : height - 6,
        fill: isLost ? lostFill : fills[outcome],
      });
    }),
  ];
}
