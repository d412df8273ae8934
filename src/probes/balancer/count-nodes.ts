/** What one new connection told about the server behind it: items by name, such as `x-served-by`. */
export type NodeMarks = ReadonlyMap<string, string>;

/** HTTP headers in which servers or balancers name the node; values are compared, never stored. */
export const nodeHeaders = [
  'x-served-by',
  'x-server',
  'x-server-id',
  'x-backend-server',
  'x-node',
  'x-nodeid',
  'server-id',
  'x-upstream',
] as const;

/**
 * Counts servers by the one mark that tells most of them apart. One value, or none, says nothing: the nodes may simply
 * not name themselves.
 */
export function countNodes(
  connections: readonly NodeMarks[],
): { readonly distinctNodes: number; readonly toldBy: string } | undefined {
  const values = new Map<string, Set<string>>();
  for (const marks of connections) {
    for (const [name, value] of marks) {
      const seen = values.get(name) ?? new Set<string>();
      values.set(name, seen.add(value));
    }
  }
  let best: { distinctNodes: number; toldBy: string } | undefined;
  for (const [toldBy, seen] of values) {
    // A value that changes with every connection is a counter or a time, not a name.
    const isEachNew = seen.size === connections.length && connections.length > 3;
    if (seen.size < 2 || isEachNew) continue;
    if (!best || seen.size > best.distinctNodes) best = { distinctNodes: seen.size, toldBy };
  }
  return best;
}
