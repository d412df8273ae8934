import { describe, expect, it } from 'vitest';
import type { FactTables } from '../../../src/evidence/evidence.ts';
import type { InternetTest } from '../../../src/facility/schema.ts';
import type { Observation } from '../../../src/probes/contract.ts';
import { collectInternet } from '../../../src/probes/internet/collect.ts';
import { internetLineFacts, internetRunFacts } from '../../../src/probes/internet/facts.ts';
import { isUnfinished, nextVisitFrom, planVisits } from '../../../src/probes/internet/visits.ts';
import type { HttpSpeedOutcome } from '../../../src/protocols/http-speed/outcome.ts';
import { makeProbeContext } from '../support/probe-context.ts';

const test: InternetTest = {
  id: 'line',
  url: 'https://speed.example.vn/do',
  style: 'librespeed',
  operator: 'Sở Y tế',
  seconds: 10,
  runs: 3,
  parallel: 4,
  spreadHours: 2,
};
const morning = Date.parse('2026-11-22T08:00:00+07:00');
const hours = (count: number): Date => new Date(morning + count * 3_600_000);

/** What a visit saw, and what it keeps for the next. */
interface Visit {
  readonly observation: Observation;
  readonly kept: Uint8Array | undefined;
  readonly measured: number;
}

/** One visit at a time of day; every run has the rate, or fails as told. */
async function visit(
  at: Date,
  mbps: number | 'line is down',
  earlier?: Visit,
  change: Partial<InternetTest> = {},
  language: 'vi' | 'en' = 'en',
): Promise<Visit> {
  const { context, attached } = makeProbeContext({
    language,
    ...(earlier && { readEarlier: async () => earlier.kept }),
  });
  let measured = 0;
  const target = { test: { ...test, ...change }, ownRanges: [] };
  const observation = await collectInternet(target, context, {
    resolve: async () => [],
    now: () => at,
    measure: async ({ direction }): Promise<HttpSpeedOutcome> => {
      measured += 1;
      return mbps === 'line is down'
        ? { kind: 'unreachable', code: 'ENETUNREACH', phase: 'connect' }
        : {
            kind: 'completed',
            direction,
            style: 'librespeed',
            bytes: 1,
            seconds: 10,
            mbps,
            countedBy: 'arrival',
            samples: [],
            stoppedBy: 'time',
            connections: 4,
            requests: 4,
            idleLatency: { medianMs: 12, p95Ms: 20, answered: 10, lost: 0 },
            localCpuPercent: 10,
            transport: 'https-verified',
            localAddress: '10.0.0.9',
            peerAddress: '203.113.0.1',
          };
    },
  });
  const sha256 = observation.attachments?.[0]?.sha256;
  return { observation, kept: sha256 === undefined ? undefined : attached.get(sha256), measured };
}

function factsOf({ observation }: Visit): FactTables {
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  return observation.facts;
}

function lineOf(seen: Visit) {
  return internetLineFacts.row.parse(factsOf(seen)['internet.line']?.[0]);
}

function runsOf(seen: Visit) {
  return (factsOf(seen)['internet.run'] ?? []).map((row) => internetRunFacts.row.parse(row));
}

