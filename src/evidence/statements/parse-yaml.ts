import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { StatementMessages } from './messages.ts';

/** A place in a text, both from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Something that the closed YAML subset does not take, and where. */
export interface YamlProblem extends TextPosition {
  readonly message: string;
}

/** A value with the means to find where a part of it was written. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Where the value at `path` is written; for an absent one, where its nearest parent is. */
  readonly locate: (path: readonly PropertyKey[]) => TextPosition;
  /** Where the key `key` of the mapping at `path` is written. */
  readonly locateKey: (path: readonly PropertyKey[], key: string) => TextPosition;
}

export type ParsedYaml =
  | { readonly ok: true; readonly yaml: LocatedYaml }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

const maxProblems = 20;
const start: TextPosition = { line: 1, column: 1 };

/**
 * Parses one YAML 1.2 document of the core schema without anchors, aliases, tags or directives, so that what a
 * person reads in the file is what the tool reads.
 */
export function parseClosedYaml(text: string, messages: StatementMessages): ParsedYaml {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      lineCounter: lines,
      prettyErrors: false,
      // The library compares every pair of keys; ours below is linear.
      uniqueKeys: false,
      // Not 'silent': that also hides the error about a second document.
      logLevel: 'error',
    });
    const problems = findProblems(document, text, lines, messages);
    if (problems.length > 0) return { ok: false, problems: problems.slice(0, maxProblems) };
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    return { ok: true, yaml: { value, ...makeLocators(document, lines) } };
  } catch (error) {
    // The library recurses; a file nested by the thousand exhausts the stack.
    if (error instanceof RangeError) {
      return { ok: false, problems: [{ ...start, message: messages.tooDeep }] };
    }
    throw error;
  }
}

function findProblems(
  document: Document,
  text: string,
  lines: LineCounter,
  messages: StatementMessages,
): YamlProblem[] {
  const problems: YamlProblem[] = [];
  const add = (offset: number, message: string): void => {
    if (problems.length < maxProblems) problems.push({ ...positionAt(lines, offset), message });
  };
  for (const error of document.errors) {
    add(error.pos[0], messages.yamlSyntax(firstLine(error.message)));
  }
  const directive = /^%/m.exec(text.slice(0, document.contents?.range?.[0] ?? text.length));
  if (directive !== null) add(directive.index, messages.directives);
  if (problems.length > 0) return problems;

  visit(document, {
    Node: (_key, node) => {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node) || node.anchor !== undefined) add(offset, messages.aliases);
      else if (node.tag !== undefined) add(offset, messages.tags);
      if (isScalar(node) && typeof node.value === 'string' && !isPrintable(node.value)) {
        add(offset, messages.unprintable);
      }
      if (isMap(node)) {
        const seen = new Set<string>();
        for (const pair of node.items) {
          const name = String(isScalar(pair.key) ? pair.key.value : pair.key);
          if (seen.has(name)) add(offsetOf(pair.key), messages.duplicateKey(name));
          seen.add(name);
        }
      }
      return problems.length < maxProblems ? undefined : visit.BREAK;
    },
  });
  return problems;
}

function makeLocators(
  document: Document,
  lines: LineCounter,
): Pick<LocatedYaml, 'locate' | 'locateKey'> {
  const nodeAt = (path: readonly PropertyKey[]): Node | undefined => {
    const node: unknown =
      path.length === 0 ? document.contents : document.getIn(path.filter(isIndexOrName), true);
    return isNode(node) ? node : undefined;
  };
  const locate = (path: readonly PropertyKey[]): TextPosition => {
    for (let length = path.length; length >= 0; length--) {
      const offset = nodeAt(path.slice(0, length))?.range?.[0];
      if (offset !== undefined) return positionAt(lines, offset);
    }
    return start;
  };
  const locateKey = (path: readonly PropertyKey[], key: string): TextPosition => {
    const parent = nodeAt(path);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    return pair === undefined ? locate(path) : positionAt(lines, offsetOf(pair.key));
  };
  return { locate, locateKey };
}

/** Escapes such as "\\e[2J" or half a surrogate pair would reach terminals, reports and hashes. */
function isPrintable(text: string): boolean {
  return text.isWellFormed() && !/[^\P{Cc}\t\n\r]/u.test(text);
}

function isIndexOrName(part: PropertyKey): part is string | number {
  return typeof part !== 'symbol';
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function positionAt(lines: LineCounter, offset: number): TextPosition {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').slice(0, 200);
}
