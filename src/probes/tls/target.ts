import type { DicomNode } from '../../facility/schema.ts';
import type { SecurityTlsRow } from './facts.ts';

/** One declared endpoint that has TLS, and the usual ports of its protocol in the clear that are tried beside it. */
export interface TlsTarget {
  readonly endpoint: string;
  readonly system: SecurityTlsRow['system'];
  readonly host: string;
  readonly port: number;
  /** `postgresql` asks for TLS by a request of its own before the handshake. */
  readonly start: 'direct' | 'postgresql';
  readonly tls: NonNullable<DicomNode['tls']>;
  readonly plainPorts: readonly { readonly port: number; readonly speaks: 'http' | 'mllp' }[];
  readonly simulated: boolean;
}
