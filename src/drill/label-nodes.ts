import { createHash, randomBytes } from 'node:crypto';
import { countNodes, type NodeMarks } from '../probes/balancer/count-nodes.ts';

/** More names than a cluster has nodes: counters or times, which are not kept. */
const mostNames = 64;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Hashes what servers call themselves, with a salt that ends with the drill, and keeps one copy of each: names are
 * compared, never stored.
 */
export class NameHasher {
  readonly #salt = randomBytes(16);
  readonly #known = new Map<string, NodeMarks>();

  /** The marks of one answer; `undefined` when it names nobody. */
  hash(names: readonly (readonly [item: string, value: string])[]): NodeMarks | undefined {
    if (names.length === 0) return undefined;
    const marks = new Map(names.map(([item, value]) => [item, this.#digest(value)]));
    const key = JSON.stringify([...marks]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= mostNames) return undefined;
    this.#known.set(key, marks);
    return marks;
  }

  #digest(value: string): string {
    return createHash('sha256').update(this.#salt).update(value).digest('hex').slice(0, 16);
  }
}

/** Letters in place of names: A answered first. */
export interface NodeLabels {
  /** The header or DICOM item that told the nodes apart. */
  readonly toldBy: string;
  readonly labels: readonly string[];
  readonly labelOf: (marks: NodeMarks | undefined) => string | undefined;
}

/** Labels the nodes seen; `undefined` when fewer than two can be told apart, which says nothing about their number. */
export function labelNodes(seen: readonly NodeMarks[]): NodeLabels | undefined {
  const counted = countNodes(seen);
  if (counted === undefined || counted.distinctNodes > letters.length) return undefined;
  const { toldBy } = counted;
  const byValue = new Map<string, string>();
  for (const marks of seen) {
    const value = marks.get(toldBy);
    if (value !== undefined && !byValue.has(value))
      byValue.set(value, letters.charAt(byValue.size));
  }
  return {
    toldBy,
    labels: [...byValue.values()],
    labelOf: (marks) => byValue.get(marks?.get(toldBy) ?? ''),
  };
}
