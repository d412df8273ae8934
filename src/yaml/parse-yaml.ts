import {
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
} from 'yaml';
import { z } from 'zod';
import type { Language } from '../locale/language.ts';
import { describeIssue } from './problem-messages.ts';

/** One thing wrong in a file a person wrote, at the place where they can mend it. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  /** Dotted path, e.g. `dicom.nodes.0.port`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  /** A line that would be right, when the schema or the template has one. */
  readonly example?: string;
}

export type YamlResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

export interface ParseYamlOptions<T> {
  readonly schema: z.ZodType<T>;
  readonly language: Language;
  /** A correct file, from which a line is shown as an example for the key in question. */
  readonly template?: string;
}

const mostProblems = 20;

/**
 * Reads YAML a person wrote against a schema. Anchors and aliases are refused (a few lines of them can expand without
 * bound), as are duplicate keys and several documents in one file.
 */
export function parseYaml<T>(text: string, options: ParseYamlOptions<T>): YamlResult<T> {
  const lines = new LineCounter();
  const document = parseDocument(text.normalize('NFC'), {
    lineCounter: lines,
    prettyErrors: false,
    strict: true,
  });
  const vi = options.language === 'vi';
  const at = (offset: number) => {
    const position = lines.linePos(offset);
    return { line: Math.max(1, position.line), column: Math.max(1, position.col) };
  };
  const broken = document.errors.slice(0, mostProblems).map((error) => ({
    ...at(error.pos[0]),
    path: '',
    message: vi
      ? `không đọc được YAML (${error.code})`
      : `not readable as YAML (${error.code}: ${error.message})`,
  }));
  if (broken.length > 0) return { ok: false, problems: broken };

  const anchors = findAnchors(document.contents).map((offset) => ({
    ...at(offset),
    path: '',
    message: vi
      ? 'không được dùng neo và bí danh YAML (& và *)'
      : 'YAML anchors and aliases (& and *) are not allowed',
  }));
  if (anchors.length > 0) return { ok: false, problems: anchors.slice(0, mostProblems) };

  const parsed = options.schema.safeParse(document.toJS({ maxAliasCount: 0 }) ?? {}, {
    reportInput: true,
  });
  if (parsed.success) return { ok: true, value: parsed.data };
  const help = schemaHelp(options.schema);
  const problems = parsed.error.issues
    .flatMap(flattenUnion)
    .slice(0, mostProblems)
    .map((issue) => {
      const path =
        issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
      const offset = offsetOf(document.contents, path);
      const hint = help(issue.path);
      const example = options.template ? exampleLine(options.template, issue.path) : undefined;
      const known =
        issue.code === 'unrecognized_keys'
          ? nearestKey(issue.keys[0] ?? '', help.keysAt(issue.path))
          : undefined;
      const didYouMean = known ? (vi ? `; có phải "${known}"?` : `; did you mean "${known}"?`) : '';
      return {
        ...at(offset),
        path: path.map(String).join('.'),
        message: `${describeIssue(issue, options.language)}${didYouMean}${hint ? ` (${hint})` : ''}`,
        ...(example && { example }),
      };
    });
  return { ok: false, problems };
}

/** One line per problem: `facility.yaml:12:5 dicom.nodes.0.port: cần một số nguyên; ví dụ: port: 104`. */
export function formatProblem(fileName: string, problem: YamlProblem, language: Language): string {
  const example = problem.example
    ? language === 'vi'
      ? `. Ví dụ: ${problem.example}`
      : `. Example: ${problem.example}`
    : '';
  return `${fileName}:${problem.line}:${problem.column} ${problem.path ? `${problem.path}: ` : ''}${problem.message}${example}`;
}

function findAnchors(contents: ParsedNode | null): number[] {
  const found: number[] = [];
  if (contents === null) return found;
  visit(contents, {
    Alias: (_key, node) => {
      found.push(node.range?.[0] ?? 0);
    },
    Node: (_key, node) => {
      if ('anchor' in node && node.anchor) found.push(node.range?.[0] ?? 0);
    },
  });
  return found;
}

/** Where to point: the node at the path, or the nearest parent that exists. */
function offsetOf(contents: ParsedNode | null, path: readonly PropertyKey[]): number {
  let node: Node | null = contents;
  let offset = contents?.range?.[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (!pair) return offset;
      offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = isNode(pair.value) ? pair.value : null;
    } else if (node && 'items' in node && typeof key === 'number') {
      const item: unknown = Array.isArray(node.items) ? node.items[key] : undefined;
      if (!isNode(item)) return offset;
      node = item;
      offset = item.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

function flattenUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length !== 1) return [issue];
  return (issue.errors[0] ?? []).map((inner) => ({
    ...inner,
    path: [...issue.path, ...inner.path],
  }));
}

/** Descriptions and key names a schema knows for a path, read from its JSON Schema form. */
function schemaHelp(schema: z.ZodType) {
  const root: unknown = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  const walk = (path: readonly PropertyKey[]): unknown =>
    path.reduce<unknown>(
      (node, key) =>
        typeof key === 'number'
          ? child(node, 'items')
          : child(child(node, 'properties'), String(key)),
      root,
    );
  const describe = (path: readonly PropertyKey[]): string | undefined => {
    const description = path.length > 0 ? child(walk(path), 'description') : undefined;
    return typeof description === 'string' ? description : undefined;
  };
  const keysAt = (path: readonly PropertyKey[]): string[] =>
    Object.keys(child(walk(path), 'properties') ?? {});
  return Object.assign(describe, { keysAt });
}

function child(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
}

function exampleLine(template: string, path: readonly PropertyKey[]): string | undefined {
  const key = path.findLast((part) => typeof part === 'string');
  if (key === undefined) return undefined;
  const line = template.split('\n').find((one) => new RegExp(`^[\\s#-]*${key}:\\s*\\S`).test(one));
  return line?.replace(/^[\s#-]*/, '').trim();
}

function nearestKey(wrong: string, known: readonly string[]): string | undefined {
  const scored = known.map((key) => ({
    key,
    distance: editDistance(wrong.toLowerCase(), key.toLowerCase()),
  }));
  scored.sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  return best && best.distance <= Math.max(2, Math.floor(best.key.length / 3))
    ? best.key
    : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
