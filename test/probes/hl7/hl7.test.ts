import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { facilitySchema, type Hl7Endpoint } from '../../../src/facility/schema.ts';
import type { Observation, ProbeContext } from '../../../src/probes/contract.ts';
import { collectConnection } from '../../../src/probes/hl7/collect-connection.ts';
import {
  collectTestOrder,
  type OrderPatience,
} from '../../../src/probes/hl7/collect-test-order.ts';
import { factGroups } from '../../../src/probes/hl7/facts.ts';
import { probe } from '../../../src/probes/hl7/index.ts';
import { addressOf } from '../../../src/probes/shared/hl7-address.ts';
import { awaitNoSockets, type ScriptedPeer } from '../../protocols/dicom/support/scripted-peer.ts';
import { block, read, startRawPeer } from '../../protocols/hl7/support.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import {
  ackFor,
  type FakeRis,
  startFakeRis,
  startFakeWorklist,
  type WorklistEntry,
} from './support/fake-ris.ts';

const patience: OrderPatience = { ackMs: 300, worklistMs: 400, cancelMs: 2_000 };

let ris: FakeRis | undefined;
let worklist: ScriptedPeer | undefined;
let web: Server | undefined;
afterEach(async () => {
  await ris?.close();
  await worklist?.stop();
  web?.closeAllConnections();
  await new Promise<void>((resolve) => (web ? web.close(() => resolve()) : resolve()));
  ris = undefined;
  worklist = undefined;
  web = undefined;
  await awaitNoSockets();
});

function endpointAt(port: number, change: Partial<Hl7Endpoint> = {}): Hl7Endpoint {
  return {
    id: 'ris',
    role: 'ris',
    transport: 'mllp',
    host: '127.0.0.1',
    port,
    send: 'nothing',
    version: '2.5.1',
    ...change,
  };
}

function observed(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  for (const [name, rows] of Object.entries(observation.facts)) {
    const group = factGroups.find((one) => one.name === name);
    for (const row of rows) group?.row.parse(row);
  }
  return {
    ...observation,
    notes: observation.notes ?? [],
    attachments: observation.attachments ?? [],
  };
}

const messageOf = (observation: Observation): string =>
  observation.state === 'observed' ? '' : observation.reason.message;

describe('send: nothing', () => {
  it('opens and closes a connection and sends not one byte', async () => {
    ris = await startFakeRis(() => undefined);
    const { context, attached } = makeProbeContext();
    const { facts, notes } = observed(await collectConnection(endpointAt(ris.port), context));
    expect(facts['hl7.endpoint']).toEqual([
      {
        endpoint: 'ris',
        role: 'ris',
        transport: 'mllp',
        connected: true,
        tls: false,
        connectMs: expect.any(Number),
      },
    ]);
    expect(facts['hl7.exchange']).toBeUndefined();
    expect(notes.join()).toContain('chưa bản tin nào');
    expect(ris.received()).toHaveLength(0);
    expect(attached.size).toBe(0);
  });

  it.each(['vi', 'en'] as const)('tells a closed port in one sentence (%s)', async (language) => {
    const gone = await startRawPeer(() => undefined);
    await gone.close();
    const { context } = makeProbeContext({ language });
    const observation = await collectConnection(endpointAt(gone.port), context);
    expect(observation.state).toBe('refused');
    expect(messageOf(observation)).toContain(`mllp://127.0.0.1:${gone.port}`);
  });

  it('tells a port that does not speak TLS', async () => {
    ris = await startFakeRis(() => undefined);
    const raw = await startRawPeer((socket) => socket.end('plain'));
    const { context } = makeProbeContext();
    const observation = await collectConnection(endpointAt(raw.port, { tls: {} }), context);
    await raw.close();
    expect(observation.state).toBe('protocol-error');
    expect(messageOf(observation)).toContain('TLS');
  });

  it('names a TLS file that is missing, or that is none, and sends nothing', async () => {
    ris = await startFakeRis(() => undefined);
    const { context } = makeProbeContext();
    const missing = endpointAt(ris.port, { tls: { ca: 'khong-co.pem' } });
    expect(await collectConnection(missing, context)).toMatchObject({
      state: 'not-configured',
      reason: { code: 'tls-file', message: expect.stringContaining('khong-co.pem') },
    });
    const file = path.join(await makeTempFolder(), 'key.pem');
    await writeFile(file, 'no key');
    const broken = endpointAt(ris.port, { tls: { key: file } });
    expect(await collectConnection(broken, context)).toMatchObject({
      state: 'not-configured',
      reason: { message: expect.stringContaining('không dùng được') },
    });
    expect(ris.received()).toHaveLength(0);
  });
});

