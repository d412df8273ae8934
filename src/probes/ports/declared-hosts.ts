import type { Facility } from '../../facility/schema.ts';
import type { PortsTarget } from './target.ts';

/**
 * The hospital's own hosts that the facility file names, each once. Left out: modalities, whose software may be old and
 * fragile; what is reached from the Internet or stands there (web endpoints seen from outside, test servers of the
 * line); time servers and the other end of a throughput test. Pure.
 */
export function listDeclaredHosts(facility: Facility): readonly PortsTarget[] {
  const ports = new Map<string, Set<number>>();
  const spared = new Set(
    facility.dicom.nodes
      .filter(({ role }) => role === 'modality')
      .map((one) => one.host.toLowerCase()),
  );
  const add = (host: string, port?: number): void => {
    const key = host.toLowerCase();
    if (spared.has(key)) return;
    const known = ports.get(key) ?? new Set<number>();
    if (port !== undefined) known.add(port);
    ports.set(key, known);
  };
  const addUrl = (text: string): void => {
    const url = new URL(text);
    const usual = url.protocol === 'https:' ? 443 : 80;
    add(url.hostname.replace(/^\[(.*)\]$/, '$1'), url.port === '' ? usual : Number(url.port));
  };
  for (const { host, port } of facility.dicom.nodes) add(host, port);
  for (const { host, port } of facility.hl7.endpoints) add(host, port);
  for (const { host, port } of facility.databases) add(host, port);
  for (const { host } of [...facility.switches, ...facility.power]) add(host);
  for (const { url } of facility.dicomweb.endpoints) addUrl(url);
  for (const { url, vantage } of facility.web.endpoints) if (vantage === 'inside') addUrl(url);
  for (const one of facility.balancers)
    if (one.kind === 'haproxy' && one.stats.startsWith('http')) addUrl(one.stats);
  return [...ports].map(([host, declared]) => ({ host, declaredPorts: [...declared] }));
}
