import type { ForeignProtocol } from './foreign-protocol.ts';
import type { RateSample } from './rate-samples.ts';

/** Which way the data flows, seen from the client: `up` = client to server. */
export type Direction = 'up' | 'down';

/** How far a test had come: each is one wait with its own deadline. */
export type TestPhase =
  | 'connect'
  | 'parameters'
  | 'create-streams'
  | 'stream-connect'
  | 'test-start'
  | 'running'
  | 'results'
  | 'display';

/** What to measure. Everything but `host` and `direction` has a default. */
export interface ThroughputOptions {
  /** Address or name of the machine that runs an iperf3 server. */
  host: string;
  /** TCP port, 5201 unless given. */
  port?: number;
  direction: Direction;
  /** Measured time, 1-3600 s; 10 unless given. */
  seconds?: number;
  /** Time sent but not counted, so that TCP's slow start stays out; 0-60 s, 1 unless given. */
  omitSeconds?: number;
  /** TCP connections at once, 1-32; 1 unless given. */
  parallel?: number;
  /**
   * Ceiling in Mb/s of payload over all streams together. Downwards the server is asked to keep it,
   * and we read no faster in case it does not.
   */
  maxMbps?: number;
  /** Bytes per write, 1 KiB-1 MiB; 128 KiB unless given. */
  blockBytes?: number;
  /** Asks the server to limit TCP's segment size (bytes): finds paths that drop full frames. */
  mss?: number;
  /** Limit for each TCP connect; 5 000 ms unless given. */
  connectTimeoutMs?: number;
  /** Limit for each answer on the control connection; 5 000 ms unless given. */
  stepTimeoutMs?: number;
  /** Limit for everything; the measured and omitted time plus 30 000 ms unless given. */
  overallTimeoutMs?: number;
  /** Ends the test as `cancelled` and tells the server. */
  signal?: AbortSignal;
}

/** A finished measurement. All rates are TCP payload ("goodput") in 10^6 bits per second. */
export interface CompletedTest {
  kind: 'completed';
  direction: Direction;
  /** Payload bytes that arrived, counted by the RECEIVER: upwards that is the server's figure. */
  receivedBytes: number;
  /** The receiver's measured time (ours where the peer did not give a believable one). */
  seconds: number;
  /** The result: what arrived, over the receiver's time. */
  receiverMbps: number;
  /** What the sending end handed to TCP; absent when a sending server did not say. */
  senderMbps?: number;
  /** Seen at our end, about one per second. Upwards they count what TCP accepted, not arrivals. */
  intervals: RateSample[];
  /** Segments the server sent again (downwards). Upwards unknown: we cannot see TCP's counters. */
  retransmits?: number;
  streams: number;
  /** The TCP segment size we asked for, bytes; absent when we did not ask. */
  mss?: number;
  /** Processor use of this process in percent of one core while measuring. */
  localCpuPercent: number;
  /** The same of the server's process, as it says. */
  remoteCpuPercent?: number;
  /** All cores and processes of this computer together, percent; absent where the system does not tell. */
  localHostBusyPercent?: number;
  /** The same of the server's computer; only our own servers tell. */
  remoteHostBusyPercent?: number;
  /** The server said that it belongs to our simulated hospital. */
  simulated?: true;
  /** MTU of our own interface, bytes; the path may be narrower. Linux only. */
  mtuHint?: number;
  localAddress: string;
  peerAddress: string;
}

/** Everything that keeps a test from completing. */
export type FailureReason =
  | { kind: 'refused'; code: string }
  | { kind: 'unreachable'; code: string }
  /** The server runs another test (ACCESS_DENIED). */
  | { kind: 'busy' }
  /** The server reported a failure: iperf3's own number and the system's, 0 when none. */
  | { kind: 'server-error'; code: number; errno: number }
  /** The server ended the test (SERVER_TERMINATE). */
  | { kind: 'terminated' }
  | { kind: 'timeout'; limit: 'step' | 'overall'; limitMs: number }
  /** `firstBytesHex` shows the start of what could not be understood. */
  | { kind: 'protocol-error'; message: string; firstBytesHex: string; hint: ForeignProtocol }
  /** The peer closed a connection that it should have kept. */
  | { kind: 'closed' }
  | { kind: 'reset'; code: string }
  | { kind: 'cancelled' };

/** Why a test did not complete, and how far it came. */
export type ThroughputFailure = FailureReason & { phase: TestPhase };

/** How a throughput test ended. */
export type ThroughputOutcome = CompletedTest | ThroughputFailure;
