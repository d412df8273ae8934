import { afterEach, describe, expect, it } from 'vitest';
import { facilitySchema, type LanPath } from '../../../src/facility/schema.ts';
import type { Observation } from '../../../src/probes/contract.ts';
import { collectLan, type LanInstruments } from '../../../src/probes/lan/collect.ts';
import { lanPathFacts } from '../../../src/probes/lan/facts.ts';
import { probe } from '../../../src/probes/lan/index.ts';
import { runThroughputTest } from '../../../src/protocols/iperf3/client.ts';
import type {
  CompletedTest,
  Direction,
  ThroughputOptions,
  ThroughputOutcome,
} from '../../../src/protocols/iperf3/outcome.ts';
import { ordinaryEthernet, payloadCeilingMbps } from '../../../src/protocols/iperf3/wire-rate.ts';
import { type FakeServer, startFakeServer, states } from '../../protocols/iperf3/fake-peers.ts';
import { makeProbeContext } from '../support/probe-context.ts';

const path: LanPath = {
  id: 'ws-pacs',
  server: 'iperf3://10.0.0.5:5201',
  between: ['workstation', 'pacs'],
  mtuBytes: 1500,
  vlanTagged: false,
  seconds: 10,
  runs: 3,
  parallel: 1,
};

function completed(
  direction: Direction,
  receiverMbps: number,
  change: Partial<CompletedTest> = {},
): CompletedTest {
  return {
    kind: 'completed',
    direction,
    receivedBytes: 1,
    seconds: 10,
    receiverMbps,
    intervals: [],
    streams: 1,
    localCpuPercent: 20,
    localAddress: '10.0.0.9',
    peerAddress: '10.0.0.5',
    ...change,
  };
}

interface Bench {
  readonly instruments: LanInstruments;
  readonly asked: ThroughputOptions[];
  /** What happened, in order. */
  readonly order: string[];
}

/** Instruments that give the runs of each direction in order; a self-test of 20 Gb/s unless told otherwise. */
function makeBench(
  runs: Readonly<Record<Direction, readonly (number | ThroughputOutcome)[]>>,
  change: { selfMbps?: number; run?: Partial<CompletedTest> } = {},
): Bench {
  const asked: ThroughputOptions[] = [];
  const order: string[] = [];
  const next = { up: 0, down: 0 };
  const selfMbps = change.selfMbps ?? 20_000;
  return {
    asked,
    order,
    instruments: {
      measure: async (options) => {
        asked.push(options);
        order.push(options.direction);
        const run = runs[options.direction][next[options.direction]++];
        if (run === undefined) throw new Error('more runs than asked for');
        return typeof run === 'number' ? completed(options.direction, run, change.run) : run;
      },
      testSelf: async () => {
        order.push('self');
        return {
          kind: 'completed',
          upMbps: selfMbps,
          downMbps: selfMbps + 1,
          cpuPercent: 90,
          cores: 4,
        };
      },
      pause: async () => {
        order.push('pause');
      },
    },
  };
}

function measure(bench: Bench, change: Partial<LanPath> = {}, language: 'vi' | 'en' = 'en') {
  const { context } = makeProbeContext({ language });
  return collectLan(
    { path: { ...path, ...change }, host: '10.0.0.5', port: 5201 },
    context,
    bench.instruments,
  );
}

function rowOf(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  return lanPathFacts.row.parse(observation.facts['lan.path']?.[0]);
}

const gigabit = payloadCeilingMbps(1000, ordinaryEthernet);
const fast = payloadCeilingMbps(100, ordinaryEthernet);

