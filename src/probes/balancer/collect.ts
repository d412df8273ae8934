import type { EvidenceState } from '../../evidence/evidence.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { askDicomNodes, askWebNodes } from './ask-nodes.ts';
import { countNodes, type NodeMarks } from './count-nodes.ts';
import { balancerMessages } from './messages.ts';
import { parseHaproxyStats } from './parse-haproxy.ts';
import { readStats, type StatsReading } from './read-stats.ts';
import type { BalancerTarget } from './target.ts';

/** Looks at one balancer. */
export async function collectBalancer(
  target: BalancerTarget,
  context: ProbeContext,
): Promise<Observation> {
  const words = balancerMessages(context.language);
  switch (target.kind) {
    case 'stats':
      return readBalancer(target, context);
    case 'dicom': {
      const { id, node, callingAe, connections } = target;
      const marks = await askDicomNodes(node, callingAe, connections, context);
      return describeNodes(id, connections, marks, `${node.host}:${node.port}`, context);
    }
    case 'web': {
      const { id, web, connections } = target;
      const marks = await askWebNodes(web, connections, context);
      return describeNodes(id, connections, marks, web.url, context);
    }
    case 'unknown':
      return {
        state: 'not-configured',
        reason: { code: 'unknown-target', message: words.unknownTarget },
      };
  }
}

async function readBalancer(
  { balancer }: Extract<BalancerTarget, { kind: 'stats' }>,
  context: ProbeContext,
): Promise<Observation> {
  const words = balancerMessages(context.language);
  const reading = await readStats(balancer, context);
  if (reading.kind !== 'text') {
    const code = 'code' in reading ? reading.code : reading.kind;
    const message = words.trouble(reading, balancer.stats);
    return { state: stateOf(reading), reason: { code, message } };
  }
  const rows = parseHaproxyStats(balancer.id, reading.text);
  if (rows) return { state: 'observed', facts: { 'balancer.backend': rows } };
  return {
    state: 'protocol-error',
    reason: { code: 'not-stats', message: words.notStats(balancer.stats) },
  };
}

function describeNodes(
  balancer: string,
  connections: number,
  marks: readonly NodeMarks[],
  at: string,
  context: ProbeContext,
): Observation {
  context.signal.throwIfAborted();
  const words = balancerMessages(context.language);
  if (marks.length === 0) {
    return { state: 'unreachable', reason: { code: 'no-answer', message: words.noAnswer(at) } };
  }
  const counted = countNodes(marks);
  return {
    state: 'observed',
    facts: { 'balancer.nodes': [{ balancer, connections, answered: marks.length, ...counted }] },
    notes: counted ? [] : [words.notNamed],
  };
}

function stateOf(
  reading: Exclude<StatsReading, { kind: 'text' }>,
): Exclude<EvidenceState, 'observed'> {
  switch (reading.kind) {
    case 'denied':
      return 'refused';
    case 'unreachable':
      return 'unreachable';
    case 'timeout':
      return 'timed-out';
    case 'status':
    case 'too-large':
      return 'protocol-error';
  }
}
