import type { Computer, Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import type { HostTarget } from './collect.ts';
import { type HostMessages, hostMessages } from './messages.ts';

const deadlineMs = 60_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<HostTarget>[] {
  const messages = hostMessages(language);
  return facility.computers.map((computer) => ({
    probe: 'host',
    subjectId: computer.id,
    ...describeStep(computer, messages),
    risk: 'observe',
    contacts: [],
    deadlineMs,
    target: { computer, simulated: facility.simulated === true },
  }));
}

function describeStep(
  computer: Computer,
  messages: HostMessages,
): { readonly subject: string; readonly sends: string } {
  const { id, inventory } = computer;
  if (computer.thisComputer === true) {
    return { subject: messages.subjectThis(id), sends: messages.sendsThis };
  }
  if (inventory !== undefined) {
    return {
      subject: messages.subjectInventory(id, inventory),
      sends: messages.sendsInventory(inventory),
    };
  }
  return { subject: messages.subjectNone(id), sends: messages.sendsNone };
}

/** Reads computers as their own operating systems describe them, directly or through a carried inventory. */
export const probe: Probe<HostTarget> = {
  name: 'host',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectHost } = await import('./collect.ts');
    return collectHost(target, context);
  },
};
