import { afterEach, describe, expect, it } from 'vitest';
import { facilitySchema, type InternetTest } from '../../../src/facility/schema.ts';
import type { Observation } from '../../../src/probes/contract.ts';
import { collectInternet, type InternetInstruments } from '../../../src/probes/internet/collect.ts';
import { internetLineFacts } from '../../../src/probes/internet/facts.ts';
import { findOwnAddress } from '../../../src/probes/internet/find-own-address.ts';
import { probe } from '../../../src/probes/internet/index.ts';
import { isPrivateAddress } from '../../../src/probes/internet/is-private-address.ts';
import { leavesElsewhere } from '../../../src/probes/internet/judge-egress.ts';
import type {
  CompletedSpeedTest,
  HttpSpeedOptions,
  HttpSpeedOutcome,
} from '../../../src/protocols/http-speed/outcome.ts';
import { startHttpSpeedServer } from '../../../src/protocols/http-speed/server.ts';
import type { SpeedServer } from '../../../src/protocols/http-speed/server-types.ts';
import type { Direction } from '../../../src/protocols/iperf3/outcome.ts';
import { ordinaryEthernet, payloadCeilingMbps } from '../../../src/protocols/iperf3/wire-rate.ts';
import { makeProbeContext } from '../support/probe-context.ts';

const test: InternetTest = {
  id: 'line',
  url: 'https://speed.example.vn/do',
  style: 'librespeed',
  operator: 'Sở Y tế',
  seconds: 10,
  runs: 3,
  parallel: 4,
};

function completed(
  direction: Direction,
  mbps: number,
  peerAddress = '203.113.0.1',
): CompletedSpeedTest {
  return {
    kind: 'completed',
    direction,
    style: 'librespeed',
    bytes: 1,
    seconds: 10,
    mbps,
    countedBy: direction === 'down' ? 'arrival' : 'answers',
    samples: [],
    stoppedBy: 'time',
    connections: 4,
    requests: 4,
    idleLatency: { medianMs: 12, p95Ms: 20, answered: 10, lost: 0 },
    localCpuPercent: 10,
    transport: 'https-verified',
    localAddress: '10.0.0.9',
    peerAddress,
  };
}

function measure(
  runs: Readonly<Record<Direction, readonly (number | HttpSpeedOutcome)[]>>,
  change: Partial<InternetTest> = {},
  wishes: {
    language?: 'vi' | 'en';
    peerAddress?: string;
    ownRanges?: readonly string[];
    addresses?: readonly string[];
  } = {},
) {
  const asked: HttpSpeedOptions[] = [];
  const next = { up: 0, down: 0 };
  const { context } = makeProbeContext({ language: wishes.language ?? 'en' });
  const instruments: InternetInstruments = {
    measure: async (options) => {
      asked.push(options);
      const run = runs[options.direction][next[options.direction]++];
      if (run === undefined) throw new Error('more runs than asked for');
      return typeof run === 'number' ? completed(options.direction, run, wishes.peerAddress) : run;
    },
    resolve: async () => wishes.addresses ?? ['203.113.0.1'],
    now: () => new Date(),
  };
  const target = { test: { ...test, ...change }, ownRanges: wishes.ownRanges ?? [] };
  const done = collectInternet(target, context, instruments);
  return { done, asked };
}

function rowOf(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  return internetLineFacts.row.parse(observation.facts['internet.line']?.[0]);
}

