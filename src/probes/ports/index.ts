import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { listDeclaredHosts } from './declared-hosts.ts';
import { portsMessages } from './messages.ts';
import { watchedPorts } from './port-list.ts';
import type { PortsTarget } from './target.ts';

/** Time for one host: the paced attempts, the last one's limit, and its name. */
const perHostMs = 15_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<PortsTarget>[] {
  if (!facility.security?.portCheck) return [];
  const hosts = listDeclaredHosts(facility);
  return hosts.map((target) => ({
    probe: 'ports',
    subjectId: target.host,
    subject: `${target.host} (${watchedPorts.length} TCP)`,
    risk: 'observe',
    contacts: watchedPorts.map(({ port }) => ({ host: target.host, port, protocol: 'tcp' })),
    sends: portsMessages(language).sends(watchedPorts.length),
    // Hosts take their turns, so the last one waits for all others.
    deadlineMs: perHostMs * (hosts.length + 1),
    target,
  }));
}

/** Looks which usual ports of declared hosts take connections; only where the facility file says so. */
export const probe: Probe<PortsTarget> = {
  name: 'ports',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectPorts } = await import('./collect.ts');
    return collectPorts(target, context);
  },
};
