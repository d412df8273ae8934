import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import type { WebTarget } from './collect.ts';
import { webMessages } from './messages.ts';
import { printableAddress } from './parse.ts';

const deadlineMs = 60_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<WebTarget>[] {
  return facility.web.endpoints.map((endpoint) => {
    const url = new URL(endpoint.url);
    const address = printableAddress(url);
    const isTls = url.protocol === 'https:';
    return {
      probe: 'web',
      subjectId: endpoint.id,
      subject: `${endpoint.id} (${address})`,
      risk: 'observe',
      contacts: [
        {
          host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
          port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
          protocol: isTls ? 'https' : 'http',
        },
      ],
      sends: webMessages(language).sends(address),
      deadlineMs,
      target: { endpoint },
    };
  });
}

/** Looks at the web addresses of the RIS-PACS as an HTTP client does: does it answer, over which TLS, how soon. */
export const probe: Probe<WebTarget> = {
  name: 'web',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectWeb } = await import('./collect.ts');
    return collectWeb(target, context);
  },
};