describe('the Internet line', () => {
  it('is measured three times each way in turn; every run is kept and the median decides', async () => {
    const wire = payloadCeilingMbps(100, ordinaryEthernet);
    const { done, asked } = measure({ down: [1, wire, 900], up: [wire / 2, 800, 2] });
    const observation = await done;
    expect(asked.map((one) => one.direction)).toEqual(['down', 'up', 'down', 'up', 'down', 'up']);
    const row = rowOf(observation);
    expect(row.downMedianWireEquivalentMbps).toBeCloseTo(100, 0);
    expect(row.upMedianWireEquivalentMbps).toBeCloseTo(50, 0);
    expect(row.downGoodputMbpsRuns).toEqual([1, Math.round(wire * 10) / 10, 900]);
    expect(row.upGoodputMbpsRuns).toHaveLength(3);
    expect(row).toMatchObject({ operator: 'Sở Y tế', serverInside: false });
    expect(row.rateCeilingMbps).toBeUndefined();
    expect(row.runsEachWay).toBe(3);
    expect(observation.notes?.filter((note) => /Mb\/s/.test(note))).toHaveLength(6);
  });

  it('leaves by the address that the test server tells; more than one is remarked in both languages', async () => {
    const leaving = (egressAddress: string) => ({ ...completed('down', 90), egressAddress });
    const one = await measure({ down: [leaving('203.113.9.1')], up: [90] }, { runs: 1 }).done;
    expect(rowOf(one).egressAddresses).toEqual(['203.113.9.1']);
    expect(one.notes?.join()).toContain('203.113.9.1');
    for (const language of ['vi', 'en'] as const) {
      const runs = {
        down: [leaving('203.113.9.1'), leaving('2405:4800::9')],
        up: [90, 90],
      };
      const two = await measure(runs, { runs: 2 }, { language }).done;
      expect(rowOf(two).egressAddresses).toEqual(['203.113.9.1', '2405:4800::9']);
      expect(two.notes?.join()).toMatch(/2 địa chỉ|2 addresses/);
    }
    expect(rowOf(await measure({ down: [90], up: [90] }, { runs: 1 }).done)).not.toHaveProperty(
      'egressAddresses',
    );
  });

  it.each([
    [['203.113.9.1'], ['203.113.9.0/29'], false],
    [['203.113.9.1', '14.0.0.9'], ['203.113.9.0/29'], true],
    [['203.113.9.1'], ['10.0.0.0/8'], undefined],
    [['203.113.9.1'], [], undefined],
    [[], ['203.113.9.0/29'], undefined],
  ] as const)('leaving by %j where %j is ours: elsewhere %s', (addresses, ranges, expected) => {
    expect(leavesElsewhere(addresses, ranges)).toBe(expected);
  });

  it('over IPv6 carries more overhead', async () => {
    const runs = { down: [90], up: [90] };
    const v4 = rowOf(await measure(runs, { runs: 1 }).done);
    const v6 = rowOf(await measure(runs, { runs: 1 }, { peerAddress: '2405:4800::1' }).done);
    expect(v6.upMedianWireEquivalentMbps).toBeGreaterThan(v4.upMedianWireEquivalentMbps);
  });

  it('keeps the ceiling the hospital set, and shows it', async () => {
    const { done, asked } = measure({ down: [20], up: [20] }, { runs: 1, maxMbps: 20 });
    expect(rowOf(await done).rateCeilingMbps).toBe(20);
    expect(asked.map((one) => one.maxMbps)).toEqual([20, 20]);
  });

  it.each(['vi', 'en'] as const)(
    'measured against a server inside says nothing of it, and says so (%s)',
    async (language) => {
      const { done } = measure(
        { down: [900], up: [900] },
        { runs: 1 },
        { language, peerAddress: '10.1.2.3' },
      );
      const observation = await done;
      expect(rowOf(observation).serverInside).toBe(true);
      expect(observation.notes?.[0]).toMatch(/địa chỉ nội bộ|private address/);
    },
  );

  it('that breaks half-way has no figures; the runs that were done stand in the notes', async () => {
    const { done } = measure({ down: [90, { kind: 'closed', phase: 'running' }], up: [90] });
    expect(await done).toMatchObject({
      state: 'unreachable',
      reason: { code: 'closed', message: expect.stringContaining('https://speed.example.vn') },
      notes: [
        expect.stringContaining('90.0'),
        expect.stringContaining('90.0'),
        expect.stringContaining('not measured'),
      ],
    });
  });

  it.each([
    [{ kind: 'refused', code: 'ECONNREFUSED' }, 'refused', /từ chối/, /refused/],
    [{ kind: 'unreachable', code: 'ENOTFOUND' }, 'unreachable', /ENOTFOUND/, /ENOTFOUND/],
    [{ kind: 'tls-error', code: 'CERT_HAS_EXPIRED' }, 'protocol-error', /Chứng thư/, /certificate/],
    [{ kind: 'http-status', status: 404, path: '/x' }, 'protocol-error', /404.*\/x/, /404.*\/x/],
    [{ kind: 'timeout', limit: 'step' }, 'timed-out', /thời hạn/, /in time/],
    [{ kind: 'protocol-error', message: 'x' }, 'protocol-error', /style/, /style/],
    [{ kind: 'reset', code: 'ECONNRESET' }, 'unreachable', /ngắt/, /broke/],
  ] as const)('is not measured because of %o', async (reason, state, vi, en) => {
    for (const [language, words] of [
      ['vi', vi],
      ['en', en],
    ] as const) {
      const { done } = measure(
        { down: [{ ...reason, phase: 'connect' }], up: [] },
        {},
        { language },
      );
      const observation = await done;
      expect(observation.state).toBe(state);
      if (observation.state !== 'observed') expect(observation.reason.message).toMatch(words);
    }
  });
});

