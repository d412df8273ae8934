import type { Facility, LanPath } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { lanMessages } from './messages.ts';

/** What one step measures. */
export interface LanTarget {
  readonly path: LanPath;
  readonly host: string;
  readonly port: number;
}

const defaultPort = 5201;
/** Around each run: connect, parameters, omitted second, results, and the pause a stock server needs. */
const overheadPerRunMs = 12_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<LanTarget>[] {
  return facility.lan.paths.map((path) => {
    const { host, port } = readServer(path.server);
    const busySeconds = path.runs * 2 * (path.seconds + 1);
    return {
      probe: 'lan',
      subjectId: path.id,
      subject: `${path.id} (iperf3://${host}:${port})`,
      risk: 'load',
      contacts: [{ host, port, protocol: 'iperf3' }],
      sends: lanMessages(language).sends(busySeconds, path.maxMbps),
      deadlineMs: 30_000 + path.runs * 2 * (path.seconds * 1000 + overheadPerRunMs),
      target: { path, host, port },
    };
  });
}

/** Splits `iperf3://host:port`; IPv6 addresses stand in brackets. */
function readServer(server: string): { host: string; port: number } {
  const url = new URL(server.replace(/^iperf3:/, 'http:'));
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    // `new URL` drops the default port of http, so 80 would be lost.
    port: /:80$/.test(server) ? 80 : url.port === '' ? defaultPort : Number(url.port),
  };
}

/** Measures TCP throughput of a path in both directions with the iperf3 protocol. */
export const probe: Probe<LanTarget> = {
  name: 'lan',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    const { collectLan } = await import('./collect.ts');
    return collectLan(target, context);
  },
};
