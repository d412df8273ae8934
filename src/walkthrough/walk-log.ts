import { createHash } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import { appendLineDurably, makeFolderDurably } from '../evidence/atomic-write.ts';
import { parseJson } from '../evidence/parse-json.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { type WalkEvent, walkLineSchema } from './log-events.ts';

/** Folder of the walks in a dossier; one log per run. */
export const walkFolder = 'challenge';
const mostLogBytes = 32 * 1024 * 1024;
const mostTornCharacters = 1024 * 1024;
const noLine = '0'.repeat(64);

/** A line of the log that was read back, with the hash that the next one names. */
export interface WalkLine {
  readonly seq: number;
  readonly at: string;
  readonly body: WalkEvent;
  readonly sha256: string;
}

/** The file of a run's walk. */
export function walkLogPath(dossierFolder: string, runCode: string): string {
  return path.join(dossierFolder, walkFolder, `${runCode}.ndjson`);
}

/**
 * Reads a log and checks its chain. A last line that a power cut left without its end is left out, also when a later
 * line was written after it: it was never acknowledged.
 * @throws UserError (code 5) when a line was changed, taken out or put in.
 */
export async function readWalkLog(file: string, language: Language): Promise<WalkLine[]> {
  const read = await readBoundedFile(file, mostLogBytes, { followLinks: false });
  if (!read.ok) {
    if (read.problem.code === 'missing') return [];
    throw editedLog(file, language);
  }
  const pieces = read.bytes.toString('utf8').split('\n');
  const unended = pieces.pop() ?? '';
  const lines: WalkLine[] = [];
  let torn = 0;
  for (const piece of pieces) {
    const line = readLine(piece, lines);
    if (line === undefined) torn += 1;
    else {
      lines.push(line);
      torn = 0;
    }
  }
  // Only its end may be missing; then it counts, since the next append would end it.
  const last = readLine(unended, lines);
  if (last !== undefined) return [...lines, last];
  // A line that does not fit is torn only when the next one, written after it, goes on from the one before it.
  if (torn > 0 || unended.length > mostTornCharacters) throw editedLog(file, language);
  return lines;
}

function readLine(text: string, before: readonly WalkLine[]): WalkLine | undefined {
  const parsed = walkLineSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { seq, at, previous, body } = parsed.data;
  const last = before.at(-1);
  if (seq !== before.length + 1 || previous !== (last?.sha256 ?? noLine)) return undefined;
  return { seq, at, body, sha256: createHash('sha256').update(text).digest('hex') };
}

/** Adds an event; when this resolves it is on disk. @returns the line as it will be read back */
export async function appendWalkEvent(
  file: string,
  before: readonly WalkLine[],
  at: string,
  body: WalkEvent,
): Promise<WalkLine> {
  const previous = before.at(-1)?.sha256 ?? noLine;
  const text = JSON.stringify({ seq: before.length + 1, at, previous, body });
  const line = readLine(text, before);
  if (line === undefined) throw new Error('an event of the walk does not fit its own schema');
  await makeFolderDurably(path.dirname(file));
  await appendLineDurably(file, text);
  return line;
}

/** What is said of a log that is not as this tool wrote it. */
export function editedLog(file: string, language: Language): UserError {
  const name = `${walkFolder}/${path.basename(file)}`;
  return new UserError(
    language === 'vi'
      ? `Nhật ký trình diễn ${name} đã hỏng hoặc bị sửa bằng tay; lấy lại bản gốc rồi chạy lại.`
      : `The log of the walk, ${name}, is damaged or was edited by hand; restore the original and run again.`,
    { exitCode: 5 },
  );
}
