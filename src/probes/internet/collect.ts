import type { EvidenceState } from '../../evidence/evidence.ts';
import { runHttpSpeedTest } from '../../protocols/http-speed/client.ts';
import type { HttpSpeedFailure } from '../../protocols/http-speed/outcome.ts';
import { buildAddressFilter } from '../../protocols/iperf3/allow-list.ts';
import type { Direction } from '../../protocols/iperf3/outcome.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { keepRuns, readEarlierRuns } from './earlier-runs.ts';
import type { InternetRunRow } from './facts.ts';
import { findOwnAddress, type ResolveHost, resolveHost } from './find-own-address.ts';
import { isPrivateAddress } from './is-private-address.ts';
import { type InternetMessages, internetMessages } from './messages.ts';
import { describeFailedRun, describeRun, summariseLine } from './runs.ts';
import type { InternetTarget } from './target.ts';
import { countRunsEachWay, nextVisitFrom, planVisits } from './visits.ts';

/** What measures, and the time of day; a test of the probe brings its own. */
export interface InternetInstruments {
  readonly measure: typeof runHttpSpeedTest;
  readonly resolve: ResolveHost;
  readonly now: () => Date;
}

const realInstruments: InternetInstruments = {
  measure: runHttpSpeedTest,
  resolve: resolveHost,
  now: () => new Date(),
};

/**
 * Makes one visit to a test server: down and up in turn, as often as the test asks for at a time. What earlier visits
 * measured is kept and counts; a visit that fails then stands beside it, and one that comes too early measures nothing.
 * Without earlier runs a failed one ends the step.
 */
export async function collectInternet(
  { test, ownRanges }: InternetTarget,
  context: ProbeContext,
  instruments: InternetInstruments = realInstruments,
): Promise<Observation> {
  const { signal } = context;
  const words = internetMessages(context.language);
  const { host, hostname, origin } = new URL(test.url);
  const own = await findOwnAddress(
    hostname.replace(/^\[(.*)\]$/, '$1'),
    ownRanges,
    instruments.resolve,
    signal,
  );
  signal.throwIfAborted();
  if (own !== undefined)
    return {
      state: 'not-configured',
      reason: { code: 'server-inside', message: words.ownServer(host, own) },
    };
  const isOwn = buildAddressFilter(ownRanges);
  const kept = await readEarlierRuns(test, context);
  const from = nextVisitFrom(test, kept.runs);
  const isDue = from !== undefined && from <= instruments.now();
  const runs: InternetRunRow[] = [];
  let failed: HttpSpeedFailure | undefined;
  let { serverInside } = kept;
  for (const direction of isDue ? directions(planVisits(test).runsPerVisit) : []) {
    const at = instruments.now();
    const outcome = await instruments.measure({
      baseUrl: test.url,
      style: test.style,
      direction,
      seconds: test.seconds,
      connections: test.parallel,
      ...(test.maxMbps !== undefined && { maxMbps: test.maxMbps }),
      signal,
    });
    if (outcome.kind !== 'completed') {
      signal.throwIfAborted();
      context.log('internet-run', { test: test.id, direction, failure: outcome.kind });
      runs.push(describeFailedRun(test, at, direction, outcome));
      failed = outcome;
      break;
    }
    context.log('internet-run', { test: test.id, direction, mbps: outcome.mbps });
    runs.push(describeRun(test, at, outcome));
    serverInside ||= isPrivateAddress(outcome.peerAddress) || isOwn(outcome.peerAddress);
  }
  const all = [...kept.runs, ...runs];
  if (failed !== undefined && !kept.runs.some((run) => run.completed))
    return {
      state: stateOf(failed),
      reason: { code: failed.kind, phase: failed.phase, message: words.failure(failed, origin) },
      notes: tellRuns(runs, words),
    };
  const line = summariseLine({ test, serverInside, ownRanges }, all);
  const { egressAddresses } = line;
  return {
    state: 'observed',
    facts: { 'internet.line': [line], 'internet.run': all },
    notes: [
      ...(serverInside ? [words.inside] : []),
      ...(egressAddresses === undefined || serverInside ? [] : [words.egress(egressAddresses)]),
      ...tellProgress(test, all, words),
      ...(failed === undefined ? [] : [words.failure(failed, origin)]),
      ...tellRuns(all, words),
    ],
    ...(test.spreadHours !== undefined && {
      attachments: [await keepRuns(test, { serverInside, runs: all }, context)],
    }),
    ...(all.some((run) => run.simulated) && { simulated: true as const }),
  };
}

/** What is still missing of a test that is spread over hours, or that it is not spread at all. */
function tellProgress(
  test: InternetTarget['test'],
  runs: readonly InternetRunRow[],
  words: InternetMessages,
): string[] {
  if (test.spreadHours === undefined) return [words.notSpread];
  const from = nextVisitFrom(test, runs);
  if (from === undefined) return [];
  const { runsWanted } = planVisits(test);
  return [words.notEnough(countRunsEachWay(runs), runsWanted, test.spreadHours, from)];
}

function tellRuns(runs: readonly InternetRunRow[], words: InternetMessages): string[] {
  const counts = { up: 0, down: 0 };
  return runs.map((run) => {
    counts[run.direction] += 1;
    return words.run(run, counts[run.direction]);
  });
}

function directions(runs: number): Direction[] {
  return Array.from({ length: runs }).flatMap((): Direction[] => ['down', 'up']);
}

function stateOf(failure: HttpSpeedFailure): Exclude<EvidenceState, 'observed'> {
  switch (failure.kind) {
    case 'refused':
      return 'refused';
    case 'unreachable':
    case 'closed':
    case 'reset':
      return 'unreachable';
    case 'timeout':
    case 'cancelled':
      return 'timed-out';
    case 'tls-error':
    case 'http-status':
    case 'protocol-error':
    case 'byte-cap':
      return 'protocol-error';
  }
}
