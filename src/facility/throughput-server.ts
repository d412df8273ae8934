/** Where an iperf3 server listens unless its address says otherwise. */
const defaultPort = 5201;

/** A throughput server's address, taken apart. */
export interface ThroughputServer {
  readonly host: string;
  readonly port: number;
}

/**
 * Splits `iperf3://host:port`; an IPv6 address stands in brackets. `undefined` for anything else: no path, no user, a
 * port from 1 to 65535.
 */
export function parseThroughputServer(server: string): ThroughputServer | undefined {
  const rest = /^iperf3:\/\/([^/\s]+)$/.exec(server)?.[1];
  if (rest === undefined) return undefined;
  const port = /:(\d{1,5})$/.exec(rest)?.[1];
  // `new URL` would drop the default port of http, so it sees the host alone.
  const url = URL.parse(`http://${port === undefined ? rest : rest.slice(0, -port.length - 1)}/`);
  const portNumber = port === undefined ? defaultPort : Number(port);
  if (url?.port !== '' || url.host !== url.href.slice(7, -1)) return undefined;
  if (portNumber < 1 || portNumber > 65_535) return undefined;
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: portNumber };
}
