import type { Facility } from '../../facility/schema.ts';
import type { TlsTarget } from './target.ts';

/** MLLP in the clear (IANA: hl7), and HTTP. DICOM in the clear is tried by the dicom probe. */
const usualPlainPorts = { mllp: 2575, http: 80 } as const;
const postgresqlPort = 5432;

type Found = Omit<TlsTarget, 'plainPorts' | 'simulated'> & { readonly beside?: 'mllp' | 'http' };

/**
 * Every endpoint that the facility file declares with TLS, each host and port once. MySQL, SQL Server and Oracle negotiate
 * TLS inside their own protocols: the database probe tells of theirs. Pure.
 */
export function listTlsEndpoints(facility: Facility): readonly TlsTarget[] {
  const found = findEndpoints(facility);
  const taken = new Set(found.map(keyOf));
  const seen = new Set<string>();
  return found.flatMap((one): TlsTarget[] => {
    if (seen.has(keyOf(one))) return [];
    seen.add(keyOf(one));
    const { beside, ...endpoint } = one;
    const port = beside && usualPlainPorts[beside];
    const plain = { host: one.host, port: port ?? 0 };
    // A port that is declared with TLS is none in the clear, and each port of a host is tried once.
    const isNew = port !== undefined && !taken.has(keyOf(plain));
    if (isNew) taken.add(keyOf(plain));
    return [
      {
        ...endpoint,
        plainPorts: isNew && beside ? [{ port, speaks: beside }] : [],
        simulated: facility.simulated === true,
      },
    ];
  });
}

function findEndpoints(facility: Facility): Found[] {
  const found: Found[] = [];
  for (const { id, host, port, tls } of facility.dicom.nodes)
    if (tls) found.push({ endpoint: id, system: 'dicom', host, port, start: 'direct', tls });
  for (const { id, host, port, tls, transport } of facility.hl7.endpoints)
    if (tls)
      found.push({
        ...{ endpoint: id, system: 'hl7', host, port, start: 'direct', tls },
        beside: transport,
      });
  const addUrl = (
    endpoint: string,
    system: TlsTarget['system'],
    text: string,
    tls: TlsTarget['tls'],
  ): void => {
    const url = new URL(text);
    if (url.protocol !== 'https:') return;
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const port = url.port === '' ? 443 : Number(url.port);
    found.push({ endpoint, system, host, port, start: 'direct', tls, beside: 'http' });
  };
  const trust = (ca: string | undefined) => (ca === undefined ? {} : { ca });
  for (const { id, url, tls } of facility.dicomweb.endpoints)
    addUrl(id, 'dicomweb', url, tls ?? {});
  for (const { id, url, ca } of facility.web.endpoints) addUrl(id, 'web', url, trust(ca));
  for (const one of facility.balancers)
    if (one.kind === 'haproxy' && one.stats.startsWith('http'))
      addUrl(one.id, 'other', one.stats, trust(one.ca));
  for (const { id, url, ca } of facility.redundancy)
    if (url !== undefined) addUrl(id, 'other', url, trust(ca));
  for (const { id, product, host, port = postgresqlPort, tls } of facility.databases)
    if (tls && product === 'postgresql')
      found.push({ endpoint: id, system: 'database', host, port, start: 'postgresql', tls });
  return found;
}

function keyOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host.toLowerCase()} ${port}`;
}
