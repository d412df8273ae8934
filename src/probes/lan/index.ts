import type { Facility } from '../../facility/schema.ts';
import { parseThroughputServer } from '../../facility/throughput-server.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { lanMessages } from './messages.ts';
import { type LanTarget, nameServer } from './target.ts';

/** Around each run: connect, parameters, omitted second, results, and the pause a stock server needs. */
const overheadPerRunMs = 12_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<LanTarget>[] {
  return facility.lan.paths.map((path) => {
    const server = parseThroughputServer(path.server);
    if (!server) throw new Error(`the schema lets no such server through: ${path.server}`);
    const { host, port } = server;
    const busySeconds = path.runs * 2 * (path.seconds + 1);
    return {
      probe: 'lan',
      subjectId: path.id,
      subject: `${path.id} (${nameServer(host, port)})`,
      risk: 'load',
      contacts: [{ host, port, protocol: 'iperf3' }],
      sends: lanMessages(language).sends(busySeconds, path.maxMbps),
      deadlineMs: 30_000 + path.runs * 2 * (path.seconds * 1000 + overheadPerRunMs),
      target: { path, host, port },
    };
  });
}

/** Measures TCP throughput of a path in both directions with the iperf3 protocol. */
export const probe: Probe<LanTarget> = {
  name: 'lan',
  version: 2,
  planSteps,
  collect: async (target, context) => {
    const { collectLan } = await import('./collect.ts');
    return collectLan(target, context);
  },
};
