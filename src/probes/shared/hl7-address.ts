import type { Hl7Endpoint } from '../../facility/schema.ts';

/** `mllp://10.0.0.6:2575`, `https://his.example:443/hl7`; an IPv6 address stands in brackets. */
export function addressOf(endpoint: Hl7Endpoint): string {
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  const path = endpoint.transport === 'http' ? (endpoint.path ?? '/') : '';
  return `${protocolOf(endpoint)}://${host}:${endpoint.port}${path}`;
}

/** `mllp`, `mllps`, `http` or `https`. */
export function protocolOf(endpoint: Pick<Hl7Endpoint, 'transport' | 'tls'>): string {
  if (endpoint.transport === 'http') return endpoint.tls ? 'https' : 'http';
  return endpoint.tls ? 'mllps' : 'mllp';
}
