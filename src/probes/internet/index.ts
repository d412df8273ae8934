import type { Facility, InternetTest } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { internetMessages } from './messages.ts';

/** Around each run: grace period, idle latency, connecting. */
const overheadPerRunMs = 15_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<InternetTest>[] {
  return facility.internet.tests.map((test) => {
    const url = new URL(test.url);
    return {
      probe: 'internet',
      subjectId: test.id,
      subject: `${test.id} (${url.origin})`,
      risk: 'load',
      contacts: [
        {
          host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
          port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
          protocol: url.protocol.slice(0, -1),
        },
      ],
      sends: internetMessages(language).sends(test.runs * 2 * test.seconds, test.maxMbps),
      deadlineMs: 30_000 + test.runs * 2 * (test.seconds * 1000 + overheadPerRunMs),
      target: test,
    };
  });
}

/** Measures the Internet line against an HTTP test server outside the facility. */
export const probe: Probe<InternetTest> = {
  name: 'internet',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectInternet } = await import('./collect.ts');
    return collectInternet(target, context);
  },
};
