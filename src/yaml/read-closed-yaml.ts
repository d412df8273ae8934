import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';

/** A place in a text, both from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Why a text is not taken as YAML. */
export type Refusal =
  | { readonly code: 'not-utf8' }
  | { readonly code: 'too-large'; readonly maxBytes: number }
  | { readonly code: 'syntax'; readonly yamlCode: string; readonly detail: string }
  | { readonly code: 'too-deep' }
  | { readonly code: 'alias' }
  | { readonly code: 'tag' }
  | { readonly code: 'directive' }
  | { readonly code: 'control-character' }
  | { readonly code: 'duplicate-key'; readonly key: string }
  | { readonly code: 'key-not-a-name' };

/** A refusal, where, and under which names; the path is empty when it concerns the whole file. */
export interface LocatedRefusal extends TextPosition {
  readonly refusal: Refusal;
  readonly path: readonly PropertyKey[];
}

/** A value with the means to find where a part of it was written. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Where the value at `path` is written; for an absent one, where its nearest parent is. */
  readonly locate: (path: readonly PropertyKey[]) => TextPosition;
  /** Where the key `key` of the mapping at `path` is written. */
  readonly locateKey: (path: readonly PropertyKey[], key: string) => TextPosition;
}

export type ClosedYaml =
  | { readonly ok: true; readonly yaml: LocatedYaml }
  | { readonly ok: false; readonly refusals: readonly LocatedRefusal[] };

/** A file with more slips than this is mended from the top. */
export const mostProblems = 20;
/** Rules of a checklist, the deepest that people write, stay below half of this. */
const mostLevels = 64;
const start: TextPosition = { line: 1, column: 1 };
const unprintable = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/**
 * Reads one YAML 1.2 document of the core schema, so that what a person reads in the file is what the tool reads: no
 * anchors and aliases (a few lines of them can also expand without bound), tags, directives, repeated keys or control
 * characters. The text is put into NFC first, so that names typed on different computers are equal.
 */
export function readClosedYaml(text: string): ClosedYaml {
  const written = text.normalize('NFC');
  const lines = new LineCounter();
  try {
    const document = parseDocument(written, {
      version: '1.2',
      schema: 'core',
      lineCounter: lines,
      prettyErrors: false,
      // The library compares every pair of keys; ours below is linear.
      uniqueKeys: false,
      // Not 'silent': that also hides the error about a second document.
      logLevel: 'error',
    });
    const found = findInText(document, written, lines);
    const refusals = found.length > 0 ? found : findInNodes(document, lines);
    if (refusals.length > 0) return { ok: false, refusals };
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    return { ok: true, yaml: { value, ...makeLocators(document, lines) } };
  } catch (error) {
    // The library recurses; a file nested by the thousand exhausts the stack.
    if (error instanceof RangeError) {
      return { ok: false, refusals: [{ ...start, path: [], refusal: { code: 'too-deep' } }] };
    }
    throw error;
  }
}

function findInText(document: Document, text: string, lines: LineCounter): LocatedRefusal[] {
  const at = (offset: number, refusal: Refusal): LocatedRefusal => ({
    ...positionAt(lines, offset),
    path: [],
    refusal,
  });
  const found = document.errors
    .slice(0, mostProblems)
    .map(({ pos, code, message }) =>
      at(pos[0], { code: 'syntax', yamlCode: code, detail: firstLine(message) }),
    );
  const directive = /^%/m.exec(text.slice(0, document.contents?.range?.[0] ?? text.length));
  if (directive !== null) found.push(at(directive.index, { code: 'directive' }));
  const control = unprintable.exec(text);
  if (control !== null) found.push(at(control.index, { code: 'control-character' }));
  return found.slice(0, mostProblems);
}

function findInNodes(document: Document, lines: LineCounter): LocatedRefusal[] {
  const found: LocatedRefusal[] = [];
  visit(document, {
    Node: (_key, node, ancestors) => {
      // Two per level: a mapping and its pair. A list has one, so lists alone may be twice as deep.
      if (ancestors.length > 2 * mostLevels) {
        found.push({ ...at(node), path: [], refusal: { code: 'too-deep' } });
        return visit.BREAK;
      }
      const add = (refusal: Refusal, where: unknown = node): void => {
        if (found.length < mostProblems) {
          found.push({ ...at(where), path: pathOf([...ancestors, node]), refusal });
        }
      };
      if (isAlias(node) || node.anchor !== undefined) add({ code: 'alias' });
      else if (node.tag !== undefined) add({ code: 'tag' });
      // An escape such as "\e[2J" or half a surrogate pair would reach terminals, reports and hashes.
      if (isScalar(node) && typeof node.value === 'string' && unprintable.test(node.value)) {
        add({ code: 'control-character' });
      }
      if (isMap(node)) checkKeys(node, add);
      return found.length < mostProblems ? undefined : visit.BREAK;
    },
  });
  return found;

  function at(node: unknown): TextPosition {
    return positionAt(lines, offsetOf(node));
  }
}

function checkKeys(map: YAMLMap, add: (refusal: Refusal, where: unknown) => void): void {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (isScalar(key)) {
      const name = String(key.value);
      if (seen.has(name)) add({ code: 'duplicate-key', key: name }, key);
      seen.add(name);
    } else if (!isAlias(key)) add({ code: 'key-not-a-name' }, key);
  }
}

/** The names and list places that lead to the last of these nodes. */
function pathOf(nodes: readonly unknown[]): PropertyKey[] {
  return nodes.flatMap((node, index): PropertyKey[] => {
    if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
    const place = isSeq(node) ? node.items.indexOf(nodes[index + 1]) : -1;
    return place < 0 ? [] : [place];
  });
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
  return (message.split('\n', 1)[0] ?? '').replaceAll(/\p{C}/gu, '�').slice(0, 200);
}
