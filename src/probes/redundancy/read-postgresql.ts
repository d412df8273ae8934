import type { LooseRecord } from '../shared/collected/loose-values.ts';
import { textOf } from '../shared/collected/loose-values.ts';
import { type ClusterReading, isLocalAddress, listMembers } from './cluster-reading.ts';

/** Programs that take the log away for backup; they are no server that could take over. */
const receivers = /^(pg_receivewal|pg_receivexlog|pg_basebackup|barman|wal-?g|pgbackrest)/i;

/**
 * Reads `pg_stat_replication` of the primary. A standby is a stream to another computer: not a log receiver, not a
 * logical subscription (where the slot tells), not a connection from the server itself.
 *
 * @param server - address of the primary as its clients see it, when it was asked over the network.
 */
export function readPostgresql(rows: readonly LooseRecord[], server?: string): ClusterReading {
  if (rows.some((row) => !row.has('application_name') || !row.has('state'))) {
    return { kind: 'foreign' };
  }
  // Without pg_monitor the server shows that there are rows and nothing of what is in them.
  if (rows.some((row) => textOf(row, 'state') === undefined)) return { kind: 'hidden' };
  const standbys = rows.filter(
    (row) =>
      !receivers.test(textOf(row, 'application_name') ?? '') &&
      textOf(row, 'slot_type') !== 'logical',
  );
  const addressOf = (row: LooseRecord) => textOf(row, 'client_addr')?.replace(/\/\d+$/, '');
  const remote = standbys.filter((row) => {
    const address = addressOf(row);
    return !isLocalAddress(address) && address !== server;
  });
  const streaming = remote.filter((row) => textOf(row, 'state') === 'streaming');
  const hosts = (list: readonly LooseRecord[]) => new Set(list.map(addressOf)).size;
  return {
    kind: 'clusters',
    clusters: [
      {
        nodes: 1 + hosts(remote),
        healthyNodes: 1 + hosts(streaming),
        replicasInSync: hosts(streaming),
        oneSided: false,
        ...listMembers([
          'primary',
          ...standbys.map((row) => {
            const words = [textOf(row, 'application_name'), addressOf(row)].filter(Boolean);
            const sync = textOf(row, 'sync_state');
            return `${words.join(' ')}: ${textOf(row, 'state')}${sync ? `, ${sync}` : ''}`;
          }),
        ]),
      },
    ],
    notes: standbys.length > remote.length ? ['local-replica'] : [],
  };
}

/** What a standby knows: that it receives from another server (`pg_stat_wal_receiver`, 9.6 and later). */
export function readPostgresStandby(receiver: LooseRecord | undefined): ClusterReading {
  const status = textOf(receiver, 'status');
  const isStreaming = status === 'streaming';
  return {
    kind: 'clusters',
    clusters: [
      {
        nodes: isStreaming ? 2 : 1,
        healthyNodes: isStreaming ? 2 : 1,
        replicasInSync: isStreaming ? 1 : 0,
        oneSided: true,
        ...listMembers([`standby: ${status ?? '-'}`]),
      },
    ],
  };
}
