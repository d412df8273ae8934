import type { z } from 'zod';
import type { Language } from '../locale/language.ts';
import { nearestKey } from './nearest-key.ts';
import { pickLanguage } from './pick-language.ts';
import {
  describeIssue,
  describeNotAGroup,
  describeRefusal,
  describeUnknownKey,
  showName,
} from './problem-messages.ts';
import {
  type LocatedRefusal,
  type LocatedYaml,
  mostProblems,
  type Refusal,
  readClosedYaml,
} from './read-closed-yaml.ts';
import { readSchemaHelp, type SchemaHelp } from './schema-help.ts';
import { findExample, wholeExample } from './template-example.ts';

/** One thing wrong in a file a person wrote, at the place where they can mend it. Line and column are from 1. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  /** E.g. `dicom.nodes[1].port`, with places in lists from 1 as people count; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  /** Lines that would be right, when the template has some. */
  readonly example?: string;
}

/** What was read, or everything found wrong with it: at least one problem, at most 20. */
export type YamlResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly [YamlProblem, ...YamlProblem[]] };

export interface ParseYamlOptions<T> {
  readonly schema: z.ZodType<T>;
  readonly language: Language;
  /** A correct file, from which lines are shown as an example for the key in question. Its notes (`# …`) are hints. */
  readonly template?: string;
  /** Language of those descriptions in the schema that are not written as `tiếng Việt / English`; `vi` unless told. */
  readonly describedIn?: Language;
  /** Larger texts are refused. Whoever reads a file bounds that as well. */
  readonly maxBytes?: number;
}

/**
 * Reads YAML that a person wrote against a schema. What is more than data is refused, see {@link readClosedYaml}.
 *
 * @param source - the text, or its bytes, which must be UTF-8.
 */
export function parseYaml<T>(
  source: string | Uint8Array,
  options: ParseYamlOptions<T>,
): YamlResult<T> {
  const { maxBytes, language } = options;
  const tooLarge = maxBytes !== undefined && Buffer.byteLength(source) > maxBytes;
  if (tooLarge) return refused([atStart({ code: 'too-large', maxBytes })], options);
  const text = typeof source === 'string' ? source : decodeUtf8(source);
  if (text === undefined) return refused([atStart({ code: 'not-utf8' })], options);
  const read = readClosedYaml(text);
  if (!read.ok) return refused(read.refusals, options);

  // An empty file is a group without entries: then each entry that is missing gets its own line and example.
  const parsed = options.schema.safeParse(read.yaml.value ?? {}, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const help = readSchemaHelp(options.schema, options.describedIn ?? 'vi');
  const problems = parsed.error.issues
    .slice(0, mostProblems)
    .flatMap(flattenUnion)
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .slice(0, mostProblems)
            .map((key) => explainUnknownKey(issue.path, key, read.yaml, help, options))
        : [explainIssue(issue, read.yaml, help, options)],
    );
  return failed(problems, language);
}

/** One line per problem: `facility.yaml:12:5 dicom.nodes[1].port: cần một số. Ví dụ: port: 104`. */
export function formatProblem(fileName: string, problem: YamlProblem, language: Language): string {
  const { line, column, path, message, example } = problem;
  const sentence = `${fileName}:${line}:${column} ${path ? `${path}: ` : ''}${message}`;
  if (example === undefined) return sentence;
  const several = example.includes('\n');
  const shown = several ? `\n${example.replaceAll(/^/gm, '      ')}` : ` ${example}`;
  const end = sentence.endsWith('?') ? '' : '.';
  return `${sentence}${end} ${language === 'vi' ? 'Ví dụ' : 'Example'}:${shown}`;
}

type Explaining = Pick<ParseYamlOptions<unknown>, 'language' | 'template'>;

function explainIssue(
  issue: z.core.$ZodIssue,
  yaml: LocatedYaml,
  help: SchemaHelp,
  { language, template }: Explaining,
): YamlProblem {
  const { path } = issue;
  const known = help.keysAt([]);
  if (path.length === 0 && known.length > 0 && issue.code === 'invalid_type') {
    return {
      ...yaml.locate(path),
      path: '',
      message: describeNotAGroup(known, language),
      ...example(template, path),
    };
  }
  // Notes list accepted values and show dates, which the sentence about such an issue does as well.
  const isDate = issue.code === 'invalid_format' && issue.format === 'date';
  const note = issue.code === 'invalid_value' ? undefined : noteFor(template, path, language);
  const hint = isDate ? undefined : (help.hintFor(path, language) ?? note);
  return {
    ...yaml.locate(path),
    path: showPath(path),
    message: `${describeIssue(issue, language)}${hint ? ` (${hint})` : ''}`,
    ...example(template, path),
  };
}

function explainUnknownKey(
  path: readonly PropertyKey[],
  key: string,
  yaml: LocatedYaml,
  help: SchemaHelp,
  { language, template }: Explaining,
): YamlProblem {
  const known = help.keysAt(path);
  const nearest = nearestKey(key, known);
  return {
    ...yaml.locateKey(path, key),
    path: showPath([...path, key]),
    message: describeUnknownKey(key, nearest, known, language),
    ...example(template, nearest === undefined ? path : [...path, nearest]),
  };
}

function refused<T>(
  refusals: readonly LocatedRefusal[],
  { language, template }: Explaining,
): YamlResult<T> {
  const problems = refusals.map(({ line, column, path, refusal }, index) => ({
    line,
    column,
    path: showPath(path),
    message: describeRefusal(refusal, language),
    ...exampleOrWhole(template, path, index === 0),
  }));
  return failed(problems, language);
}

function failed<T>(problems: readonly YamlProblem[], language: Language): YamlResult<T> {
  const [first, ...rest] = problems;
  if (first !== undefined)
    return { ok: false, problems: [first, ...rest.slice(0, mostProblems - 1)] };
  const message = describeNotAGroup([], language);
  return { ok: false, problems: [{ line: 1, column: 1, path: '', message }] };
}

function atStart(refusal: Refusal): LocatedRefusal {
  return { line: 1, column: 1, path: [], refusal };
}

function example(
  template: string | undefined,
  path: readonly PropertyKey[],
): { readonly example?: string } {
  if (template === undefined) return {};
  const isWhole = path.every((part) => typeof part === 'number');
  const found = isWhole ? wholeExample(template) : findExample(template, path)?.text;
  return found === undefined ? {} : { example: found };
}

/** A place that the template does not know gets the whole of it, once per file. */
function exampleOrWhole(
  template: string | undefined,
  path: readonly PropertyKey[],
  wholeAllowed: boolean,
): { readonly example?: string } {
  const own = path.length === 0 ? {} : example(template, path);
  return own.example === undefined && wholeAllowed ? example(template, []) : own;
}

function noteFor(
  template: string | undefined,
  path: readonly PropertyKey[],
  language: Language,
): string | undefined {
  const note = template === undefined ? undefined : findExample(template, path)?.note;
  return note === undefined ? undefined : pickLanguage(note, language);
}

function showPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${showName(String(part))}`))
    .join('')
    .replace(/^\./, '');
}

function flattenUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length !== 1) return [issue];
  return (issue.errors[0] ?? []).map((inner) => ({
    ...inner,
    path: [...issue.path, ...inner.path],
  }));
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
