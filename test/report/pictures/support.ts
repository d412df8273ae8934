import { measureText } from '../../../src/report/pictures/fit-text.ts';
import type { Mark, Picture } from '../../../src/report/pictures/picture.ts';

/** Names that people, or someone with bad intent, may have written. */
export const hostileNames: readonly string[] = [
  `</title></svg><script>alert(1)</script>"'&`,
  '\u202egnod\u202c\u2067مرحبا',
  'W'.repeat(10_000),
  'Ệ'.repeat(10_000),
  `Z${'\u0323\u0330'.repeat(5_000)}`,
  '\ud800\u0000\ufffe',
  '',
];

/** Everything of a picture that lies outside its edges, in words. */
export function outsideOf({ width, height, marks }: Picture): readonly string[] {
  return marks.flatMap((mark) => {
    const [left, top, right, bottom] = edgesOf(mark);
    const isInside =
      left >= -0.01 && top >= -0.01 && right <= width + 0.01 && bottom <= height + 0.01;
    return isInside ? [] : [JSON.stringify(mark).slice(0, 160)];
  });
}

function edgesOf(mark: Mark): readonly [number, number, number, number] {
  switch (mark.kind) {
    case 'rect':
    case 'hatch':
      return [mark.x, mark.y, mark.x + mark.width, mark.y + mark.height];
    case 'line':
      return [
        Math.min(mark.x1, mark.x2),
        Math.min(mark.y1, mark.y2),
        Math.max(mark.x1, mark.x2),
        Math.max(mark.y1, mark.y2),
      ];
    case 'circle':
      return [
        mark.x - mark.radius,
        mark.y - mark.radius,
        mark.x + mark.radius,
        mark.y + mark.radius,
      ];
    case 'polygon': {
      const xs = mark.points.map(([x]) => x);
      const ys = mark.points.map(([, y]) => y);
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    }
    case 'strokes': {
      const xs = mark.lines.flatMap((one) => one.slice(0, 2));
      const ys = mark.lines.map(([_x1, _x2, y]) => y);
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    }
    case 'text': {
      const long = measureText(mark.words, mark.size, mark.bold);
      const before = mark.anchor === 'end' ? long : mark.anchor === 'middle' ? long / 2 : 0;
      const x = mark.x - before;
      return [x, mark.y - mark.size * 0.75, x + long, mark.y + mark.size * 0.25];
    }
  }
}
