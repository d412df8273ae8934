import { isIP } from 'node:net';

/** How to connect over TLS. PEM contents, not file names; without `ca` the system's authorities are trusted. */
export interface ClientTls {
  readonly ca?: string | Buffer;
  /** Our certificate, for mutual TLS. */
  readonly certificate?: string | Buffer;
  readonly key?: string | Buffer;
  readonly passphrase?: string;
  /** The name the peer's certificate must have; the host by default. */
  readonly serverName?: string;
}

/** Node's options for connecting with verification always on, TLS 1.2 or later. */
export function toConnectionOptions(tls: ClientTls, host: string) {
  // A server name indication must not be an address (RFC 6066 3).
  const servername = tls.serverName ?? (isIP(host) === 0 ? host : undefined);
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2' as const,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key }),
    ...(tls.passphrase === undefined ? {} : { passphrase: tls.passphrase }),
    ...(servername === undefined ? {} : { servername }),
  };
}
