import { inflateSync } from 'node:zlib';

/** What a PDF says and the fonts it says it in. */
export interface PdfText {
  readonly text: string;
  /** Names of fonts whose program is embedded, without the subset tag: `Tinos-Bold`. */
  readonly embeddedFonts: readonly string[];
}

const mostInflatedBytes = 32 * 1024 * 1024;

interface PdfObject {
  readonly dictionary: string;
  readonly stream?: Buffer;
}

/**
 * Reads back the text of a PDF as Chromium writes it: objects in the clear, composite fonts with a `ToUnicode` map
 * (ISO 32000-1 9.10.3), glyphs shown as hexadecimal strings (9.4.3). Enough to prove that a page we printed can be read
 * and searched; not a reader for PDFs from elsewhere.
 */
export function readPdfText(pdf: Uint8Array): PdfText {
  const objects = readObjects(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength));
  const pages = [...objects.values()].filter((one) => /\/Type\s*\/Page\b/.test(one.dictionary));
  const text = pages.map((page) => readPage(page, objects)).join('\n');
  const fonts = [...objects.values()].flatMap(({ dictionary }) => {
    if (!/\/FontFile[23]?\s/.test(dictionary)) return [];
    return /\/FontName\s*\/(?:[A-Z]{6}\+)?([^\s/<>[\]]+)/.exec(dictionary)?.[1] ?? [];
  });
  return { text, embeddedFonts: [...new Set(fonts)].sort() };
}

function readObjects(pdf: Buffer): ReadonlyMap<string, PdfObject> {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  const header = /(\d+) 0 obj\b/g;
  for (let match = header.exec(text); match !== null; match = header.exec(text)) {
    const from = match.index + match[0].length;
    const end = text.indexOf('endobj', from);
    const streamAt = text.indexOf('stream', from);
    if (streamAt < 0 || (end >= 0 && end < streamAt)) {
      objects.set(match[1] ?? '', { dictionary: text.slice(from, end < 0 ? text.length : end) });
      continue;
    }
    const dictionary = text.slice(from, streamAt);
    const start = streamAt + 'stream'.length + (text.startsWith('\r\n', streamAt + 6) ? 2 : 1);
    const length = Number(/\/Length\s+(\d+)/.exec(dictionary)?.[1] ?? 0);
    objects.set(match[1] ?? '', { dictionary, stream: pdf.subarray(start, start + length) });
    // What looks like an object inside compressed bytes is none.
    header.lastIndex = start + length;
  }
  return objects;
}

function readPage(page: PdfObject, objects: ReadonlyMap<string, PdfObject>): string {
  const contents = referenced(page.dictionary, 'Contents', objects);
  const content = contents && inflate(contents);
  if (content === undefined) return '';
  const maps = new Map<string, ReadonlyMap<string, string>>();
  const fontNames = /\/Font\s*<<([^>]*)>>/.exec(page.dictionary)?.[1] ?? '';
  for (const [, name = '', id = ''] of fontNames.matchAll(/\/(\w+)\s+(\d+) 0 R/g)) {
    const font = objects.get(id);
    const toUnicode = font && referenced(font.dictionary, 'ToUnicode', objects);
    const map = toUnicode && inflate(toUnicode);
    if (map !== undefined) maps.set(name, readUnicodeMap(map));
  }
  let current: ReadonlyMap<string, string> | undefined;
  let text = '';
  for (const [, font, hex, lineEnd] of content.matchAll(
    /\/(\w+)\s+[\d.]+\s+Tf|<([0-9A-Fa-f]+)>\s*(?:Tj|(?=[^>]*\]\s*TJ))|\b(ET)\b/g,
  )) {
    if (font !== undefined) current = maps.get(font);
    else if (lineEnd !== undefined) text += '\n';
    else
      text += (hex?.match(/.{4}/g) ?? [])
        .map((code) => current?.get(code.toUpperCase()) ?? '\ufffd')
        .join('');
  }
  return text.normalize('NFC');
}

function referenced(
  dictionary: string,
  key: string,
  objects: ReadonlyMap<string, PdfObject>,
): PdfObject | undefined {
  const id = new RegExp(`/${key}\\s+(\\d+) 0 R`).exec(dictionary)?.[1];
  return id === undefined ? undefined : objects.get(id);
}

function inflate(object: PdfObject): string | undefined {
  if (object.stream === undefined) return undefined;
  if (!object.dictionary.includes('/FlateDecode')) return object.stream.toString('latin1');
  return inflateSync(object.stream, { maxOutputLength: mostInflatedBytes }).toString('latin1');
}

/** `<0069> <1EC7>` under bfchar, `<0048> <0050> <0065>` under bfrange (ISO 32000-1 9.10.3). */
function readUnicodeMap(map: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const unicode = (hex: string) =>
    String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));
  const key = (code: number) => code.toString(16).toUpperCase().padStart(4, '0');
  for (const [, block = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = '', to = ''] of block.matchAll(/<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>/g))
      found.set(code.toUpperCase(), unicode(to));
  }
  for (const [, block = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', last = '', to = ''] of block.matchAll(
      /<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>/g,
    )) {
      const first = Number.parseInt(from, 16);
      for (let code = first; code <= Number.parseInt(last, 16); code += 1)
        found.set(key(code), String.fromCharCode(Number.parseInt(to, 16) + code - first));
    }
  }
  return found;
}