describe('a test server of the facility itself', () => {
  it.each([
    ['by its address', 'https://203.113.10.3/', [], '203.113.10.3'],
    ['by what its name leads to', 'https://do.bv.vn/', ['8.8.8.8', '203.113.10.3'], '203.113.10.3'],
    ['over IPv6', 'https://[2405:4800::5]:8443/', [], '2405:4800::5'],
  ])('is refused %s, before anything is sent', async (_name, url, addresses, own) => {
    const ownRanges = ['203.113.10.0/29', '2405:4800::/32'];
    for (const language of ['vi', 'en'] as const) {
      const { done, asked } = measure(
        { down: [], up: [] },
        { url },
        { addresses, ownRanges, language },
      );
      const observation = await done;
      expect(asked).toEqual([]);
      expect(observation).toMatchObject({
        state: 'not-configured',
        reason: { code: 'server-inside', message: expect.stringContaining(own) },
      });
    }
  });

  it('is not the one outside, nor one whose name leads nowhere', async () => {
    const wishes = { ownRanges: ['203.113.10.0/29'] };
    const { done } = measure({ down: [90], up: [90] }, { runs: 1 }, wishes);
    expect((await done).state).toBe('observed');
    const nowhere = await findOwnAddress(
      'do.bv.vn',
      wishes.ownRanges,
      async () => {
        throw new Error('ENOTFOUND');
      },
      new AbortController().signal,
    );
    expect(nowhere).toBeUndefined();
  });

  it('that its name did not betray says nothing of the line', async () => {
    const { done } = measure(
      { down: [90], up: [90] },
      { runs: 1 },
      { ownRanges: ['203.113.10.0/29'], peerAddress: '203.113.10.4' },
    );
    expect(rowOf(await done).serverInside).toBe(true);
  });
});

describe('over a real connection', () => {
  let server: SpeedServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('our own test point on this computer is measured, and flagged as inside', async () => {
    server = await startHttpSpeedServer({ address: '127.0.0.1', port: 0, maxSeconds: 10 });
    const { context, logged } = makeProbeContext();
    const url = `http://127.0.0.1:${server.port}/`;
    const observation = await collectInternet(
      { test: { ...test, url, runs: 1, seconds: 1, maxMbps: 50 }, ownRanges: [] },
      context,
    );
    const row = rowOf(observation);
    expect(row.serverInside).toBe(true);
    expect(row.downGoodputMbpsRuns[0]).toBeGreaterThan(0);
    expect(row.upGoodputMbpsRuns[0]).toBeGreaterThan(0);
    expect(logged.map((one) => one.event)).toEqual(['internet-run', 'internet-run']);
  });

  it('a closed port has refused', async () => {
    server = await startHttpSpeedServer({ address: '127.0.0.1', port: 0, maxSeconds: 10 });
    const url = `http://127.0.0.1:${server.port}/`;
    await server.close();
    const { context } = makeProbeContext();
    const refused = await collectInternet({ test: { ...test, url }, ownRanges: [] }, context);
    expect(refused).toMatchObject({ state: 'refused' });
  });
});

describe('an address', () => {
  it.each([
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.1.1',
    '::1',
    'fe80::1%eth0',
    'fd12::1',
    '::ffff:192.168.1.1',
  ])('%s is inside', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2405:4800::1', '::ffff:8.8.8.8', '', 'x'])(
    '"%s" is not',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});

describe('the plan', () => {
  it('is load, names the server and the ceiling, and shows no password', () => {
    const facility = facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'X' },
      internet: {
        tests: [
          {
            id: 'a',
            url: 'https://user:secret@speed.example.vn:8443/x',
            operator: 'A',
            maxMbps: 40,
          },
        ],
      },
    });
    const [step] = probe.planSteps(facility, 'en');
    expect(step).toMatchObject({
      risk: 'load',
      contacts: [{ host: 'speed.example.vn', port: 8443, protocol: 'https' }],
    });
    expect(step?.sends).toContain('at most 40 Mb/s');
    expect(`${step?.subject} ${step?.sends}`).not.toContain('secret');
  });

  it('of a test that is spread says how many visits, and does one at a time', () => {
    const plan = (spread: object) =>
      probe.planSteps(
        facilitySchema.parse({
          schemaVersion: 1,
          facility: { name: 'X' },
          internet: {
            ownRanges: ['203.113.10.0/29', '2001:db8::/32', '203.113.10.9'],
            tests: [{ id: 'a', url: 'https://speed.example.vn/', operator: 'A', ...spread }],
          },
        }),
        'vi',
      )[0];
    expect(plan({ spreadHours: 2 })?.sends).toMatch(/20 giây mỗi lượt, 3 lượt trong ít nhất 2 giờ/);
    expect(plan({})?.sends).toMatch(/60 giây,/);
    expect(plan({ spreadHours: 2 })?.deadlineMs).toBeLessThan(plan({})?.deadlineMs ?? 0);
    expect(plan({})?.target).toMatchObject({ ownRanges: { length: 3 } });
  });

  it('takes no address range that is none', () => {
    const parse = (range: string) =>
      facilitySchema.safeParse({
        schemaVersion: 1,
        facility: { name: 'X' },
        internet: { ownRanges: [range] },
      });
    for (const wrong of ['203.113.10.0/33', 'bv.vn', '203.113.10', ''])
      expect(parse(wrong).success, wrong).toBe(false);
    expect(parse('::1/128').success).toBe(true);
  });
});
