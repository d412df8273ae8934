import {
  asRecord,
  asRecords,
  flagOf,
  type LooseRecord,
  numberOf,
  textOf,
} from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import { type ClusterReading, listMembers } from './cluster-reading.ts';

const leaders = /^(leader|master|primary|standby_leader)$/;

/**
 * Reads Patroni's `GET /cluster` (REST API documentation). A replica follows when it streams, or runs as older versions
 * say, on the leader's timeline and with a lag that is known.
 */
export function readPatroni(text: string): ClusterReading {
  const cluster = asRecord(parseBoundedJson(text)?.value);
  const listed = cluster?.get('members');
  if (!cluster || !Array.isArray(listed)) return { kind: 'foreign' };
  const members = asRecords(listed).filter((one) => one.has('role') && one.has('state'));
  if (members.length === 0) return { kind: 'foreign' };
  const leader = members.find((one) => leaders.test(textOf(one, 'role') ?? ''));
  const timeline = numberOf(leader, 'timeline');
  const follows = (one: LooseRecord): boolean =>
    one !== leader &&
    /^(streaming|running)$/.test(textOf(one, 'state') ?? '') &&
    numberOf(one, 'lag') !== undefined &&
    (timeline === undefined || numberOf(one, 'timeline') === timeline);
  const leads = leader !== undefined && textOf(leader, 'state') === 'running';
  const healthy = members.filter((one) => (one === leader ? leads : follows(one)));
  const hosts = (list: readonly LooseRecord[]) =>
    new Set(list.map((one) => textOf(one, 'host') ?? textOf(one, 'name'))).size;
  const paused = flagOf(cluster, 'pause');
  const name = textOf(cluster, 'scope');
  return {
    kind: 'clusters',
    clusters: [
      {
        ...(name !== undefined && { name }),
        nodes: hosts(members),
        healthyNodes: hosts(healthy),
        replicasInSync: hosts(members.filter(follows)),
        automaticFailover: paused !== true,
        oneSided: false,
        ...listMembers(
          members.map((one) => {
            const lag = textOf(one, 'lag');
            return `${textOf(one, 'name') ?? '?'} ${textOf(one, 'role')}: ${textOf(one, 'state')}${lag ? `, lag ${lag}` : ''}`;
          }),
        ),
      },
    ],
  };
}