describe('send: query', () => {
  const ask = (
    port: number,
    change: Partial<Hl7Endpoint> = {},
    context = makeProbeContext().context,
  ) => collectConnection(endpointAt(port, { send: 'query', ...change }), context, 300);

  it.each(['2.3.1', '2.5.1', '2.7'] as const)(
    'asks about the test patient only (%s)',
    async (version) => {
      ris = await startFakeRis((message) => ackFor(message, 'AA'));
      const { context, attached } = makeProbeContext();
      const { facts, attachments } = observed(await ask(ris.port, { version }, context));
      expect(facts['hl7.exchange']).toMatchObject([
        { purpose: 'query', ackCode: 'AA', controlIdMatches: true, versionSent: version },
      ]);
      const [query] = ris.messages;
      expect(query?.at('QPD-3.2') ?? query?.at('QRD-8')).toBe('RISPACS-TEST');
      expect(query?.segment('PID')).toBeUndefined();
      // What we sent is kept; the answer, which may name a patient, is not.
      expect(attachments.map((one) => one.originalName)).toEqual(['query.hl7']);
      expect([...attached.values()].map((bytes) => block(Buffer.from(bytes).toString()))).toEqual([
        ris.received(),
      ]);
    },
  );

  it('is answered AE with the text the RIS gave, without control characters', async () => {
    ris = await startFakeRis((message) => `${ackFor(message, 'AE').trim()}|khong\x1b[31m ho tro\r`);
    const { facts, notes } = observed(await ask(ris.port));
    expect(facts['hl7.exchange']).toMatchObject([{ ackCode: 'AE' }]);
    expect(notes[0]).toMatch(/^Xác nhận AE: khong \[31m ho tro$/);
  });

  it('does not repeat the words of an answer to somebody else’s message', async () => {
    ris = await startFakeRis(
      (message) => `${ackFor(message, 'AE', 'OTHER').trim()}|NGUYEN VAN THAT khong co\r`,
    );
    const observation = observed(await ask(ris.port));
    expect(observation.facts['hl7.exchange']).toMatchObject([{ controlIdMatches: false }]);
    expect(JSON.stringify(observation)).not.toContain('THAT');
    expect(observation.notes.join()).toContain('MSA-2');
  });

  it.each([
    ['is silent', () => undefined, 'timed-out', 'không gửi xác nhận'],
    ['resets', (socket: Socket) => socket.resetAndDestroy(), 'unreachable', 'ngắt kết nối'],
    ['hangs up', (socket: Socket) => socket.end(), 'unreachable', 'không trả lời'],
  ] as const)('tells a RIS that %s', async (_name, behave, state, words) => {
    ris = await startFakeRis((_message, socket) => {
      behave(socket);
      return undefined;
    });
    const observation = await ask(ris.port);
    expect(observation.state).toBe(state);
    expect(messageOf(observation)).toContain(words);
  });

  it('tells a web server on the port', async () => {
    const raw = await startRawPeer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const observation = await ask(raw.port);
    await raw.close();
    expect(observation).toMatchObject({
      state: 'protocol-error',
      reason: { message: expect.stringContaining('http') },
    });
  });

  it('goes over HTTP as well', async () => {
    const bodies: string[] = [];
    web = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      bodies.push(`${request.url} ${body}`);
      response.writeHead(200, { 'content-type': 'application/hl7-v2' });
      response.end(ackFor(read(body), 'AA'));
    });
    const port = await listen(web);
    const { facts } = observed(await ask(port, { transport: 'http', path: '/nhan/hl7' }));
    expect(facts['hl7.endpoint']).toMatchObject([{ transport: 'http', connected: true }]);
    expect(facts['hl7.exchange']).toMatchObject([{ ackCode: 'AA', controlIdMatches: true }]);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatch(/^\/nhan\/hl7 MSH/);
  });

  it('is marked simulated when our simulated RIS signs the answer', async () => {
    ris = await startFakeRis((message) => ackFor(message, 'AA').replace('|RIS|', '|RISPACS_SIM|'));
    expect(observed(await ask(ris.port)).simulated).toBe(true);
  });
});

