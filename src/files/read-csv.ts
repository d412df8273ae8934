/** One line of a table, with the number of the line of the file that it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table as spreadsheets write it; `unclosedAt` is the line of a quotation mark that is never closed, or not where
 * its cell ends. */
export interface CsvTable {
  readonly records: readonly CsvRecord[];
  readonly unclosedAt?: number;
}

/** Bytes of a text file as Excel saves them: UTF-8 with or without a byte order mark, or UTF-16 ("Unicode text"). */
export function decodeTable(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const label =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8';
  // The decoder takes the byte order mark away.
  return new TextDecoder(label).decode(bytes);
}

/**
 * Reads comma-, semicolon- or tab-separated lines with quoted cells (RFC 4180). The separator is the one that the first
 * line has most of, or the one that Excel's own `sep=` line names. Empty lines are left out; cells without quotation
 * marks are trimmed.
 */
export function readCsv(text: string): CsvTable {
  const told = /^sep=([,;\t])\r?\n/i.exec(text);
  const separator = told?.[1] ?? guessSeparator(text.split(/\r?\n|\r/, 1)[0] ?? '');
  const records: CsvRecord[] = [];
  let line = told ? 2 : 1;
  let startedAt = line;
  let cells: string[] = [];
  let cell = '';
  let quotedAt: number | undefined;
  let wasQuoted = false;
  const endCell = (): void => {
    cells.push(wasQuoted ? cell : cell.trim());
    cell = '';
    wasQuoted = false;
  };
  const endRecord = (): void => {
    endCell();
    if (cells.some((one) => one !== '')) records.push({ line: startedAt, cells });
    cells = [];
  };
  for (let at = told?.[0].length ?? 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const isBreak = character === '\n' || (character === '\r' && text.charAt(at + 1) !== '\n');
    if (isBreak) line += 1;
    if (quotedAt !== undefined) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quotedAt = undefined;
    } else if (character === '"' && cell.trim() === '' && !wasQuoted) {
      cell = '';
      quotedAt = line;
      wasQuoted = true;
    } else if (character === separator) endCell();
    else if (isBreak) {
      endRecord();
      startedAt = line;
    } else if (!wasQuoted) cell += character;
    // Only blanks may stand between a closing mark and the separator.
    else if (character.trim() !== '') return { records, unclosedAt: line };
  }
  endRecord();
  return { records, ...(quotedAt !== undefined && { unclosedAt: quotedAt }) };
}

function guessSeparator(firstLine: string): string {
  const count = (separator: string): number => firstLine.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}