describe('a test that is spread over two hours', () => {
  it('adds one run each way with each visit, keeps all, and the median over all decides', async () => {
    const first = await visit(hours(0), 30);
    expect(lineOf(first)).toMatchObject({ runsEachWay: 1, runsWanted: 3, spanHours: 0 });
    const second = await visit(hours(1), 90, first);
    const third = await visit(hours(2.25), 80, second);
    const line = lineOf(third);
    expect(line).toMatchObject({
      runsEachWay: 3,
      spanHours: 2.25,
      spanHoursWanted: 2,
      downGoodputMbpsRuns: [30, 90, 80],
      upGoodputMbpsRuns: [30, 90, 80],
    });
    expect(line.downMedianWireEquivalentMbps).toBeCloseTo(80 / 0.9415, 0);
    expect(line.failedRuns).toBeUndefined();
    expect(
      runsOf(third)
        .map((run) => run.direction)
        .join(' '),
    ).toBe('down up down up down up');
    expect([first, second, third].map((seen) => isUnfinished(factsOf(seen)))).toEqual([
      ...[true, true, false],
    ]);
  });

  it.each(['vi', 'en'] as const)(
    'says what is missing, and when to come again (%s)',
    async (language) => {
      const words =
        language === 'vi'
          ? /Chưa đủ số lần\/giờ đo: 1\/3.*2 giờ.*--resume/
          : /1 of 3 runs.*2 hours.*--resume/;
      let seen = await visit(hours(0), 90, undefined, {}, language);
      expect(seen.observation.notes?.[0]).toMatch(words);
      for (const at of [1, 2]) seen = await visit(hours(at), 90, seen, {}, language);
      expect(seen.observation.notes?.some((note) => /--resume/.test(note))).toBe(false);
    },
  );

  it('measures nothing when it is visited too early, and loses nothing', async () => {
    const first = await visit(hours(0), 90);
    const early = await visit(hours(0.9), 10, first);
    expect(early.measured).toBe(0);
    expect(factsOf(early)).toEqual(factsOf(first));
    const second = await visit(hours(1), 80, early);
    expect(second.measured).toBe(2);
    expect(lineOf(second).runsEachWay).toBe(2);
  });

  it('asks for the next visit after a share of the hours, until it has enough', async () => {
    expect(nextVisitFrom(test, [])).toEqual(new Date(0));
    const first = await visit(hours(0), 90);
    expect(nextVisitFrom(test, runsOf(first))).toEqual(hours(1));
    const second = await visit(hours(1.5), 90, first);
    expect(nextVisitFrom(test, runsOf(second))).toEqual(hours(2.5));
    const third = await visit(hours(2.5), 90, second);
    expect(nextVisitFrom(test, runsOf(third))).toBeUndefined();
  });

  it('keeps a visit that failed beside those that did not, and puts nothing off for it', async () => {
    const first = await visit(hours(0), 90);
    const failed = await visit(hours(1), 'line is down', first);
    expect(lineOf(failed)).toMatchObject({ runsEachWay: 1, failedRuns: 1, spanHours: 0 });
    expect(runsOf(failed).at(-1)).toMatchObject({ completed: false, failure: 'unreachable' });
    expect(failed.observation.notes?.some((note) => note.includes('ENETUNREACH'))).toBe(true);
    expect(nextVisitFrom(test, runsOf(failed))).toEqual(hours(1));
    expect(lineOf(await visit(hours(1.1), 90, failed))).toMatchObject({
      runsEachWay: 2,
      failedRuns: 1,
    });
  });

  it('has no figures when its first visit fails', async () => {
    const { observation } = await visit(hours(0), 'line is down');
    expect(observation).toMatchObject({ state: 'unreachable', reason: { code: 'unreachable' } });
    expect(observation).not.toHaveProperty('facts');
  });

  it('begins anew when the test was set differently, or nothing of ours was kept', async () => {
    const first = await visit(hours(0), 90);
    for (const change of [{ maxMbps: 60 }, { url: 'https://other.example.vn/' }, { parallel: 1 }])
      expect(runsOf(await visit(hours(1), 90, first, change))).toHaveLength(2);
    for (const kept of ['', '{}', '[1]', '{"conditions":"x","serverInside":false,"runs":[{}]}']) {
      const foreign = { ...first, kept: Buffer.from(kept) };
      expect(runsOf(await visit(hours(1), 90, foreign))).toHaveLength(2);
    }
  });
});

describe('a plan of visits', () => {
  it('without hours makes all runs at once, and is finished then', async () => {
    const { spreadHours: _, ...together } = test;
    expect(planVisits(together)).toMatchObject({ runsPerVisit: 3, gapMs: 0 });
    expect(isUnfinished({ 'internet.line': [{ runsEachWay: 1, spanHours: 0 }] })).toBe(false);
    expect(isUnfinished({})).toBe(false);
  });

  it('has a beginning and an end even for a single run', () => {
    expect(planVisits({ ...test, runs: 1 })).toMatchObject({
      runsPerVisit: 1,
      runsWanted: 2,
      gapMs: 7_200_000,
    });
  });
});
