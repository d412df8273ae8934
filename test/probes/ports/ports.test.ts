import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { collectPorts, type PortsInstruments } from '../../../src/probes/ports/collect.ts';
import { listDeclaredHosts } from '../../../src/probes/ports/declared-hosts.ts';
import { securityPortFacts } from '../../../src/probes/ports/facts.ts';
import { probe } from '../../../src/probes/ports/index.ts';
import { type WatchedPort, watchedPorts } from '../../../src/probes/ports/port-list.ts';
import { type PortOutcome, tryPort } from '../../../src/probes/ports/try-port.ts';
import { makeProbeContext } from '../support/probe-context.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer(onConnection);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function makeFacility(change: object = {}) {
  const tests = [{ id: 't', url: 'https://speed.example.vn/', operator: 'Sở Y tế' }];
  return facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện Thử' },
    security: { portCheck: true },
    dicom: {
      nodes: [
        { id: 'pacs', host: 'PACS.bv.local', port: 104, calledAe: 'PACS' },
        { id: 'pacs-tls', host: 'pacs.bv.local', port: 2762, calledAe: 'PACS', tls: {} },
        { id: 'ct', host: '10.0.0.9', port: 104, calledAe: 'CT', role: 'modality' },
      ],
    },
    hl7: { endpoints: [{ id: 'ris', host: '10.0.0.6', port: 2575 }] },
    web: {
      endpoints: [
        { id: 'xem', url: 'https://10.0.0.7:8443/viewer' },
        { id: 'cong', url: 'https://kq.example.vn/', vantage: 'outside' },
      ],
    },
    internet: { tests },
    timeServers: ['10.0.0.1'],
    ...change,
  });
}

const two: readonly WatchedPort[] = [
  { port: 22, service: 'SSH', kind: 'remote-access' },
  { port: 104, service: 'DICOM', kind: 'imaging' },
];

function makeInstruments(
  outcomes: Readonly<Record<number, PortOutcome>>,
  change: Partial<PortsInstruments> = {},
): { instruments: PortsInstruments; order: string[] } {
  const order: string[] = [];
  return {
    order,
    instruments: {
      ports: two,
      resolve: async () => '10.0.0.5',
      attempt: async (address, port) => {
        order.push(`${address}:${port}`);
        return outcomes[port] ?? 'no-answer';
      },
      pause: async () => {
        order.push('pause');
      },
      ...change,
    },
  };
}

function look(instruments: PortsInstruments, language: 'vi' | 'en' = 'en', host = 'pacs') {
  const { context } = makeProbeContext({ language });
  return collectPorts({ host, declaredPorts: [104] }, context, instruments);
}

describe('the hosts that are looked at', () => {
  it('are those of the facility file, each once, with the ports it names', () => {
    expect(listDeclaredHosts(makeFacility())).toEqual([
      { host: 'pacs.bv.local', declaredPorts: [104, 2762] },
      { host: '10.0.0.6', declaredPorts: [2575] },
      { host: '10.0.0.7', declaredPorts: [8443] },
    ]);
  });

  it('are never modalities, whatever else is declared there', () => {
    const facility = makeFacility({ hl7: { endpoints: [{ id: 'x', host: '10.0.0.9', port: 1 }] } });
    expect(listDeclaredHosts(facility).map(({ host }) => host)).not.toContain('10.0.0.9');
  });

  it('are none unless the file says so', () => {
    for (const security of [undefined, {}, { portCheck: false }])
      expect(probe.planSteps(makeFacility({ security }), 'vi')).toEqual([]);
  });

  it('stand in the plan with every port, as reading only', () => {
    const steps = probe.planSteps(makeFacility(), 'vi');
    expect(steps.map(({ subjectId }) => subjectId)).toEqual([
      ...['pacs.bv.local', '10.0.0.6', '10.0.0.7'],
    ]);
    for (const step of steps) {
      expect(step.risk).toBe('observe');
      expect(step.contacts).toHaveLength(watchedPorts.length);
      expect(new Set(step.contacts.map(({ port }) => port)).size).toBe(watchedPorts.length);
      expect(step.sends).toContain('không gửi');
    }
  });
});

