import { type FileProblem, readBoundedFile } from '../../files/read-bounded-file.ts';
import type { Language } from '../../locale/language.ts';
import { formatProblem, parseYaml, type YamlProblem } from '../../yaml/parse-yaml.ts';
import { type StatementsFile, statementsFileSchema } from '../statement-schema.ts';
import { statementsTemplate } from './template.ts';

/** Largest statements file that is read, in bytes. */
export const maxStatementsFileBytes = 2 * 1024 * 1024;

/** One thing to correct in a statements file, which is named as the hospital names it. */
export interface StatementProblem extends YamlProblem {
  readonly file: string;
}

/** A statements file that agrees with the schema, or everything found wrong with it (at least one, at most 20). */
export type ParsedStatements =
  | { readonly ok: true; readonly value: StatementsFile }
  | { readonly ok: false; readonly problems: readonly [StatementProblem, ...StatementProblem[]] };

/** As {@link ParsedStatements}, or why the file itself could not be read. */
export type LoadedStatements =
  | (ParsedStatements & { readonly ok: true })
  | { readonly ok: false; readonly reason: 'unreadable'; readonly problem: FileProblem }
  | (Extract<ParsedStatements, { ok: false }> & { readonly reason: 'invalid' });

/**
 * Reads a statements file against {@link statementsFileSchema}. Pure; attached files are not looked at.
 *
 * @param source - its text, or its bytes, which must be UTF-8.
 * @param fileName - how the hospital names the file; only repeated in problems.
 */
export function parseStatements(
  source: string | Uint8Array,
  fileName: string,
  language: Language = 'vi',
): ParsedStatements {
  const parsed = parseYaml(source, {
    schema: statementsFileSchema,
    language,
    template: statementsTemplate,
    maxBytes: maxStatementsFileBytes,
  });
  if (parsed.ok) return parsed;
  const [first, ...rest] = parsed.problems;
  const named = (problem: YamlProblem): StatementProblem => ({ file: fileName, ...problem });
  return { ok: false, problems: [named(first), ...rest.map(named)] };
}

/**
 * Reads a statements file from disk: a regular file of at most {@link maxStatementsFileBytes} bytes, in UTF-8.
 *
 * @param fileName - how the hospital names the file; only repeated in problems.
 * @throws the signal's reason when it aborts.
 */
export async function loadStatements(
  path: string,
  fileName: string,
  language: Language = 'vi',
  signal?: AbortSignal,
): Promise<LoadedStatements> {
  const read = await readBoundedFile(path, maxStatementsFileBytes, signal ? { signal } : {});
  if (!read.ok) return { ok: false, reason: 'unreadable', problem: read.problem };
  const parsed = parseStatements(read.bytes, fileName, language);
  return parsed.ok ? parsed : { ...parsed, reason: 'invalid' };
}

/** One sentence for a person: file, line, column, what was expected, and an example. */
export function formatStatementProblem(problem: StatementProblem, language: Language): string {
  return formatProblem(problem.file, problem, language);
}
