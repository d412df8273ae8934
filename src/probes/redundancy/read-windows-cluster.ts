import { asRecord, asRecords, type LooseRecord, textOf } from '../shared/collected/loose-values.ts';
import { parseBoundedJson } from '../shared/collected/parse-json.ts';
import { type ClusterReading, listMembers } from './cluster-reading.ts';

/** CLUSTER_NODE_STATE of Microsoft's cluster API, for JSON that has the number instead of the word. */
const numbered: Readonly<Record<string, string>> = {
  '-1': 'Unknown',
  '0': 'Up',
  '1': 'Down',
  '2': 'Paused',
  '3': 'Joining',
};

/** Reads `Get-ClusterNode | Select-Object Name, State, Cluster | ConvertTo-Json`. */
export function readWindowsCluster(text: string): ClusterReading {
  const json = parseBoundedJson(text);
  const nodes = json ? asRecords(json.value) : [];
  const areNodes = nodes.every((node) => textOf(node, 'name') && node.has('state'));
  if (nodes.length === 0 || !areNodes) return { kind: 'foreign' };
  const states = nodes.map(stateOf);
  const name = clusterOf(nodes[0]);
  return {
    kind: 'clusters',
    clusters: [
      {
        ...(name !== undefined && { name }),
        nodes: new Set(nodes.map((node) => textOf(node, 'name')?.toUpperCase())).size,
        healthyNodes: states.filter((state) => state === 'Up').length,
        oneSided: false,
        ...listMembers(nodes.map((node) => `${textOf(node, 'name')}: ${stateOf(node)}`)),
      },
    ],
  };
}

function stateOf(node: LooseRecord): string {
  const given = textOf(node, 'state') ?? textOf(asRecord(node.get('state')), 'value') ?? '?';
  return numbered[given] ?? given;
}

function clusterOf(node: LooseRecord | undefined): string | undefined {
  return textOf(node, 'cluster') ?? textOf(asRecord(node?.get('cluster')), 'name');
}
