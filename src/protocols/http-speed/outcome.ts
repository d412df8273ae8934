import type { Direction } from '../iperf3/outcome.ts';
import type { RateSample } from '../iperf3/rate-samples.ts';
import type { SpeedPaths, SpeedStyle } from './styles.ts';

/** How far a test had come. */
export type HttpSpeedPhase = 'connect' | 'idle-latency' | 'grace' | 'running';

/** What to measure. Everything but the address, the style and the direction has a default. */
export interface HttpSpeedOptions {
  /** Address of the test point, `https://…/` or `http://…/`; a path is kept in front of ours. */
  baseUrl: string;
  style: SpeedStyle;
  /** `down` is towards us. */
  direction: Direction;
  /** Measured time, 1-300 s; 10 unless given. */
  seconds?: number;
  /** Time before it that is not counted, 0-30 s; 1.5 s down and 3 s up unless given. */
  graceSeconds?: number;
  /** Connections that transfer at once, 1-32; 4 unless given. */
  connections?: number;
  /** Ceiling in Mb/s of payload over all connections. */
  maxMbps?: number;
  /** Ends the test early at this many body bytes, grace period included: lines paid by volume. */
  maxBytes?: number;
  /** Other paths than those of the style. */
  paths?: Partial<SpeedPaths>;
  /** Further trusted certificate authorities, PEM: a hospital's or a ministry's own. */
  extraCa?: string;
  /** Accepts any certificate. Only for a point that is known by other means; it is reported. */
  acceptUntrusted?: boolean;
  /** Limit for each connect; 5 000 ms unless given. */
  connectTimeoutMs?: number;
  /** Limit for each answer, and for a transfer in which nothing moves; 10 000 ms unless given. */
  stepTimeoutMs?: number;
  /** Limit for everything; grace and measured time plus 30 000 ms unless given. */
  overallTimeoutMs?: number;
  signal?: AbortSignal;
}

/** Round trips of an empty request on a connection of its own, milliseconds. */
export interface LatencySummary {
  medianMs: number;
  /** 95 of 100 were at most this long. */
  p95Ms: number;
  answered: number;
  /** Requests that failed. */
  lost: number;
}

/** A finished measurement. Rates are HTTP body bytes in 10^6 bits per second. */
export interface CompletedSpeedTest {
  kind: 'completed';
  direction: Direction;
  style: SpeedStyle;
  /** Body bytes that `seconds` saw, as `countedBy` tells. */
  bytes: number;
  /** Upwards the measured time ends with the last answers, somewhat before it was over. */
  seconds: number;
  /**
   * Downwards bytes count as they arrive. Upwards by the answers to the POSTs they belong to, or, where those were too
   * few, as TCP accepted them: then the filling of buffers is in the figure.
   */
  countedBy: 'arrival' | 'answers' | 'acceptance';
  mbps: number;
  /** Every half second, upwards as TCP accepted it. They scatter widely on a shaped line: only the total counts. */
  samples: RateSample[];
  stoppedBy: 'time' | 'byte-cap';
  connections: number;
  requests: number;
  /** Upwards: bytes of the POSTs that the server answered, grace period included. */
  confirmedBytes?: number;
  /** Upwards: of those, what the server says it received (our servers do, `x-received`). */
  serverReceivedBytes?: number;
  idleLatency: LatencySummary;
  /** Under the load of the transfer; absent when no request was answered in time. */
  loadedLatency?: LatencySummary;
  /** Processor use of this process in percent of one core while measuring. */
  localCpuPercent: number;
  transport: 'http' | 'https-verified' | 'https-unverified';
  /** The server said that it belongs to our simulated hospital. */
  simulated?: true;
  localAddress: string;
  peerAddress: string;
  /** Address under which the test point sees us, behind any translation; absent when it does not tell. */
  egressAddress?: string;
}

/** Everything that keeps a test from completing. */
export type HttpSpeedFailureReason =
  | { kind: 'refused'; code: string }
  | { kind: 'unreachable'; code: string }
  /** The certificate or the TLS handshake was not acceptable. */
  | { kind: 'tls-error'; code: string }
  | { kind: 'http-status'; status: number; path: string; location?: string }
  | { kind: 'timeout'; limit: 'step' | 'overall' }
  /** Not HTTP, or not the body that was asked for: an error page or a captive portal. */
  | { kind: 'protocol-error'; message: string; firstBytesHex?: string }
  /** The cap on bytes was reached before the measured time began. */
  | { kind: 'byte-cap'; maxBytes: number }
  | { kind: 'closed' }
  | { kind: 'reset'; code: string }
  | { kind: 'cancelled' };

/** Why a test did not complete, and how far it came. */
export type HttpSpeedFailure = HttpSpeedFailureReason & { phase: HttpSpeedPhase };

/** How an HTTP throughput test ended. */
export type HttpSpeedOutcome = CompletedSpeedTest | HttpSpeedFailure;
