import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import type { Language } from '../locale/language.ts';
import { csvCell } from '../report/render-csv.ts';
import type { SweepRow } from './describe-result.ts';
import { sweepWords } from './words.ts';

/** Stable, and the same in both languages; the first five can be read again by `--csv`. */
const columns = [
  'id',
  'host',
  'port',
  'called_ae',
  'role',
  'state',
  'stateText',
  'echoStatus',
  'associationMs',
  'echoMs',
  'elapsedMs',
  'query',
  'queryStatus',
  'code',
  'cause',
] as const;

/** The rows as RFC 4180 with a byte order mark, for a spreadsheet. */
export function renderRowsCsv(rows: readonly SweepRow[], language: Language): string {
  const words = sweepWords(language);
  const lines = rows.map((row) => {
    const cells: Record<(typeof columns)[number], string | number | undefined> = {
      id: row.id,
      host: row.host,
      port: row.port,
      called_ae: row.calledAe,
      role: row.role,
      state: row.state,
      stateText: words.state(row.state),
      echoStatus: row.echoStatus,
      associationMs: row.associationMs,
      echoMs: row.echoMs,
      elapsedMs: row.elapsedMs,
      query: row.query,
      queryStatus: row.queryStatus,
      code: row.code,
      cause: row.cause,
    };
    return columns.map((column) => csvCell(String(cells[column] ?? ''))).join(',');
  });
  return `\ufeff${[columns.join(','), ...lines].map((line) => `${line}\r\n`).join('')}`;
}

/** Writes the rows to a file. @throws UserError (exit code 2) when it cannot be written */
export async function writeRowsCsv(
  file: string,
  rows: readonly SweepRow[],
  language: Language,
): Promise<void> {
  try {
    await writeFileAtomically(file, renderRowsCsv(rows, language));
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new UserError(
      language === 'vi' ? `Không ghi được ${file} (${code}).` : `Cannot write ${file} (${code}).`,
      { cause: error },
    );
  }
}