describe('a path', () => {
  it('is measured three times each way with a pause between runs, after the self-test', async () => {
    const bench = makeBench({ up: [900, 941, 930], down: [700, 800, 750] });
    const row = rowOf(await measure(bench));
    expect(bench.order.join(' ')).toBe(
      'self up pause down pause up pause down pause up pause down',
    );
    expect(row.upGoodputMbpsRuns).toEqual([900, 941, 930]);
    expect(row.downGoodputMbpsRuns).toEqual([700, 800, 750]);
  });

  it('has the median of its runs, the slower direction apart, as rates of the wire', async () => {
    const row = rowOf(
      await measure(makeBench({ up: [100, gigabit, 2000], down: [gigabit / 2, 1, 5000] })),
    );
    expect(row.upMedianWireEquivalentMbps).toBeCloseTo(1000, 0);
    expect(row.downMedianWireEquivalentMbps).toBeCloseTo(500, 0);
    expect(row.slowerMedianWireEquivalentMbps).toBe(row.downMedianWireEquivalentMbps);
    expect(row).toMatchObject({ path: 'ws-pacs', between: 'pacs-workstation', secondsPerRun: 10 });
  });

  it('has what somebody needs who measures it again: ends, streams, seconds left out, frame', async () => {
    const bench = makeBench({ up: [1], down: [1] }, { run: { localAddress: '::ffff:10.0.0.9' } });
    expect(rowOf(await measure(bench, { runs: 1, parallel: 4 }))).toMatchObject({
      streams: 4,
      omitSeconds: bench.asked[0]?.omitSeconds,
      measuredFrom: '10.0.0.9',
      measuredTo: '10.0.0.5',
      wireBytesPerFrame: 1538,
      payloadBytesPerFrame: 1448,
    });
  });

  it.each(['vi', 'en'] as const)('has every run in words (%s)', async (language) => {
    const { notes = [] } = await measure(
      makeBench({ up: [1, 2, 3], down: [4, 5, 6] }),
      {},
      language,
    );
    for (const rate of [1, 2, 3, 4, 5, 6])
      expect(notes.filter((note) => note.includes(` ${rate}.0 Mb/s`))).toHaveLength(1);
  });

  it('counts the VLAN tag, the MTU and IPv6 in its wire rate', async () => {
    const runs = { up: [941], down: [941] };
    const plain = rowOf(await measure(makeBench(runs), { runs: 1 }));
    const tagged = rowOf(await measure(makeBench(runs), { runs: 1, vlanTagged: true }));
    const jumbo = rowOf(await measure(makeBench(runs), { runs: 1, mtuBytes: 9000 }));
    const v6 = rowOf(
      await measure(makeBench(runs, { run: { peerAddress: '2001:db8::5' } }), { runs: 1 }),
    );
    const rates = [jumbo, plain, tagged, v6].map((row) => row.upMedianWireEquivalentMbps);
    expect([...rates].sort((a, b) => a - b)).toEqual(rates);
    expect(jumbo.mtuBytes).toBe(9000);
  });

  it('keeps the ceiling the hospital set, and shows it', async () => {
    const bench = makeBench({ up: [50], down: [50] });
    const row = rowOf(await measure(bench, { runs: 1, maxMbps: 50, parallel: 4 }));
    expect(bench.asked).toMatchObject([
      { maxMbps: 50, parallel: 4, seconds: 10 },
      { maxMbps: 50, parallel: 4 },
    ]);
    expect(row.rateCeilingMbps).toBe(50);
  });

  it('measured within one computer says so', async () => {
    const run = { localAddress: '127.0.0.1', peerAddress: '127.0.0.1' };
    const { notes = [] } = await measure(makeBench({ up: [9000], down: [9000] }, { run }), {
      runs: 1,
    });
    expect(notes[0]).toContain('same computer');
  });
});

describe('a plateau', () => {
  it('is named when every run of a direction sits on a slow Ethernet rate', async () => {
    const row = rowOf(
      await measure(
        makeBench({ up: [fast, fast * 0.98, fast], down: [gigabit, gigabit, gigabit] }),
      ),
    );
    expect(row.plateauMbps).toBe(100);
  });

  it('is not named for one slow run among others, nor for 1 Gb/s', async () => {
    const mixed = await measure(makeBench({ up: [fast, gigabit, fast], down: [500, 500, 500] }));
    expect(rowOf(mixed).plateauMbps).toBeUndefined();
    const good = Array(3).fill(gigabit);
    expect(rowOf(await measure(makeBench({ up: good, down: good }))).plateauMbps).toBeUndefined();
  });

  it('is not named when our own ceiling made it', async () => {
    const runs = { up: [fast, fast, fast], down: [fast, fast, fast] };
    expect(rowOf(await measure(makeBench(runs), { maxMbps: 95 })).plateauMbps).toBeUndefined();
    expect(rowOf(await measure(makeBench(runs), { maxMbps: 500 })).plateauMbps).toBe(100);
  });
});

describe('the computers', () => {
  const runs = { up: [300], down: [300] };
  it.each([
    ['are fast enough', {}, {}, false],
    ['here cannot do 2 Gb/s within itself', { selfMbps: 1500 }, {}, true],
    ['here have a busy processor', {}, { localCpuPercent: 95 }, true],
    ['there have a busy processor', {}, { remoteCpuPercent: 95 }, true],
    ['here are busy with other things', {}, { localHostBusyPercent: 97 }, true],
    ['there are busy with other things', {}, { remoteHostBusyPercent: 97 }, true],
    ['are half busy with other things', {}, { localHostBusyPercent: 50 }, false],
    ['there say nothing of their processor', {}, {}, false],
  ])('that %s', async (_name, change, run, limited) => {
    const observation = await measure(makeBench(runs, { ...change, run }), { runs: 1 });
    expect(rowOf(observation).hostLimited).toBe(limited);
    const said = (observation.notes ?? []).some((note) => note.includes('may be the limit'));
    expect(said).toBe(limited);
  });

  it('whose self-test failed are judged by their processors alone', async () => {
    const bench = makeBench(runs);
    const testSelf: LanInstruments['testSelf'] = async () => ({ kind: 'closed', phase: 'running' });
    const observation = await measure(
      { ...bench, instruments: { ...bench.instruments, testSelf } },
      { runs: 1 },
    );
    expect(rowOf(observation).hostLimited).toBe(false);
  });
});

