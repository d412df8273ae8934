import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemErrorCode } from '../../errors/user-error.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import type { SecurityPortRow } from './facts.ts';
import { portsMessages } from './messages.ts';
import { type WatchedPort, watchedPorts } from './port-list.ts';
import type { PortsTarget } from './target.ts';
import { type PortOutcome, tryPort } from './try-port.ts';
import { Turnstile } from './turnstile.ts';

/** Five connections begin a second: a load that no host feels. */
export const betweenAttemptsMs = 200;
/** A host of the same network answers within milliseconds; what a firewall drops never does. */
export const attemptMs = 1_500;

/** What looks; a test of the probe brings its own. */
export interface PortsInstruments {
  readonly ports: readonly WatchedPort[];
  readonly resolve: (host: string) => Promise<string>;
  readonly attempt: typeof tryPort;
  readonly pause: (signal: AbortSignal) => Promise<void>;
}

const realInstruments: PortsInstruments = {
  ports: watchedPorts,
  resolve: async (host) => (await lookup(host)).address,
  attempt: tryPort,
  pause: (signal) => sleep(betweenAttemptsMs, undefined, { signal }),
};

/** The scheduler runs steps of different hosts side by side; this one takes one host at a time. */
const hostByHost = new Turnstile();

/** Tries each port of the list once. */
export function collectPorts(
  target: PortsTarget,
  context: ProbeContext,
  instruments: PortsInstruments = realInstruments,
): Promise<Observation> {
  return hostByHost.pass(() => lookAtHost(target, context, instruments));
}

async function lookAtHost(
  { host, declaredPorts }: PortsTarget,
  { signal, language }: ProbeContext,
  { ports, resolve, attempt, pause }: PortsInstruments,
): Promise<Observation> {
  signal.throwIfAborted();
  const words = portsMessages(language);
  const address = await resolveOnce(host, resolve);
  if ('code' in address)
    return {
      state: 'unreachable',
      reason: { code: address.code, message: words.unknownName(host, address.code) },
    };
  const attempts: Promise<PortOutcome>[] = [];
  for (const { port } of ports) {
    if (attempts.length > 0) await pause(signal);
    attempts.push(attempt(address.found, port, attemptMs, signal));
  }
  const outcomes = await Promise.all(attempts);
  signal.throwIfAborted();
  if (outcomes.every((one) => one === 'no-answer'))
    return { state: 'timed-out', reason: { code: 'no-answer', message: words.noAnswer(host) } };
  const rows = ports.map((one, index): SecurityPortRow => {
    const outcome = outcomes[index];
    return {
      host,
      ...one,
      declared: declaredPorts.includes(one.port),
      ...(outcome !== 'no-answer' && { open: outcome === 'open' }),
    };
  });
  const open = rows.filter((row) => row.open).map((row) => `${row.port} (${row.service})`);
  return {
    state: 'observed',
    facts: { 'security.port': rows },
    notes: [words.open(open.join(', ')), words.byNumber],
  };
}

async function resolveOnce(
  host: string,
  resolve: PortsInstruments['resolve'],
): Promise<{ readonly found: string } | { readonly code: string }> {
  try {
    return { found: await resolve(host) };
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return { code };
  }
}
