import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';

interface ClockTarget {
  readonly host: string;
}

const deadlineMs = 15_000;
const ntpPort = 123;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<ClockTarget>[] {
  return facility.timeServers.map((host) => ({
    probe: 'clock',
    subjectId: host,
    subject: `ntp://${host}`,
    risk: 'observe',
    contacts: [{ host, port: ntpPort, protocol: 'ntp' }],
    sends:
      language === 'vi'
        ? 'Một gói NTP hỏi giờ. Chỉ đọc, không chỉnh đồng hồ.'
        : 'One NTP datagram that asks for the time. Sets no clock.',
    deadlineMs,
    target: { host },
  }));
}

/** Compares the clock of this computer with a time server of the hospital. */
export const probe: Probe<ClockTarget> = {
  name: 'clock',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectClock } = await import('./collect.ts');
    return collectClock(target.host, context);
  },
};
