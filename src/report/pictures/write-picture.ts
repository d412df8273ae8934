import type { Ink, Mark, Picture } from './picture.ts';

const colours: Readonly<Record<Ink, string>> = {
  black: '#000000',
  dark: '#2f5d3a',
  alarm: '#9b1c1c',
  middle: '#8a8a8a',
  light: '#dcdcdc',
  white: '#ffffff',
  none: 'none',
};

/** More than any drawer makes: a picture must not hold up the printing of a report. */
const mostMarks = 5_000;
const mostHatchLines = 400;

type Attributes = Readonly<Record<string, string | number>>;

/**
 * One picture as an inline `<svg>`: named for screen readers by its title and description, no reference to anything
 * inside or outside the document, every text escaped.
 *
 * @throws RangeError for a coordinate that is not a finite number, an id that is not one, or more marks than can be drawn.
 */
export function writePicture({ id, width, height, title, description, marks }: Picture): string {
  if (!/^[a-z][a-z0-9-]{0,80}$/.test(id)) throw new RangeError('not an id of a picture');
  if (marks.length > mostMarks) throw new RangeError('too many marks in a picture');
  const box = `0 0 ${numberText(width)} ${numberText(height)}`;
  return [
    `<svg class="picture" viewBox="${box}" role="img" aria-labelledby="${id}-t ${id}-d">`,
    `<title id="${id}-t">${escapeXml(title)}</title>`,
    `<desc id="${id}-d">${escapeXml(description)}</desc>`,
    ...marks.map(writeMark),
    '</svg>',
  ].join('');
}

function writeMark(mark: Mark): string {
  switch (mark.kind) {
    case 'rect': {
      const { x, y, width, height, fill, stroke } = mark;
      return element('rect', {
        ...{ x, y, width: Math.max(0, width), height: Math.max(0, height), fill: colours[fill] },
        ...(stroke !== undefined && { stroke: colours[stroke], 'stroke-width': 0.7 }),
      });
    }
    case 'line': {
      const { x1, y1, x2, y2, stroke, thickness, dashed } = mark;
      return element('line', {
        ...{ x1, y1, x2, y2, stroke: colours[stroke], 'stroke-width': thickness },
        ...(dashed === true && { 'stroke-dasharray': '5 4' }),
      });
    }
    case 'circle': {
      const { x, y, radius, fill, stroke } = mark;
      return element('circle', {
        ...{ cx: x, cy: y, r: radius, fill: colours[fill], stroke: colours[stroke] },
        'stroke-width': 1,
      });
    }
    case 'polygon': {
      const points = mark.points.map(([x, y]) => `${numberText(x)},${numberText(y)}`).join(' ');
      return element('polygon', { points, fill: colours[mark.fill] });
    }
    case 'hatch':
      return element('path', {
        d: hatchPath(mark),
        fill: 'none',
        stroke: colours[mark.stroke],
        'stroke-width': 1.1,
      });
    case 'strokes':
      return element('path', {
        d: mark.lines
          .map(([x1, x2, y]) => `M${numberText(x1)} ${numberText(y)}H${numberText(x2)}`)
          .join(''),
        fill: 'none',
        stroke: colours[mark.stroke],
        'stroke-width': mark.thickness,
      });
    case 'text': {
      const { x, y, words, size, anchor, bold, ink } = mark;
      const attributes = writeAttributes({
        ...{ x, y, 'font-size': size },
        ...(anchor !== undefined && anchor !== 'start' && { 'text-anchor': anchor }),
        ...(bold === true && { 'font-weight': 'bold' }),
        ...(ink !== undefined && { fill: colours[ink] }),
      });
      // Words of another direction must not turn the line round.
      return `<text${attributes} direction="ltr" unicode-bidi="isolate">${escapeXml(words)}</text>`;
    }
  }
}

/** Lines rising at 45 degrees, cut at the box without a clip path, so that no id is needed. */
function hatchPath({ x, y, width, height, step }: Extract<Mark, { kind: 'hatch' }>): string {
  const reach = width + height;
  const distance = Math.max(step, reach / mostHatchLines, 0.5);
  const parts: string[] = [];
  for (let offset = distance; offset < reach; offset += distance) {
    const [x1, y1] = offset <= height ? [x, y + offset] : [x + offset - height, y + height];
    const [x2, y2] = offset <= width ? [x + offset, y] : [x + width, y + offset - width];
    parts.push(`M${numberText(x1)} ${numberText(y1)}L${numberText(x2)} ${numberText(y2)}`);
  }
  return parts.join('');
}

function element(name: string, attributes: Attributes): string {
  return `<${name}${writeAttributes(attributes)}/>`;
}

function writeAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? numberText(value) : value}"`)
    .join('');
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('a picture needs finite numbers');
  return String(Math.round(value * 100) / 100);
}

/** Text between tags; what XML 1.0 has no character for is replaced. */
function escapeXml(words: string): string {
  return words
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
