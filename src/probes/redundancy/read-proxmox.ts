import {
  asRecord,
  asRecords,
  flagOf,
  type LooseRecord,
  textOf,
} from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import { type ClusterReading, listMembers } from './cluster-reading.ts';

/**
 * Reads Proxmox VE's `/cluster/status`, and `/cluster/ha/status/current` when that file is given too (API viewer of
 * Proxmox VE): a virtual machine moves by itself only when it is a service of the HA manager.
 */
export function readProxmox(texts: readonly string[]): ClusterReading {
  const entries: LooseRecord[] = [];
  for (const text of texts) {
    const json = parseBoundedJson(text);
    if (!json) return { kind: 'foreign' };
    // The API wraps what pvesh prints bare.
    entries.push(...asRecords(asRecord(json.value)?.get('data') ?? json.value));
  }
  const ofType = (type: string) => entries.filter((one) => textOf(one, 'type') === type);
  const nodes = ofType('node').filter((one) => one.has('online'));
  if (nodes.length === 0) return { kind: 'foreign' };
  const [cluster] = ofType('cluster');
  const [manager] = ofType('quorum');
  const quorum = flagOf(cluster, 'quorate') ?? flagOf(manager, 'quorate');
  const services = ofType('service');
  const name = textOf(cluster, 'name');
  const isManaged = manager !== undefined || services.length > 0 || ofType('master').length > 0;
  return {
    kind: 'clusters',
    clusters: [
      {
        ...(name !== undefined && { name }),
        nodes: nodes.length,
        healthyNodes: nodes.filter((one) => flagOf(one, 'online') === true).length,
        ...(quorum !== undefined && { quorum }),
        ...(isManaged && { automaticFailover: services.length > 0 }),
        ...(isManaged && {
          failures: services.filter((one) => /error|fence/i.test(textOf(one, 'state') ?? ''))
            .length,
        }),
        oneSided: false,
        ...listMembers([
          ...nodes.map(
            (one) =>
              `${textOf(one, 'name') ?? '?'}: ${flagOf(one, 'online') === true ? 'online' : 'offline'}`,
          ),
          ...services.map((one) => `${textOf(one, 'sid') ?? '?'}: ${textOf(one, 'state') ?? '?'}`),
        ]),
      },
    ],
  };
}
