/** What is not a PDF file in a form that is read here (ISO 32000-1 7). */
export class UnreadablePdf extends Error {
  override readonly name = 'UnreadablePdf';
}

/** A dictionary with its values as they are written; `end` is where it ends in the text. */
export interface RawDictionary {
  readonly entries: ReadonlyMap<string, string>;
  readonly end: number;
}

const space = /[\0\t\n\f\r ]*(?:%[^\r\n]*[\0\t\n\f\r ]*)*/y;
const plainToken = /[^\0\t\n\f\r ()<>[\]{}/%]+/y;
const reference = /(\d{1,10})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![A-Za-z0-9])/y;
const nameToken = /\/[^\0\t\n\f\r ()<>[\]{}/%]*/y;
const deepest = 60;

/** Where the next token begins, after white space and comments. */
export function skipSpace(text: string, at: number): number {
  space.lastIndex = at;
  return at + (space.exec(text)?.[0].length ?? 0);
}

/**
 * Where a value ends that begins at `at` (ISO 32000-1 7.3).
 * @throws UnreadablePdf.
 */
export function endOfValue(text: string, at: number, depth = 0): number {
  if (depth > deepest) throw new UnreadablePdf('nested too deep');
  if (text.startsWith('<<', at)) return readDictionary(text, at, depth + 1).end;
  const first = text[at];
  if (first === '<') return after(text, '>', at);
  if (first === '(') return endOfString(text, at);
  if (first === '[') {
    let next = skipSpace(text, at + 1);
    while (text[next] !== ']') next = skipSpace(text, endOfValue(text, next, depth + 1));
    return next + 1;
  }
  for (const token of [reference, nameToken, plainToken]) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match) return at + match[0].length;
  }
  throw new UnreadablePdf('no value');
}

/**
 * Reads a dictionary that begins at `at`. Of a key that stands twice the last one counts.
 * @throws UnreadablePdf.
 */
export function readDictionary(text: string, at: number, depth = 0): RawDictionary {
  if (!text.startsWith('<<', at)) throw new UnreadablePdf('no dictionary');
  const entries = new Map<string, string>();
  let next = skipSpace(text, at + 2);
  while (!text.startsWith('>>', next)) {
    nameToken.lastIndex = next;
    const key = nameToken.exec(text)?.[0];
    if (key === undefined) throw new UnreadablePdf('no name where a key should be');
    const from = skipSpace(text, next + key.length);
    const end = endOfValue(text, from, depth + 1);
    entries.set(key.slice(1), text.slice(from, end));
    next = skipSpace(text, end);
  }
  return { entries, end: next + 2 };
}

/** A dictionary as text. */
export function writeDictionary(entries: ReadonlyMap<string, string>): string {
  return `<< ${[...entries].map(([key, value]) => `/${key} ${value}`).join(' ')} >>`;
}

/** The values of an array, as they are written. @throws UnreadablePdf when it is none. */
export function readArray(text: string): string[] {
  if (!text.startsWith('[')) throw new UnreadablePdf('no array');
  const values: string[] = [];
  let next = skipSpace(text, 1);
  while (text[next] !== ']') {
    const end = endOfValue(text, next);
    values.push(text.slice(next, end));
    next = skipSpace(text, end);
  }
  return values;
}

/** Number and generation of an indirect reference; `undefined` when the value is none. */
export function readReference(
  value: string | undefined,
): { readonly number: number; readonly generation: number } | undefined {
  const match = /^(\d{1,10})\s+(\d{1,5})\s+R$/.exec(value ?? '');
  return match ? { number: Number(match[1]), generation: Number(match[2]) } : undefined;
}

/** A whole number that is written directly. @throws UnreadablePdf when it is none. */
export function readInteger(value: string | undefined): number {
  if (value === undefined || !/^\d{1,15}$/.test(value)) throw new UnreadablePdf('no whole number');
  return Number(value);
}

/** A text string as UTF-16 in hexadecimal (ISO 32000-1 7.9.2.2): Vietnamese survives it. */
export function writeText(text: string): string {
  return `<${Buffer.from(`\ufeff${text.normalize('NFC')}`, 'utf16le')
    .swap16()
    .toString('hex')}>`;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  if (at < 0) throw new UnreadablePdf('unclosed string');
  return at + mark.length;
}

function endOfString(text: string, at: number): number {
  let open = 0;
  for (let next = at; next < text.length; next += 1) {
    const character = text[next];
    if (character === '\\') next += 1;
    else if (character === '(') open += 1;
    else if (character === ')') {
      open -= 1;
      if (open === 0) return next + 1;
    }
  }
  throw new UnreadablePdf('unclosed string');
}
