import type { Direction, ThroughputOptions } from './outcome.ts';
import { defaultBlockBytes, defaultPort } from './states.ts';

/** The options with every default filled in and every bound checked. */
export interface TestPlan {
  host: string;
  port: number;
  direction: Direction;
  seconds: number;
  omitSeconds: number;
  parallel: number;
  maxMbps: number | undefined;
  blockBytes: number;
  mss: number | undefined;
  connectTimeoutMs: number;
  stepTimeoutMs: number;
  overallTimeoutMs: number;
}

/**
 * Fills in the defaults.
 *
 * @throws RangeError when an option lies outside its bounds: the caller's mistake, not the peer's.
 */
export function planTest(options: ThroughputOptions): TestPlan {
  const seconds = bounded('seconds', options.seconds ?? 10, 1, 3600);
  const omitSeconds = bounded('omitSeconds', options.omitSeconds ?? 1, 0, 60);
  const parallel = bounded('parallel', options.parallel ?? 1, 1, 32);
  // iperf3 reads these as integers: a fraction would make the two ends measure different times.
  for (const [name, value] of Object.entries({ seconds, omitSeconds, parallel }))
    if (!Number.isInteger(value)) throw new RangeError(`${name} must be a whole number`);
  return {
    host: options.host,
    port: bounded('port', options.port ?? defaultPort, 1, 65_535),
    direction: options.direction,
    seconds,
    omitSeconds,
    parallel,
    maxMbps:
      options.maxMbps === undefined ? undefined : bounded('maxMbps', options.maxMbps, 0.1, 1e6),
    blockBytes: bounded('blockBytes', options.blockBytes ?? defaultBlockBytes, 1024, 1_048_576),
    mss: options.mss === undefined ? undefined : bounded('mss', options.mss, 88, 9_960),
    connectTimeoutMs: bounded('connectTimeoutMs', options.connectTimeoutMs ?? 5_000, 1, 600_000),
    stepTimeoutMs: bounded('stepTimeoutMs', options.stepTimeoutMs ?? 5_000, 1, 600_000),
    overallTimeoutMs: bounded(
      'overallTimeoutMs',
      options.overallTimeoutMs ?? (seconds + omitSeconds) * 1000 + 30_000,
      1,
      7_200_000,
    ),
  };
}

/** The parameter message a client sends (esnet iperf3 `send_parameters`). */
export function formatParameters(plan: TestPlan): object {
  return {
    tcp: true,
    omit: plan.omitSeconds,
    time: plan.seconds,
    num: 0,
    blockcount: 0,
    parallel: plan.parallel,
    ...(plan.direction === 'down' ? { reverse: true } : {}),
    len: plan.blockBytes,
    ...(plan.mss === undefined ? {} : { MSS: Math.floor(plan.mss) }),
    // A server paces each stream by itself, so each gets its share of the ceiling.
    ...(plan.maxMbps === undefined
      ? {}
      : { bandwidth: Math.floor((plan.maxMbps * 1e6) / plan.parallel) }),
    pacing_timer: 1000,
    client_version: '3.12',
  };
}

function bounded(name: string, value: number, least: number, most: number): number {
  if (!(value >= least && value <= most))
    throw new RangeError(`${name} must lie between ${least} and ${most}, not ${value}`);
  return value;
}
