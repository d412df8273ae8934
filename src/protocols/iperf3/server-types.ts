import type { Direction } from './outcome.ts';

/** Why a test at our server did not complete. */
export type AbortReason =
  /** The request breaks a bound of this server or asks for what it does not do. */
  | { kind: 'rejected'; message: string; code: number }
  | { kind: 'client-terminated' }
  | { kind: 'closed' }
  | { kind: 'reset'; code: string }
  | { kind: 'timeout'; phase: ServerPhase }
  | { kind: 'protocol-error'; message: string }
  | { kind: 'server-closed' };

/** How far a test at our server has come. */
export type ServerPhase = 'parameters' | 'create-streams' | 'running' | 'results' | 'done';

/** Why a connection was turned away. */
export type DenialReason = 'not-allowed' | 'busy' | 'no-cookie' | 'too-many-connections';

/** What the operator of the server is told. `direction` is the client's view. */
export type ServerEvent =
  | { kind: 'denied'; peer: string; reason: DenialReason }
  | {
      kind: 'started';
      peer: string;
      direction: Direction;
      streams: number;
      /** Absent when the client ends the test by an amount of data instead. */
      seconds?: number;
    }
  | { kind: 'progress'; peer: string; direction: Direction; atSeconds: number; mbps: number }
  | {
      kind: 'finished';
      peer: string;
      direction: Direction;
      bytes: number;
      seconds: number;
      mbps: number;
    }
  | { kind: 'aborted'; peer: string; reason: AbortReason };

/** Settings of a throughput server. */
export interface ServerOptions {
  /** Address to listen on, such as `127.0.0.1` or `0.0.0.0`. */
  address: string;
  /** Port to listen on; 0 for any free one. */
  port: number;
  /** Longest measured time a client may ask for, s. The omitted seconds (at most 60) come on top. */
  maxSeconds: number;
  /** Ceiling over all streams of a test, Mb/s, in both directions. */
  maxMbps?: number;
  /** Addresses and networks that may test (`10.0.0.0/8`); everyone when absent. */
  allow?: readonly string[];
  /** Says in the results of each test that this server belongs to our simulated hospital. */
  simulated?: true;
  /** Most streams a client may ask for; 16 unless given. */
  maxStreams?: number;
  /** Limit for a connection to introduce itself and for each answer; 5 000 ms unless given. */
  stepTimeoutMs?: number;
  /** Told of every test and every refusal. Must not throw. */
  onEvent?: (event: ServerEvent) => void;
  /** Closes the server. */
  signal?: AbortSignal;
}

/** The bounds of a server with the defaults filled in. */
export interface ServerLimits {
  maxSeconds: number;
  maxMbps: number | undefined;
  maxStreams: number;
  stepTimeoutMs: number;
  emit: (event: ServerEvent) => void;
  simulated: true | undefined;
}

/** A running throughput server. */
export interface ThroughputServer {
  readonly address: string;
  readonly port: number;
  /** Tells a client under test that it is over, cuts every connection and frees the port. */
  close(): Promise<void>;
}
