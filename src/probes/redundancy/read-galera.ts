import { type ClusterReading, isLocalAddress, listMembers } from './cluster-reading.ts';

/**
 * Reads the `wsrep_` variables of `SHOW GLOBAL STATUS` (Galera documentation, status variables). The group's membership
 * is agreed among its nodes, so that one node's answer covers all; it may be a few seconds old.
 *
 * @param variables - values by name in small letters.
 */
export function readGalera(variables: ReadonlyMap<string, string>): ClusterReading {
  const size = Number(variables.get('wsrep_cluster_size') ?? Number.NaN);
  const status = variables.get('wsrep_cluster_status');
  if (!Number.isInteger(size) || size < 0 || size > 1_000 || status === undefined) {
    return { kind: 'foreign' };
  }
  // A server that is in no group at all, with Galera or without.
  if (size === 0) return { kind: 'reported', message: `wsrep_cluster_status: ${status}` };
  const isPrimary = status.toLowerCase() === 'primary';
  const local = variables.get('wsrep_local_state_comment') ?? '?';
  const isReady = (variables.get('wsrep_ready') ?? 'ON').toUpperCase() === 'ON';
  const isSynced = /^synced$/i.test(local) && isReady;
  const addresses = (variables.get('wsrep_incoming_addresses') ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one.toUpperCase() !== 'AUTO')
    .map((one) => one.replace(/:\d+$/, ''));
  // Nodes that give the same address run on one computer.
  const hosts = addresses.length === size ? new Set(addresses).size : size;
  const allLocal = addresses.length === size && addresses.every(isLocalAddress);
  const nodes = allLocal ? Math.min(1, size) : hosts;
  const healthy = isPrimary ? Math.max(0, nodes - (isSynced ? 0 : 1)) : 0;
  return {
    kind: 'clusters',
    clusters: [
      {
        nodes,
        healthyNodes: healthy,
        replicasInSync: Math.max(0, healthy - 1),
        quorum: isPrimary,
        oneSided: false,
        ...listMembers([`${status}, ${local}, size ${size}`, ...addresses]),
      },
    ],
    notes: nodes < size ? ['local-replica'] : [],
  };
}

/** Name and value of each variable as `mysql -B`, a bordered table, JSON rows or a query give them. */
export function readStatusText(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.split(/\r?\n/).slice(0, 5_000)) {
    const found = /^\|?\s*(wsrep_\w{1,60})\s*[\t|]\s*(.{0,2000}?)\s*\|?\s*$/i.exec(line);
    if (found?.[1] !== undefined) {
      const value = (found[2] ?? '').replaceAll(/\p{C}/gu, '').slice(0, 500);
      variables.set(found[1].toLowerCase(), value);
    }
  }
  return variables;
}
