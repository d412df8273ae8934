import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildAddressFilter } from '../../protocols/iperf3/allow-list.ts';

/** A resolver that does not answer must not hold the step up; the test itself will then tell. */
const resolveMs = 5_000;

/** Resolves a name to all of its addresses; a test of the probe brings its own. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** All addresses that this computer would connect to. */
export async function resolveHost(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

/**
 * An address of `host` that lies in one of the facility's own networks. `undefined` when none does, or when the name
 * cannot be resolved: what cannot be reached needs no refusal.
 */
export async function findOwnAddress(
  host: string,
  ownRanges: readonly string[],
  resolve: ResolveHost,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (ownRanges.length === 0) return undefined;
  const isOwn = buildAddressFilter(ownRanges);
  if (isOwn(host)) return host;
  const timer = new AbortController();
  const late = sleep(resolveMs, [], { signal: AbortSignal.any([signal, timer.signal]) });
  try {
    const none: readonly string[] = [];
    const addresses = await Promise.race([resolve(host).catch(() => none), late.catch(() => none)]);
    return addresses.find(isOwn);
  } finally {
    timer.abort();
  }
}
