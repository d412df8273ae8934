import type { LanPath } from '../../facility/schema.ts';

/** What one step measures. */
export interface LanTarget {
  readonly path: LanPath;
  readonly host: string;
  readonly port: number;
}

/** `iperf3://10.0.0.5:5201`, an IPv6 address in brackets. */
export function nameServer(host: string, port: number): string {
  return `iperf3://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
