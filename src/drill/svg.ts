import type { Language } from '../locale/language.ts';

/** Where things are drawn. */
export interface Frame {
  /** Left edge of the time axis. */
  readonly left: number;
  /** Right edge. */
  readonly right: number;
  readonly xOf: (ms: number) => number;
  readonly language: Language;
}

type Attributes = Readonly<Record<string, string | number>>;

/** One empty element; numbers with at most one decimal. */
export function element(name: string, attributes: Attributes): string {
  return `<${name}${writeAttributes(attributes)}/>`;
}

/** A line of text at its baseline. */
export function text(x: number, y: number, words: string, attributes: Attributes = {}): string {
  return `<text${writeAttributes({ x, y, ...attributes })}>${escapeXml(words)}</text>`;
}

/** Makes any text safe between tags and within quotes; characters that XML 1.0 does not know are replaced. */
export function escapeXml(words: string): string {
  return words
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function writeAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => {
      const shown = typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
      return ` ${name}="${escapeXml(shown)}"`;
    })
    .join('');
}

const smallLetter = 6;

/** Width of a line at font size 11, generously. */
export function widthOfSmallPrint(words: string): number {
  return words.length * smallLetter;
}