describe('a test that fails', () => {
  it('half-way ends the step without figures, and the runs that were done stand in the notes', async () => {
    const bench = makeBench({ up: [941, { kind: 'closed', phase: 'running' }], down: [940] });
    const observation = await measure(bench);
    expect(observation).toMatchObject({
      state: 'unreachable',
      reason: {
        code: 'closed',
        phase: 'running',
        message: expect.stringContaining('iperf3://10.0.0.5:5201'),
      },
    });
    expect(observation.notes).toHaveLength(2);
  });

  it.each([
    [{ kind: 'busy' }, 'refused', /đang bận/, /busy.*--resume/],
    [{ kind: 'refused', code: 'ECONNREFUSED' }, 'refused', /serve lan/, /serve lan/],
    [{ kind: 'unreachable', code: 'EHOSTUNREACH' }, 'unreachable', /EHOSTUNREACH/, /EHOSTUNREACH/],
    [{ kind: 'timeout', limit: 'step', limitMs: 5000 }, 'timed-out', /5 giây/, /5 seconds/],
    [{ kind: 'terminated' }, 'refused', /dừng phép đo/, /ended the test/],
    [{ kind: 'server-error', code: 9, errno: 0 }, 'protocol-error', /số 9/, /error 9/],
    [{ kind: 'reset', code: 'ECONNRESET' }, 'unreachable', /ngắt kết nối/, /broke the connection/],
    [
      { kind: 'protocol-error', message: 'x', firstBytesHex: '', hint: 'http' },
      'protocol-error',
      /giống http/,
      /looks like http/,
    ],
  ] as const)('because of %o', async (reason, state, vi, en) => {
    for (const [language, words] of [
      ['vi', vi],
      ['en', en],
    ] as const) {
      const bench = makeBench({ up: [{ ...reason, phase: 'parameters' }], down: [] });
      const observation = await measure(bench, {}, language);
      expect(observation.state).toBe(state);
      if (observation.state !== 'observed') expect(observation.reason.message).toMatch(words);
    }
  });
});

describe('a server that falls silent', () => {
  it.each([
    ['connect', /tường lửa/, /firewalls/],
    ['running', /dây mạng.*đầu kia/, /cable.*other computer/],
    ['results', /giữa phép đo/, /lost during the test/],
  ] as const)('while %s is looked for in the right place', async (phase, vi, en) => {
    for (const [language, words] of [
      ['vi', vi],
      ['en', en],
    ] as const) {
      const silent = { kind: 'timeout', limit: 'step', limitMs: 5000, phase } as const;
      const observation = await measure(makeBench({ up: [silent], down: [] }), {}, language);
      if (observation.state === 'observed') throw new Error('nothing was measured');
      expect(observation.state).toBe('timed-out');
      expect(observation.reason.message).toMatch(words);
    }
  });
});

describe('over a real connection', () => {
  let server: FakeServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  const real = (port: number) => {
    const { context } = makeProbeContext();
    const { instruments } = makeBench({ up: [], down: [] });
    return collectLan(
      { path: { ...path, runs: 1, seconds: 1 }, host: '127.0.0.1', port },
      context,
      {
        ...instruments,
        measure: runThroughputTest,
      },
    );
  };

  it('a busy server has refused', async () => {
    server = await startFakeServer((socket) => socket.end(states(-1)));
    expect(await real(server.port)).toMatchObject({ state: 'refused', reason: { code: 'busy' } });
  });

  it('a closed port has refused', async () => {
    const gone = await startFakeServer(() => undefined);
    await gone.close();
    expect(await real(gone.port)).toMatchObject({ state: 'refused', reason: { code: 'refused' } });
  });

  it('a web server is no throughput server', async () => {
    server = await startFakeServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect((await real(server.port)).state).toBe('protocol-error');
  });
});

describe('the plan', () => {
  it('is load, says how long and how much, and leaves room for every run', () => {
    const facility = facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'X' },
      lan: {
        paths: [
          { id: 'a', server: 'iperf3://10.0.0.5', between: ['workstation', 'pacs'], maxMbps: 80 },
          { id: 'b', server: 'iperf3://host.local:80', between: ['workstation', 'pacs'] },
        ],
      },
    });
    const [first, second] = probe.planSteps(facility, 'vi');
    expect(first).toMatchObject({
      risk: 'load',
      contacts: [{ host: '10.0.0.5', port: 5201, protocol: 'iperf3' }],
    });
    expect(first?.sends).toMatch(/66 giây.*80 Mb\/s/);
    expect(second?.contacts[0]?.port).toBe(80);
    expect(first?.deadlineMs).toBeGreaterThan(6 * 11_000);
  });
});
