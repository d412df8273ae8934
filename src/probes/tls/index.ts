import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { listTlsEndpoints } from './list-endpoints.ts';
import { tlsMessages } from './messages.ts';
import type { TlsTarget } from './target.ts';

const deadlineMs = 60_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<TlsTarget>[] {
  const words = tlsMessages(language);
  return listTlsEndpoints(facility).map((target) => {
    const { endpoint, system, host, port, plainPorts } = target;
    return {
      probe: 'tls',
      subjectId: `${system}-${endpoint}`,
      subject: `${endpoint} (tls://${host}:${port})`,
      risk: 'observe',
      contacts: [
        { host, port, protocol: 'tls' },
        ...plainPorts.map((one) => ({ host, port: one.port, protocol: one.speaks })),
      ],
      sends: words.sends(plainPorts.length),
      deadlineMs,
      target,
    };
  });
}

/** Reads TLS version and certificate of declared endpoints, and looks for unencrypted ports beside them. */
export const probe: Probe<TlsTarget> = {
  name: 'tls',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectTls } = await import('./collect.ts');
    return collectTls(target, context);
  },
};
