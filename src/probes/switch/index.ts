import type { Facility, NetworkSwitch } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { switchMessages } from './messages.ts';

/** Nine tables, each with a deadline of its own; a switch that answers slowly is given up here. */
const deadlineMs = 120_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<NetworkSwitch>[] {
  return facility.switches.map((one) => ({
    probe: 'switch',
    subjectId: one.id,
    subject: `${one.id} (snmp://${one.host}:${one.port})`,
    risk: 'observe',
    contacts: [{ host: one.host, port: one.port, protocol: 'snmp' }],
    sends: switchMessages(language).sends,
    deadlineMs,
    target: one,
  }));
}

/** Reads port speeds, duplex and VLAN membership from a switch. */
export const probe: Probe<NetworkSwitch> = {
  name: 'switch',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectSwitch } = await import('./collect.ts');
    return collectSwitch(target, context);
  },
};
