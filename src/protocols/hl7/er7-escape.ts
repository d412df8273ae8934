import { decodeAs } from './charset.ts';
import type { Er7Delimiters } from './er7-delimiters.ts';

const FORMATTING_WITHOUT_TEXT = /^(?:H|N|\.(?:fi|nf|in[+-]?\d{1,3}|ti[+-]?\d{1,3}))$/;
const VERTICAL_SPACE = /^\.sp\+?(\d{0,2})$/;
const HORIZONTAL_SPACE = /^\.sk\+?(\d{1,3})$/;

/**
 * Decodes the escape sequences of one leaf value (HL7 v2.5.1 2.7): delimiters, hexadecimal bytes in the
 * message's charset, line breaks and spaces of formatted text. Highlighting and indentation commands are
 * dropped; sequences we do not know stay as they are written.
 *
 * @param encoding the encoding of the message, for `\Xdd..\`
 */
export function decodeEscapes(text: string, delimiters: Er7Delimiters, encoding: string): string {
  const mark = delimiters.escape;
  if (mark === undefined) return text;
  let open = text.indexOf(mark);
  if (open < 0) return text;
  let out = '';
  let position = 0;
  let hex = '';
  const flush = (): void => {
    if (hex !== '') out += decodeHexBytes(hex, encoding);
    hex = '';
  };
  while (open >= 0) {
    const close = text.indexOf(mark, open + 1);
    if (close < 0) break;
    if (open > position) {
      flush();
      out += text.slice(position, open);
    }
    const body = text.slice(open + 1, close);
    if (isHexBody(body)) {
      // One character may be spread over several sequences, a byte in each.
      hex += body.slice(1);
      position = close + 1;
    } else {
      flush();
      const value = decodeSequence(body, delimiters);
      if (value === undefined) out += text.slice(open, close);
      else out += value;
      // After an unknown sequence its closing mark may open the next one.
      position = value === undefined ? close : close + 1;
    }
    open = text.indexOf(mark, position);
  }
  flush();
  return out + text.slice(position);
}

function decodeSequence(body: string, delimiters: Er7Delimiters): string | undefined {
  switch (body) {
    case 'F':
      return delimiters.field;
    case 'S':
      return delimiters.component;
    case 'R':
      return delimiters.repetition;
    case 'E':
      return delimiters.escape;
    case 'T':
      return delimiters.subcomponent;
    case 'P':
      return delimiters.truncation;
    case '.br':
    case '.ce':
      return '\n';
  }
  if (body.length > 8) return undefined;
  if (FORMATTING_WITHOUT_TEXT.test(body)) return '';
  const lines = VERTICAL_SPACE.exec(body);
  if (lines !== null) return '\n'.repeat(Number(lines[1] === '' ? 1 : lines[1]));
  const spaces = HORIZONTAL_SPACE.exec(body);
  return spaces === null ? undefined : ' '.repeat(Number(spaces[1]));
}

function isHexBody(body: string): boolean {
  if (body.length < 3 || body.length % 2 === 0 || body.charAt(0) !== 'X') return false;
  // Buffer stops at the first pair that is not hexadecimal.
  return Buffer.from(body.slice(1), 'hex').length === (body.length - 1) / 2;
}

function decodeHexBytes(hex: string, encoding: string): string {
  const bytes = Buffer.from(hex, 'hex');
  return decodeAs(bytes, encoding) ?? decodeAs(bytes, 'utf-8') ?? bytes.toString('latin1');
}

const NAMED = new Map<string, string>([
  ['\\', '\\E\\'],
  ['|', '\\F\\'],
  ['^', '\\S\\'],
  ['~', '\\R\\'],
  ['&', '\\T\\'],
]);

/**
 * Escapes one leaf value for a message with the standard delimiters. Control characters other than TAB become
 * `\Xdd\`, so that no value can end a segment or an MLLP block.
 */
export function encodeEscapes(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
  return value.replace(/[\\|^~&\x00-\x08\x0a-\x1f\x7f]/g, (character) => {
    const hex = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
    return NAMED.get(character) ?? `\\X${hex}\\`;
  });
}
