import type { z } from 'zod';
import type { Language } from '../../locale/language.ts';
import { type StatementsFile, statementsFileSchema } from '../statement-schema.ts';
import { findFieldHelp, wholeFileExample } from './field-help.ts';
import { type StatementMessages, statementMessages } from './messages.ts';
import { type LocatedYaml, parseClosedYaml } from './parse-yaml.ts';
import { type FileProblem, readBoundedFile } from './read-bounded-file.ts';

/** Largest statements file that is read, in bytes. */
export const maxStatementsFileBytes = 2 * 1024 * 1024;
const maxProblems = 20;
const mebibyte = 1024 * 1024;

/** One thing to correct in a statements file. */
export interface StatementProblem {
  /** The file as the hospital names it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** What is wrong and what was expected, without the place. */
  readonly message: string;
  /** Lines that would be accepted there. */
  readonly example: string;
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
 * Reads the text of a statements file: YAML 1.2 without anchors, aliases, tags or directives, against
 * {@link statementsFileSchema}. Pure; attached files are not looked at.
 *
 * @param fileName - how the hospital names the file; only repeated in problems.
 */
export function parseStatements(
  text: string,
  fileName: string,
  language: Language = 'vi',
): ParsedStatements {
  const messages = statementMessages(language);
  if (Buffer.byteLength(text) > maxStatementsFileBytes) {
    return wholeFileProblem(fileName, messages.tooLarge(maxStatementsFileBytes / mebibyte));
  }
  const parsed = parseClosedYaml(text, messages);
  if (!parsed.ok) {
    const problems = parsed.problems.map((problem) => ({
      file: fileName,
      ...problem,
      example: wholeFileExample,
    }));
    return failed(problems, fileName, messages);
  }
  const result = statementsFileSchema.safeParse(parsed.yaml.value);
  if (result.success) return { ok: true, value: result.data };
  const problems = result.error.issues
    .slice(0, maxProblems)
    .flatMap((issue) => explainIssue(issue, parsed.yaml, messages, language))
    .slice(0, maxProblems)
    .map((problem) => ({ file: fileName, ...problem }));
  return failed(problems, fileName, messages);
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
  const text = decodeUtf8(read.bytes);
  const parsed =
    text === undefined
      ? wholeFileProblem(fileName, statementMessages(language).notUtf8)
      : parseStatements(text, fileName, language);
  return parsed.ok ? parsed : { ...parsed, reason: 'invalid' };
}

/** One sentence for a person: file, line, column, what was expected, and an example. */
export function formatStatementProblem(problem: StatementProblem, language: Language): string {
  const place = statementMessages(language).located(
    problem.file,
    problem.line,
    problem.column,
    problem.message,
  );
  return `${place}; ${language === 'vi' ? 'ví dụ' : 'for example'}: ${problem.example}`;
}

function explainIssue(
  issue: z.core.$ZodIssue,
  yaml: LocatedYaml,
  messages: StatementMessages,
  language: Language,
): Omit<StatementProblem, 'file'>[] {
  const path = issue.path;
  const help = findFieldHelp(path);
  const expected = help.expected[language];
  const name = formatPath(path);
  if (issue.code === 'unrecognized_keys') {
    const place = path.length === 0 ? (language === 'vi' ? 'tệp này' : 'this file') : name;
    return issue.keys.slice(0, maxProblems).map((key) => ({
      ...yaml.locateKey(path, key),
      message: messages.unknownKey(printable(key), place),
      example: path.length === 0 ? wholeFileExample : help.example,
    }));
  }
  const located = { ...yaml.locate(path), example: help.example };
  if (path.length === 0) {
    return [{ ...located, message: messages.notMapping, example: wholeFileExample }];
  }
  if (issue.code === 'too_big') return [{ ...located, message: messages.tooMany(name) }];
  const isMissing = valueAt(yaml.value, path) === undefined;
  const message = isMissing
    ? messages.missing(name, expected)
    : messages.wrongValue(name, expected);
  return [{ ...located, message }];
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) {
      return undefined;
    }
    value = Object.entries(value).find(([key]) => key === String(part))?.[1];
  }
  return value;
}

/** `attestations[0].by.name`: list places from 0 would puzzle an officer, so they are printed from 1. */
function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${printable(String(part))}`))
    .join('')
    .replace(/^\./, '');
}

function printable(key: string): string {
  return key.replaceAll(/\p{C}/gu, '�').slice(0, 80);
}

function wholeFileProblem(
  fileName: string,
  message: string,
): Extract<ParsedStatements, { ok: false }> {
  return {
    ok: false,
    problems: [{ file: fileName, line: 1, column: 1, message, example: wholeFileExample }],
  };
}

function failed(
  problems: readonly StatementProblem[],
  fileName: string,
  messages: StatementMessages,
): Extract<ParsedStatements, { ok: false }> {
  const [first, ...rest] = problems;
  if (first === undefined) return wholeFileProblem(fileName, messages.notMapping);
  return { ok: false, problems: [first, ...rest] };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
