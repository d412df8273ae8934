import { flagOf, type LooseRecord, textOf } from '../shared/collected/loose-values.ts';
import { type ClusterReading, type ClusterSaid, listMembers } from './cluster-reading.ts';

/**
 * Reads availability groups: the columns of {@link file://./queries.ts}, from `sys.availability_replicas` and
 * `sys.dm_hadr_availability_replica_states`. Only the primary knows the state of all replicas.
 */
export function readSqlServer(rows: readonly LooseRecord[], quorum?: string): ClusterReading {
  if (rows.some((row) => !row.has('group_name') || !row.has('replica'))) return { kind: 'foreign' };
  if (rows.length === 0) {
    const alone: ClusterSaid = { nodes: 1, healthyNodes: 1, replicasInSync: 0, oneSided: false };
    return { kind: 'clusters', clusters: [alone], notes: ['stand-alone'] };
  }
  const groups = [...new Set(rows.map((row) => textOf(row, 'group_name') ?? '?'))];
  return {
    kind: 'clusters',
    clusters: groups.map((name) =>
      describeGroup(
        name,
        rows.filter((row) => (textOf(row, 'group_name') ?? '?') === name),
        quorum,
      ),
    ),
  };
}

function describeGroup(
  name: string,
  replicas: readonly LooseRecord[],
  quorum: string | undefined,
): ClusterSaid {
  const says = (row: LooseRecord, column: string, word: string) =>
    textOf(row, column)?.toUpperCase() === word;
  const isPrimary = (row: LooseRecord) => says(row, 'role', 'PRIMARY');
  const isHealthy = (row: LooseRecord) =>
    says(row, 'connected', 'CONNECTED') && says(row, 'health', 'HEALTHY');
  const local = replicas.find((row) => flagOf(row, 'is_local') === true);
  // HOST\INSTANCE: two instances of one host are one server.
  const hostOf = (row: LooseRecord) =>
    (textOf(row, 'replica') ?? '?').split('\\')[0]?.toUpperCase();
  const hosts = (list: readonly LooseRecord[]) => new Set(list.map(hostOf)).size;
  const primaryHosts = new Set(replicas.filter(isPrimary).map(hostOf));
  const elsewhere = replicas.filter(
    (row) => !isPrimary(row) && isHealthy(row) && !primaryHosts.has(hostOf(row)),
  );
  return {
    name,
    nodes: hosts(replicas),
    healthyNodes: hosts(replicas.filter(isHealthy)),
    replicasInSync: hosts(elsewhere),
    ...(quorum !== undefined && { quorum: quorum.toUpperCase() === 'NORMAL_QUORUM' }),
    automaticFailover: elsewhere.some(
      (row) => says(row, 'failover', 'AUTOMATIC') && says(row, 'mode', 'SYNCHRONOUS_COMMIT'),
    ),
    // A secondary sees its own state only.
    oneSided: local === undefined || !isPrimary(local),
    ...listMembers(
      replicas.map((row) => {
        const words = ['role', 'connected', 'health', 'mode', 'failover']
          .map((column) => textOf(row, column))
          .filter(Boolean);
        return `${textOf(row, 'replica') ?? '?'}: ${words.join(', ') || '-'}`;
      }),
    ),
  };
}