describe('send: test-order', () => {
  let entries: WorklistEntry[] = [];

  /** A RIS that answers orders and cancels with these codes, and a worklist that follows as told. */
  async function startHospital(wishes: {
    order?: string;
    cancel?: string;
    shows?: boolean;
    removes?: boolean;
    worklist?: boolean;
    controlId?: string;
    onQuery?: () => void;
  }): Promise<void> {
    const { order = 'AA', cancel = 'AA', shows = true, removes = true } = wishes;
    // What other patients and an earlier run left in the list must not be taken for ours.
    entries = [
      { accessionNumber: 'THAT-1', patientId: 'BN0001' },
      { accessionNumber: 'RPOLD', patientId: 'RISPACS-TEST' },
    ];
    const others = entries.length;
    ris = await startFakeRis((message) => {
      const isCancel = message.at('ORC-1') === 'CA';
      const accessionNumber = message.at('IPC-1') ?? message.at('OBR-18') ?? '';
      if (!isCancel && shows) entries.push({ accessionNumber, patientId: 'RISPACS-TEST' });
      if (isCancel && removes) entries.length = others;
      const code = isCancel ? cancel : order;
      return code === 'silent' ? undefined : ackFor(message, code, wishes.controlId);
    });
    if (wishes.worklist !== false)
      worklist = await startFakeWorklist(() => entries, wishes.onQuery);
  }

  async function order(
    change: Partial<Hl7Endpoint> = {},
    overrides: Partial<ProbeContext> = {},
  ): Promise<ReturnType<typeof makeProbeContext> & { observation: Observation }> {
    const recorded = makeProbeContext(overrides);
    const observation = await collectTestOrder(
      {
        kind: 'test-order',
        endpoint: endpointAt(ris?.port ?? 1, { send: 'test-order', ...change }),
        ...(worklist && {
          worklist: {
            node: {
              id: 'mwl',
              role: 'worklist',
              host: '127.0.0.1',
              port: worklist.port,
              calledAe: 'MWL',
            },
            callingAe: 'RISPACS',
          },
        }),
      },
      recorded.context,
      patience,
    );
    return { ...recorded, observation };
  }

  const controls = () => ris?.messages.map((message) => message.at('ORC-1'));

  it('is seen to come and go, and is then removed-verified', async () => {
    await startHospital({});
    const { observation, journalled, attached } = await order();
    const { facts, notes, attachments } = observed(observation);
    expect(controls()).toEqual(['NW', 'CA']);
    expect(facts['hl7.worklist']?.map((row) => [row.moment, row.matches])).toEqual([
      ['before-order', 0],
      ['after-order', 1],
      ['after-cancel', 0],
    ]);
    expect(facts['hl7.exchange']?.map((row) => [row.purpose, row.ackCode])).toEqual([
      ['test-order', 'AA'],
      ['test-order-cancel', 'AA'],
    ]);
    expect(journalled.map((one) => one.state)).toEqual(['planned', 'sent', 'removed-verified']);
    expect(new Set(journalled.map((one) => one.id)).size).toBe(1);
    expect(notes.join()).not.toContain('quản trị');
    expect(attachments.map((one) => one.originalName)).toEqual([
      'order-sent.hl7',
      'order-received.hl7',
      'cancel-sent.hl7',
      'cancel-received.hl7',
    ]);
    expect(attached.size).toBe(4);
  });

  it.each(['2.3.1', '2.5.1', '2.7'] as const)(
    'names nobody but the test patient, in order and cancel (%s)',
    async (version) => {
      await startHospital({ worklist: false });
      const { journalled } = await order({ version });
      expect(ris?.messages).toHaveLength(2);
      for (const message of ris?.messages ?? []) {
        expect(message.at('PID-3')).toBe('RISPACS-TEST');
        expect(`${message.at('PID-5.1')} ${message.at('PID-5.2') ?? ''}`.trim()).toBe(
          'KIỂM THỬ RISPACS',
        );
        expect(message.at('PID-19')).toBeUndefined();
        expect(message.at('ORC-2')).toBe(journalled[0]?.identifiers.placerOrderNumber);
        expect(message.at('IPC-1') ?? message.at('OBR-18')).toBe(
          journalled[0]?.identifiers.accessionNumber,
        );
      }
      expect(new Set(ris?.messages.map((one) => one.controlId)).size).toBe(2);
    },
  );

  it.each([
    [{}, 'UNICODE UTF-8', 'NFC'],
    [{ charset: 'UTF-8', textForm: 'NFD' }, 'UTF-8', 'NFD'],
    [{ charset: 'absent' }, undefined, 'NFC'],
  ] as const)('declares and composes its letters as %j says', async (change, declared, form) => {
    await startHospital({ worklist: false });
    await order(change);
    expect(ris?.messages).toHaveLength(2);
    for (const message of ris?.messages ?? []) {
      expect(message.declaredCharset).toBe(declared);
      expect(message.at('PID-5.1')).toBe('KIỂM THỬ'.normalize(form));
    }
  });

  it('is in the journal before a byte is sent: with no journal nothing is sent', async () => {
    await startHospital({});
    const journal = async () => {
      throw new Error('disk full');
    };
    await expect(order({}, { journal })).rejects.toThrow('disk full');
    expect(ris?.received()).toHaveLength(0);

    let atPlanned = -1;
    const watch: ProbeContext['journal'] = async (effect) => {
      if (effect.state === 'planned') atPlanned = ris?.received().length ?? -1;
    };
    await order({}, { journal: watch });
    expect(atPlanned).toBe(0);
  });

  it.each([
    ['attachments', { attach: () => Promise.reject(new Error('disk full')) }],
    [
      'the journal',
      {
        journal: (effect: { state: string }) =>
          effect.state === 'sent' ? Promise.reject(new Error('disk full')) : Promise.resolve(),
      },
    ],
  ])('is cancelled even when %s cannot be written after it was sent', async (_name, overrides) => {
    await startHospital({});
    await expect(order({}, overrides)).rejects.toThrow('disk full');
    expect(controls()).toEqual(['NW', 'CA']);
  });

  it('refused by the RIS is cancelled all the same, and leaves nothing', async () => {
    await startHospital({ order: 'AE', cancel: 'AE', shows: false });
    const { observation, journalled } = await order();
    expect(controls()).toEqual(['NW', 'CA']);
    expect(observed(observation).facts['hl7.exchange']).toMatchObject([
      { ackCode: 'AE' },
      { ackCode: 'AE' },
    ]);
    expect(journalled.at(-1)).toMatchObject({ state: 'removed-verified', note: 'order-refused' });
  });

  it('refused, yet shown by the worklist, is left', async () => {
    await startHospital({ order: 'AE', cancel: 'AE', removes: false });
    const { journalled } = await order();
    expect(journalled.at(-1)).toMatchObject({ state: 'left', note: 'leftInWorklist' });
  });

  it('not answered is cancelled, has timed out, and keeps both transcripts', async () => {
    await startHospital({ order: 'silent', worklist: false });
    const { observation, journalled } = await order();
    expect(controls()).toEqual(['NW', 'CA']);
    expect(observation.state).toBe('timed-out');
    expect(journalled.map((one) => one.state)).toEqual(['planned', 'sent', 'left']);
    expect(observation.attachments?.map((one) => one.originalName)).toEqual([
      'order-sent.hl7',
      'cancel-sent.hl7',
      'cancel-received.hl7',
    ]);
    expect(observation.notes?.join()).toContain('quản trị RIS xóa');
  });

  it('not answered but seen in the worklist and gone after the cancel is removed-verified', async () => {
    await startHospital({ order: 'silent' });
    const { journalled } = await order();
    expect(journalled.at(-1)).toMatchObject({ state: 'removed-verified', note: 'cancelled' });
  });

  it('still in the worklist after its cancel is left, and the record asks for its removal', async () => {
    await startHospital({ removes: false });
    const { observation, journalled } = await order();
    expect(journalled.at(-1)).toMatchObject({ state: 'left', note: 'leftInWorklist' });
    expect(observed(observation).facts['hl7.worklist']?.at(-1)).toMatchObject({
      moment: 'after-cancel',
      matches: 1,
    });
    expect(observed(observation).notes.join()).toContain('vẫn còn trong danh sách chờ');
  });

  it('is left when there is no worklist to look at', async () => {
    await startHospital({ worklist: false });
    const { observation, journalled } = await order();
    expect(journalled.at(-1)).toMatchObject({ state: 'left', note: 'leftUnverified' });
    expect(observed(observation).facts['hl7.worklist']).toEqual([]);
  });

  it('is left when the worklist never showed it: that list may be another system’s', async () => {
    await startHospital({ shows: false });
    const { journalled } = await order();
    expect(journalled.at(-1)).toMatchObject({ state: 'left', note: 'leftUnverified' });
  });

  it('is left when the RIS refuses the cancel', async () => {
    await startHospital({ cancel: 'AE', worklist: false });
    const { observation, journalled } = await order();
    expect(journalled.at(-1)).toMatchObject({ state: 'left', note: 'cancelRefused' });
    expect(observed(observation).notes.join()).toContain('(AE)');
  });

  it('takes an answer to another message neither for a yes nor for a no', async () => {
    await startHospital({ order: 'AE', controlId: 'OTHER', worklist: false });
    const { observation, journalled } = await order();
    expect(observed(observation).facts['hl7.exchange']?.[0]).toMatchObject({
      controlIdMatches: false,
    });
    expect(journalled.at(-1)?.state).toBe('left');
  });

  it('that never left us is no side effect', async () => {
    const gone = await startRawPeer(() => undefined);
    await gone.close();
    const { observation, journalled } = await order({ port: gone.port });
    expect(observation.state).toBe('refused');
    expect(journalled.map((one) => [one.state, one.note])).toEqual([
      ['planned', undefined],
      ['removed-verified', 'never sent'],
    ]);
  });

  it('is not sent when the operator stops before it', async () => {
    const stop = new AbortController();
    await startHospital({ onQuery: () => stop.abort(new Error('stopped')) });
    await expect(order({}, { signal: stop.signal })).rejects.toThrow('stopped');
    expect(ris?.received()).toHaveLength(0);
  });

  it('is cancelled when the operator stops while its acknowledgement is awaited', async () => {
    const stop = new AbortController();
    await startHospital({ order: 'silent' });
    const { context, journalled } = makeProbeContext({ signal: stop.signal });
    const timer = setInterval(() => {
      if (ris?.messages.length === 1) stop.abort(new Error('stopped'));
    }, 5);
    await expect(order({}, context)).rejects.toThrow('stopped');
    clearInterval(timer);
    expect(controls()).toEqual(['NW', 'CA']);
    expect(journalled.at(-1)).toMatchObject({ state: 'removed-verified', note: 'cancelled' });
  });

  it('is cancelled when the operator stops while the worklist is watched', async () => {
    const stop = new AbortController();
    let queries = 0;
    await startHospital({
      shows: false,
      onQuery: () => {
        queries += 1;
        if (queries === 2) setTimeout(() => stop.abort(new Error('stopped')), 50);
      },
    });
    const { context, journalled } = makeProbeContext({ signal: stop.signal });
    await expect(order({}, context)).rejects.toThrow('stopped');
    expect(controls()).toEqual(['NW', 'CA']);
    expect(journalled.at(-1)?.state).toBe('left');
  });

  it('goes over HTTP as well', async () => {
    const seen: string[] = [];
    web = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const message = read(Buffer.concat(chunks));
      seen.push(message.at('ORC-1') ?? '');
      response.writeHead(200, { 'content-type': 'application/hl7-v2' }).end(ackFor(message, 'AA'));
    });
    const port = await listen(web);
    const { observation, journalled } = await order({ transport: 'http', port });
    expect(seen).toEqual(['NW', 'CA']);
    expect(observed(observation).attachments).toHaveLength(4);
    expect(journalled.map((one) => one.state)).toEqual(['planned', 'sent', 'left']);
  });

  it('is not sent when the worklist’s TLS files are missing: its removal could not be seen', async () => {
    await startHospital({});
    const { context, journalled } = makeProbeContext();
    const observation = await collectTestOrder(
      {
        kind: 'test-order',
        endpoint: endpointAt(ris?.port ?? 1, { send: 'test-order' }),
        worklist: {
          node: {
            id: 'mwl',
            role: 'worklist',
            host: '127.0.0.1',
            port: 1,
            calledAe: 'MWL',
            tls: { ca: 'khong-co.pem' },
          },
          callingAe: 'RISPACS',
        },
      },
      context,
      patience,
    );
    expect(observation.state).toBe('not-configured');
    expect(journalled).toEqual([]);
    expect(ris?.received()).toHaveLength(0);
  });
});

