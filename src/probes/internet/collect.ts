import type { EvidenceState } from '../../evidence/evidence.ts';
import type { InternetTest } from '../../facility/schema.ts';
import { runHttpSpeedTest } from '../../protocols/http-speed/client.ts';
import type { CompletedSpeedTest, HttpSpeedFailure } from '../../protocols/http-speed/outcome.ts';
import type { Direction } from '../../protocols/iperf3/outcome.ts';
import { median, ordinaryEthernet, wireEquivalentMbps } from '../../protocols/iperf3/wire-rate.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import type { InternetLineRow } from './facts.ts';
import { isPrivateAddress } from './is-private-address.ts';
import { internetMessages } from './messages.ts';

/** Runs all tests of one server, down and up in turn. A failed run ends the step. */
export async function collectInternet(
  test: InternetTest,
  context: ProbeContext,
): Promise<Observation> {
  const { signal } = context;
  const words = internetMessages(context.language);
  const started = Date.now();
  const runs: CompletedSpeedTest[] = [];
  for (const direction of Array.from({ length: test.runs }).flatMap((): Direction[] => [
    'down',
    'up',
  ])) {
    const outcome = await runHttpSpeedTest({
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
      return {
        state: stateOf(outcome),
        reason: {
          code: outcome.kind,
          phase: outcome.phase,
          message: words.failure(outcome, new URL(test.url).origin),
        },
      };
    }
    context.log('internet-run', { test: test.id, direction, mbps: outcome.mbps });
    runs.push(outcome);
  }
  const serverInside = runs.some((run) => isPrivateAddress(run.peerAddress));
  const row: InternetLineRow = {
    test: test.id,
    operator: test.operator,
    serverInside,
    ...medians(runs),
    downGoodputMbpsRuns: goodput(runs, 'down'),
    upGoodputMbpsRuns: goodput(runs, 'up'),
    spanHours: Math.round((Date.now() - started) / 36_000) / 100,
  };
  const counts = { up: 0, down: 0 };
  const lines = runs.map((run) => {
    counts[run.direction] += 1;
    const loaded = run.loadedLatency?.medianMs.toFixed(0) ?? '?';
    return words.run(
      run.direction,
      counts[run.direction],
      run.mbps.toFixed(1),
      run.idleLatency.medianMs.toFixed(0),
      loaded,
    );
  });
  return {
    state: 'observed',
    facts: { 'internet.line': [row] },
    notes: serverInside ? [words.inside, ...lines] : lines,
  };
}

function medians(runs: readonly CompletedSpeedTest[]) {
  const of = (direction: Direction) => {
    const wire = runs
      .filter((run) => run.direction === direction)
      .map((run) => wireEquivalentMbps(run.mbps, ordinaryEthernet));
    return Math.round((median(wire) ?? 0) * 10) / 10;
  };
  return { downMedianWireEquivalentMbps: of('down'), upMedianWireEquivalentMbps: of('up') };
}

function goodput(runs: readonly CompletedSpeedTest[], direction: Direction): number[] {
  return runs
    .filter((run) => run.direction === direction)
    .map((run) => Math.round(run.mbps * 10) / 10);
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
