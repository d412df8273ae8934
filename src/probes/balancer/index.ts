import type { Balancer, Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { balancerMessages } from './messages.ts';
import type { BalancerTarget } from './target.ts';

const statsDeadlineMs = 20_000;
const perConnectionMs = 3_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<BalancerTarget>[] {
  const words = balancerMessages(language);
  return facility.balancers.map((balancer) => {
    const target = findTarget(balancer, facility);
    const { address, contacts } = describeTarget(target);
    return {
      probe: 'balancer',
      subjectId: balancer.id,
      subject: `${balancer.id} (${address})`,
      risk: 'observe',
      contacts,
      sends:
        balancer.kind === 'haproxy' ? words.sendsStats : words.sendsBlackBox(balancer.connections),
      deadlineMs:
        balancer.kind === 'haproxy'
          ? statsDeadlineMs
          : statsDeadlineMs + balancer.connections * perConnectionMs,
      target,
    };
  });
}

function findTarget(balancer: Balancer, facility: Facility): BalancerTarget {
  if (balancer.kind === 'haproxy') return { kind: 'stats', balancer };
  const { id, connections } = balancer;
  const node = facility.dicom.nodes.find((one) => one.id === balancer.node);
  if (node) {
    const callingAe = node.callingAe ?? facility.dicom.callingAe;
    return { kind: 'dicom', id, node, callingAe, connections };
  }
  const web = facility.web.endpoints.find((one) => one.id === balancer.web);
  return web ? { kind: 'web', id, web, connections } : { kind: 'unknown' };
}

function describeTarget(target: BalancerTarget): Pick<PlannedStep, 'contacts'> & {
  readonly address: string;
} {
  switch (target.kind) {
    case 'stats': {
      const { stats } = target.balancer;
      return { address: stats, contacts: stats.startsWith('unix:') ? [] : [contactOf(stats)] };
    }
    case 'dicom': {
      const { host, port, tls } = target.node;
      const protocol = tls ? 'dicom-tls' : 'dicom';
      return { address: `${protocol}://${host}:${port}`, contacts: [{ host, port, protocol }] };
    }
    case 'web':
      return { address: target.web.url, contacts: [contactOf(target.web.url)] };
    case 'unknown':
      return { address: '?', contacts: [] };
  }
}

function contactOf(address: string): PlannedStep['contacts'][number] {
  const { hostname, port, protocol } = new URL(address);
  const isTls = protocol === 'https:';
  return {
    host: hostname,
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    protocol: isTls ? 'https' : 'http',
  };
}

/** Reads how many servers share the load behind a balancer, from the balancer or from outside. */
export const probe: Probe<BalancerTarget> = {
  name: 'balancer',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectBalancer } = await import('./collect.ts');
    return collectBalancer(target, context);
  },
};
