import type { EvidenceState } from '../../evidence/evidence.ts';
import type { InternetTest } from '../../facility/schema.ts';
import { runHttpSpeedTest } from '../../protocols/http-speed/client.ts';
import type { CompletedSpeedTest, HttpSpeedFailure } from '../../protocols/http-speed/outcome.ts';
import type { Direction } from '../../protocols/iperf3/outcome.ts';
import {
  type FrameModel,
  median,
  ordinaryEthernet,
  wireEquivalentMbps,
} from '../../protocols/iperf3/wire-rate.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import type { InternetLineRow } from './facts.ts';
import { isPrivateAddress } from './is-private-address.ts';
import { internetMessages } from './messages.ts';

/** What measures; a test of the probe brings its own. */
export interface InternetInstruments {
  readonly measure: typeof runHttpSpeedTest;
}

/** Runs all tests of one server, down and up in turn. A failed run ends the step. */
export async function collectInternet(
  test: InternetTest,
  context: ProbeContext,
  instruments: InternetInstruments = { measure: runHttpSpeedTest },
): Promise<Observation> {
  const { signal } = context;
  const words = internetMessages(context.language);
  const started = performance.now();
  const runs: CompletedSpeedTest[] = [];
  for (const direction of Array.from({ length: test.runs }).flatMap((): Direction[] => [
    'down',
    'up',
  ])) {
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
      return {
        state: stateOf(outcome),
        reason: {
          code: outcome.kind,
          phase: outcome.phase,
          message: words.failure(outcome, new URL(test.url).origin),
        },
        notes: describeRuns(runs, words),
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
    spanHours: Math.round((performance.now() - started) / 36_000) / 100,
    ...(test.maxMbps !== undefined && { rateCeilingMbps: test.maxMbps }),
  };
  return {
    state: 'observed',
    facts: { 'internet.line': [row] },
    notes: [...(serverInside ? [words.inside] : []), ...describeRuns(runs, words)],
    ...(runs.some((run) => run.simulated) && { simulated: true as const }),
  };
}

function describeRuns(
  runs: readonly CompletedSpeedTest[],
  words: ReturnType<typeof internetMessages>,
): string[] {
  const counts = { up: 0, down: 0 };
  return runs.map((run) => {
    counts[run.direction] += 1;
    return words.run(
      run.direction,
      counts[run.direction],
      run.mbps.toFixed(1),
      run.idleLatency.medianMs.toFixed(0),
      run.loadedLatency?.medianMs.toFixed(0) ?? '?',
    );
  });
}

function medians(runs: readonly CompletedSpeedTest[]) {
  const of = (direction: Direction) => {
    const wire = runs
      .filter((run) => run.direction === direction)
      .map((run) => wireEquivalentMbps(run.mbps, frameOf(run)));
    return Math.round((median(wire) ?? 0) * 10) / 10;
  };
  return { downMedianWireEquivalentMbps: of('down'), upMedianWireEquivalentMbps: of('up') };
}

function frameOf(run: CompletedSpeedTest): FrameModel {
  const isV6 = run.peerAddress.includes(':') && !run.peerAddress.startsWith('::ffff:');
  return { ...ordinaryEthernet, ipVersion: isV6 ? 6 : 4 };
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
