import { asRecords, flagOf, type LooseRecord, textOf } from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import { type ClusterReading, type ClusterSaid, listMembers } from './cluster-reading.ts';

/**
 * Reads hosts as PowerCLI lists them (`Get-VMHost`), with their cluster and whether vSphere HA is on. Hosts of a cluster
 * without HA are redundant hardware only: `automaticFailover` is then false.
 */
export function readVmware(text: string): ClusterReading {
  const json = parseBoundedJson(text);
  const hosts = json ? asRecords(json.value) : [];
  const areHosts = hosts.every((host) => textOf(host, 'name') && host.has('connectionstate'));
  if (hosts.length === 0 || !areHosts) return { kind: 'foreign' };
  const names = [...new Set(hosts.map((host) => textOf(host, 'cluster') ?? ''))];
  const isNumbered = hosts.some((host) => typeof host.get('connectionstate') === 'number');
  return {
    kind: 'clusters',
    clusters: names.map((name) =>
      describeCluster(
        name,
        hosts.filter((host) => (textOf(host, 'cluster') ?? '') === name),
      ),
    ),
    notes: isNumbered ? ['numbers-for-states'] : [],
  };
}

function describeCluster(name: string, hosts: readonly LooseRecord[]): ClusterSaid {
  const isHealthy = (host: LooseRecord) =>
    /^connected$/i.test(textOf(host, 'connectionstate') ?? '') &&
    /^poweredon$/i.test(textOf(host, 'powerstate') ?? 'PoweredOn');
  const isNumbered = hosts.some((host) => typeof host.get('connectionstate') === 'number');
  const enabled = hosts.map((host) => flagOf(host, 'haenabled')).find((one) => one !== undefined);
  return {
    ...(name !== '' && { name }),
    nodes: hosts.length,
    ...(!isNumbered && { healthyNodes: hosts.filter(isHealthy).length }),
    ...(enabled !== undefined && { automaticFailover: enabled }),
    oneSided: false,
    ...listMembers(
      hosts.map((host) => `${textOf(host, 'name')}: ${textOf(host, 'connectionstate') ?? '?'}`),
    ),
  };
}