describe('a host', () => {
  it('is asked each port once, with a pause between', async () => {
    const { instruments, order } = makeInstruments({ 22: 'open', 104: 'closed' });
    await look(instruments);
    expect(order).toEqual(['10.0.0.5:22', 'pause', '10.0.0.5:104']);
  });

  it('has a row for each port; one without an answer is unknown, not closed', async () => {
    const { instruments } = makeInstruments({ 104: 'open' });
    const observation = await look(instruments);
    if (observation.state !== 'observed') throw new Error(observation.reason.message);
    const rows = (observation.facts['security.port'] ?? []).map((row) =>
      securityPortFacts.row.parse(row),
    );
    expect(rows).toEqual([
      { host: 'pacs', port: 22, service: 'SSH', kind: 'remote-access', declared: false },
      { host: 'pacs', port: 104, service: 'DICOM', kind: 'imaging', declared: true, open: true },
    ]);
    expect(observation.notes?.[0]).toContain('104 (DICOM)');
  });

  it.each([
    ['vi', /không trả lời ở cổng nào/],
    ['en', /answers on no port/],
  ] as const)('that answers nowhere is not called safe (%s)', async (language, words) => {
    const observation = await look(makeInstruments({}).instruments, language);
    expect(observation).toMatchObject({ state: 'timed-out', reason: { code: 'no-answer' } });
    if (observation.state !== 'observed') expect(observation.reason.message).toMatch(words);
  });

  it('without an address was not reached', async () => {
    const resolve = async (): Promise<string> => {
      throw Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    };
    const { instruments, order } = makeInstruments({}, { resolve });
    expect(await look(instruments)).toMatchObject({
      state: 'unreachable',
      reason: { code: 'ENOTFOUND' },
    });
    expect(order).toEqual([]);
  });

  it('waits until the one before it is done', async () => {
    const active = new Set<string>();
    const seen: number[] = [];
    const make = (host: string) =>
      makeInstruments(
        {},
        {
          attempt: async () => {
            active.add(host);
            seen.push(active.size);
            await new Promise((resolve) => setTimeout(resolve, 5));
            active.delete(host);
            return 'open';
          },
        },
      ).instruments;
    await Promise.all(['a', 'b', 'c'].map((host) => look(make(host), 'en', host)));
    expect(Math.max(...seen)).toBe(1);
  });

  it('is left when the run is stopped, and the next one is not asked at all', async () => {
    const stop = new AbortController();
    const { context } = makeProbeContext({ signal: stop.signal });
    const { instruments, order } = makeInstruments(
      {},
      { pause: async (signal) => signal.throwIfAborted() },
    );
    stop.abort(new Error('stopped'));
    const target = { host: 'pacs', declaredPorts: [] };
    await expect(collectPorts(target, context, instruments)).rejects.toThrow('stopped');
    expect(order).toEqual([]);
  });
});

describe('one attempt', () => {
  const never = new AbortController().signal;

  it('finds a port that listens, and neither sends nor waits for a word', async () => {
    const received: number[] = [];
    const ended = Promise.withResolvers<void>();
    const port = await listen((socket) => {
      socket.on('data', (chunk) => received.push(chunk.length));
      socket.on('error', () => undefined).on('close', () => ended.resolve());
    });
    expect(await tryPort('127.0.0.1', port, 2_000, never)).toBe('open');
    await ended.promise;
    expect(received).toEqual([]);
  });

  it('finds one that does not', async () => {
    const port = await listen(() => undefined);
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    expect(await tryPort('127.0.0.1', port, 2_000, never)).toBe('closed');
  });

  it('ends without an answer when it is stopped', async () => {
    const stop = AbortSignal.abort();
    expect(await tryPort('127.0.0.1', 1, 2_000, stop)).toBe('no-answer');
  });
});

describe('the list of ports', () => {
  it('has each port once and is short', () => {
    const ports = watchedPorts.map(({ port }) => port);
    expect(new Set(ports).size).toBe(ports.length);
    expect(ports.length).toBeLessThanOrEqual(24);
    for (const port of [22, 23, 104, 445, 1433, 1521, 2575, 3306, 3389, 5432, 5900, 8042, 11112])
      expect(ports).toContain(port);
  });
});
