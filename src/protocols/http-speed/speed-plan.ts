import type { Direction } from '../iperf3/outcome.ts';
import type { HttpSpeedOptions } from './outcome.ts';
import { pathsOf, resolvePath, type SpeedPaths, type SpeedStyle } from './styles.ts';

/** The options with every default filled in and every bound checked. */
export interface SpeedPlan {
  origin: string;
  secure: boolean;
  style: SpeedStyle;
  direction: Direction;
  /** Absolute paths with their queries. */
  paths: SpeedPaths;
  seconds: number;
  graceSeconds: number;
  connections: number;
  maxMbps: number | undefined;
  maxBytes: number | undefined;
  extraCa: string | undefined;
  acceptUntrusted: boolean;
  connectTimeoutMs: number;
  stepTimeoutMs: number;
  overallTimeoutMs: number;
}

/**
 * Fills in the defaults.
 *
 * @throws RangeError when an option lies outside its bounds, or the address is not HTTP.
 */
export function planSpeedTest(options: HttpSpeedOptions): SpeedPlan {
  const base = URL.parse(options.baseUrl);
  if (base === null || !/^https?:$/.test(base.protocol) || base.username !== '')
    throw new RangeError('baseUrl must be an http:// or https:// address without a password');
  const paths = { ...pathsOf(options.style), ...options.paths };
  const { direction } = options;
  const seconds = bounded('seconds', options.seconds ?? 10, 1, 300);
  const graceSeconds = bounded(
    'graceSeconds',
    options.graceSeconds ?? (direction === 'down' ? 1.5 : 3),
    0,
    30,
  );
  const limitMs = (name: string, value: number): number => bounded(name, value, 1, 3_600_000);
  return {
    origin: base.origin,
    secure: base.protocol === 'https:',
    style: options.style,
    direction,
    paths: {
      download: resolvePath(base, paths.download),
      upload: resolvePath(base, paths.upload),
      ping: resolvePath(base, paths.ping),
      address: resolvePath(base, paths.address),
    },
    seconds,
    graceSeconds,
    connections: Math.floor(bounded('connections', options.connections ?? 4, 1, 32)),
    maxMbps:
      options.maxMbps === undefined ? undefined : bounded('maxMbps', options.maxMbps, 0.1, 1e6),
    maxBytes:
      options.maxBytes === undefined ? undefined : bounded('maxBytes', options.maxBytes, 1, 1e15),
    extraCa: options.extraCa,
    acceptUntrusted: options.acceptUntrusted ?? false,
    connectTimeoutMs: limitMs('connectTimeoutMs', options.connectTimeoutMs ?? 5_000),
    stepTimeoutMs: limitMs('stepTimeoutMs', options.stepTimeoutMs ?? 10_000),
    overallTimeoutMs: limitMs(
      'overallTimeoutMs',
      options.overallTimeoutMs ?? (seconds + graceSeconds) * 1000 + 30_000,
    ),
  };
}

function bounded(name: string, value: number, least: number, most: number): number {
  if (!(value >= least && value <= most))
    throw new RangeError(`${name} must lie between ${least} and ${most}, not ${value}`);
  return value;
}
