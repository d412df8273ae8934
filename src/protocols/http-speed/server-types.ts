import type { Direction } from '../iperf3/outcome.ts';

/** What the operator of a test point is told. `direction` is the client's view. */
export type SpeedServerEvent =
  | { kind: 'denied'; peer: string }
  /** A peer's first transfer after a pause. */
  | { kind: 'started'; peer: string; direction: Direction }
  /** No transfer of that peer for a moment; the rate is over the time it was active. */
  | {
      kind: 'finished';
      peer: string;
      direction: Direction;
      bytes: number;
      seconds: number;
      mbps: number;
    };

/** Settings of an HTTP test point. */
export interface SpeedServerOptions {
  /** Address to listen on, such as `127.0.0.1` or `0.0.0.0`. */
  address: string;
  /** Port to listen on; 0 for any free one. */
  port: number;
  /** Longest single transfer, s; it is cut after that. */
  maxSeconds: number;
  /** Ceiling over all transfers together, Mb/s. */
  maxMbps?: number;
  /** Addresses and networks that may test (`10.0.0.0/8`); everyone when absent. */
  allow?: readonly string[];
  /** Says in a header of each answer that this server belongs to our simulated hospital. */
  simulated?: true;
  /** Most connections at once; 64 unless given. */
  maxConnections?: number;
  /** Most bytes of one download or upload; 1 GiB unless given. */
  maxTransferBytes?: number;
  /** Told of who tests. Must not throw. */
  onEvent?: (event: SpeedServerEvent) => void;
  /** Closes the server. */
  signal?: AbortSignal;
}

/** A running HTTP test point. */
export interface SpeedServer {
  readonly address: string;
  readonly port: number;
  /** Cuts every transfer and frees the port. */
  close(): Promise<void>;
}
