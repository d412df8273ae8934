import {
  asRecord,
  flagOf,
  type LooseRecord,
  textOf,
  tidyText,
} from '../shared/collected/loose-values.ts';
import { readMoment } from '../shared/collected/read-time.ts';
import { type ClusterReading, listMembers } from './cluster-reading.ts';

const deepestTags = 30;
const mostNodes = 200;

/**
 * Reads `crm_mon --output-as=xml` (Pacemaker 2, schema `crm_mon` of its api folder) and `crm_mon --as-xml` (1.1). A member
 * counts as healthy when it is online and neither on standby, in maintenance, pending, unclean nor shutting down.
 */
export async function readPacemaker(text: string): Promise<ClusterReading> {
  const root = await parse(text);
  const result = asRecord(root?.get('pacemaker-result')) ?? asRecord(root?.get('crm_mon'));
  if (!result) return { kind: 'foreign' };
  const status = asRecord(result.get('status'));
  const summary = asRecord(result.get('summary'));
  if (!summary) {
    const message = textOf(status, 'message');
    return message ? { kind: 'reported', message } : { kind: 'foreign' };
  }
  const nodes = children(result, 'nodes', 'node').filter(
    (node) => (textOf(node, 'type') ?? 'member') === 'member',
  );
  const failed = children(result, 'resources', 'resource').filter(
    (resource) => flagOf(resource, 'failed') === true,
  );
  const options = asRecord(summary.get('cluster_options'));
  const maintenance = flagOf(options, 'maintenance-mode');
  const quorum = flagOf(asRecord(summary.get('current_dc')), 'with_quorum');
  const fencing = flagOf(options, 'stonith-enabled');
  const readAt = readMoment(textOf(asRecord(summary.get('last_update')), 'time'));
  return {
    kind: 'clusters',
    clusters: [
      {
        nodes: nodes.length,
        healthyNodes: nodes.filter(isHealthy).length,
        ...(quorum !== undefined && { quorum }),
        ...(fencing !== undefined && { fencing }),
        ...(maintenance !== undefined && { automaticFailover: !maintenance }),
        failures: children(result, 'failures', 'failure').length + failed.length,
        oneSided: false,
        ...listMembers(nodes.map((node) => `${textOf(node, 'name') ?? '?'}: ${stateOf(node)}`)),
        ...(readAt && { readAt }),
      },
    ],
  };
}

const troubles = ['standby', 'standby_onfail', 'maintenance', 'pending', 'unclean', 'shutdown'];

function isHealthy(node: LooseRecord): boolean {
  return flagOf(node, 'online') === true && !troubles.some((one) => flagOf(node, one) === true);
}

function stateOf(node: LooseRecord): string {
  const online = flagOf(node, 'online') === true ? 'online' : 'offline';
  return [online, ...troubles.filter((one) => flagOf(node, one) === true)].join(', ');
}

function children(parent: LooseRecord, list: string, item: string): readonly LooseRecord[] {
  const found = asRecord(parent.get(list))?.get(item);
  const all: readonly unknown[] = Array.isArray(found) ? found : [found];
  return all.slice(0, mostNodes).flatMap((one) => asRecord(one) ?? []);
}

async function parse(text: string): Promise<LooseRecord | undefined> {
  // Neither tool writes a document type; entities that expand are thus never met.
  if (!/^\s*</.test(text) || /<!DOCTYPE/i.test(text)) return undefined;
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    parseTagValue: false,
    processEntities: false,
    maxNestedTags: deepestTags,
    transformAttributeName: tidyText,
  });
  try {
    return asRecord(parser.parse(text));
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