describe('the plan', () => {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'X' },
    dicom: {
      nodes: [{ id: 'mwl', role: 'worklist', host: 'w', port: 105, calledAe: 'W', tls: {} }],
    },
    hl7: {
      endpoints: [
        { id: 'quiet', host: 'a', port: 1 },
        { id: 'asks', host: 'b', port: 2, send: 'query', transport: 'http', path: '/hl7', tls: {} },
        { id: 'orders', host: 'c', port: 3, send: 'test-order' },
      ],
    },
  });

  it('makes only the test order active, and names the worklist it will ask', () => {
    const steps = probe.planSteps(facility, 'vi');
    expect(steps.map((step) => [step.subjectId, step.risk])).toEqual([
      ['quiet', 'observe'],
      ['asks', 'observe'],
      ['orders', 'observe'],
      ['orders-test-order', 'active'],
    ]);
    expect(steps[1]?.subject).toContain('https://b:2/hl7');
    expect(steps[3]?.contacts).toEqual([
      { host: 'c', port: 3, protocol: 'mllp' },
      { host: 'w', port: 105, protocol: 'dicom-tls' },
    ]);
    expect(steps[3]?.sends).toContain('RISPACS-TEST');
  });

  it('writes an IPv6 address so that it can be an address', () => {
    const endpoint = endpointAt(80, { host: '2001:db8::1', transport: 'http' });
    expect(new URL(addressOf(endpoint)).hostname).toBe('[2001:db8::1]');
  });
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
