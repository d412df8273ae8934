import type { Facility, PowerSupply } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { powerMessages } from './messages.ts';

const deadlineMs = 40_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<PowerSupply>[] {
  const words = powerMessages(language);
  return facility.power.map((supply) => {
    const { id, kind, host, port } = supply;
    return {
      probe: 'power',
      subjectId: id,
      subject: `${id} (${kind}://${host}:${port}${kind === 'nut' ? `/${supply.ups}` : ''})`,
      risk: 'observe',
      contacts: [{ host, port, protocol: kind }],
      sends: kind === 'nut' ? words.sendsNut(supply.ups) : words.sendsSnmp,
      deadlineMs,
      target: supply,
    };
  });
}

/** Reads what a UPS says of itself. Never commands it. */
export const probe: Probe<PowerSupply> = {
  name: 'power',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectPower } = await import('./collect.ts');
    return collectPower(target, context);
  },
};
