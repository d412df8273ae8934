import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { internetMessages } from './messages.ts';
import type { InternetTarget } from './target.ts';
import { isUnfinished, planVisits } from './visits.ts';

/** Around each run: resolving, grace period, idle latency, connecting. */
const overheadPerRunMs = 15_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<InternetTarget>[] {
  const { ownRanges = [], tests } = facility.internet;
  return tests.map((test) => {
    const url = new URL(test.url);
    const { runsPerVisit, runsWanted } = planVisits(test);
    const runs = runsPerVisit * 2;
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
      sends: internetMessages(language).sends(
        runs * test.seconds,
        test.maxMbps,
        runsWanted / runsPerVisit,
        test.spreadHours ?? 0,
      ),
      deadlineMs: 30_000 + runs * (test.seconds * 1000 + overheadPerRunMs),
      target: { test, ownRanges },
    };
  });
}

/** Measures the Internet line against an HTTP test server outside the facility. */
export const probe: Probe<InternetTarget> = {
  name: 'internet',
  version: 2,
  planSteps,
  collect: async (target, context) => {
    const { collectInternet } = await import('./collect.ts');
    return collectInternet(target, context);
  },
  isUnfinished,
};
