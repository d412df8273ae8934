import { UserError } from '../../errors/user-error.ts';
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
    const { host, port } = readServer(path, language);
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

/**
 * Splits `iperf3://host:port`; an IPv6 address stands in brackets.
 * @throws UserError when it is nothing of the kind.
 */
function readServer({ id, server }: LanPath, language: Language): { host: string; port: number } {
  const rest = server.replace(/^iperf3:\/\//, '');
  const port = /:(\d{1,5})$/.exec(rest)?.[1];
  // `new URL` would drop the default port of http, so it sees the host alone.
  const url = URL.parse(`http://${port === undefined ? rest : rest.slice(0, -port.length - 1)}/`);
  const portNumber = port === undefined ? defaultPort : Number(port);
  if (url?.port !== '' || url.host !== url.href.slice(7, -1) || !isPort(portNumber))
    throw new UserError(lanMessages(language).badServer(id, server));
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: portNumber };
}

function isPort(port: number): boolean {
  return port >= 1 && port <= 65_535;
}

/** `iperf3://10.0.0.5:5201`, an IPv6 address in brackets. */
export function nameServer(host: string, port: number): string {
  return `iperf3://${host.includes(':') ? `[${host}]` : host}:${port}`;
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
