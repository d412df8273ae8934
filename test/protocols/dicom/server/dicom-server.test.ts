import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import type { ProposedContextItem } from '../../../../src/protocols/dicom/dul/pdu.ts';
import {
  type DicomServer,
  type DicomServerOptions,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  type ServerEvent,
  STATUS,
  startDicomServer,
  storageContexts,
  VERIFICATION_SOP_CLASS,
  WORKFLOW_SOP_CLASSES,
} from '../../../../src/protocols/dicom/index.ts';
import { SeededRandom } from '../support/random.ts';
import { CLIENT_CONTEXT, clientRequest, ScriptedClient } from '../support/scripted-client.ts';
import { awaitNoSockets, encodeMessage, userInformation } from '../support/scripted-peer.ts';

const MPPS = WORKFLOW_SOP_CLASSES.modalityPerformedProcedureStep.uid;
const COMMITMENT = WORKFLOW_SOP_CLASSES.storageCommitmentPushModel.uid;
const { verification } = CLIENT_CONTEXT;

let server: DicomServer | undefined;
let events: ServerEvent[] = [];

afterEach(async () => {
  await server?.close();
  server = undefined;
  events = [];
  await awaitNoSockets();
});

async function start(overrides: Partial<DicomServerOptions> = {}): Promise<number> {
  server = await startDicomServer({
    address: '127.0.0.1',
    port: 0,
    admit: { called: ['RISPACS'], calling: ['ARCHIVE', 'PROBE'] },
    contexts: [
      { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      ...storageContexts(),
    ],
    deadlines: { tls: 300, association: 300, idle: 400, dimse: 300, lifetime: 3000 },
    onEvent: (event) => events.push(event),
    ...overrides,
  });
  return server.port;
}

/** The server still serves a client that behaves. */
async function expectAlive(port: number): Promise<void> {
  const client = await ScriptedClient.associate(port);
  expect(await client.echo()).toMatchObject({ commandField: 0x8030, status: 0 });
  expect(await client.release()).toEqual(['release-response']);
}

async function endings(count: number): Promise<unknown[]> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const ended = events.filter((event) => event.kind === 'association-ended');
    if (ended.length >= count) return ended.map(({ ending }) => ending);
    await sleep(10);
  }
  throw new Error(`${count} associations have not ended: ${JSON.stringify(events)}`);
}

describe('an association', () => {
  it('is accepted as PS3.8 9.3.3 says, echoes, and is released', async () => {
    const port = await start();
    const client = await ScriptedClient.connect(port);
    const request = encodePdu(clientRequest());
    // Reserved bytes and padding come back as they were sent.
    request.fill(0x5a, 42, 74);
    client.send(request);
    const accept = await client.next();
    expect(accept).toMatchObject({
      kind: 'associate-accept',
      protocolVersion: 1,
      calledAeTitle: 'RISPACS',
      callingAeTitle: 'ARCHIVE',
      applicationContext: '1.2.840.10008.3.1.1.1',
      contexts: [
        { id: 1, result: 0, transferSyntax: IMPLICIT_VR_LITTLE_ENDIAN },
        { id: 3, result: 0, transferSyntax: '1.2.840.10008.1.2.1' },
      ],
      userInformation: { maxPduBytes: 131_072, implementationVersion: 'RISPACS_0' },
    });
    expect(await client.echo()).toMatchObject({
      affectedSopClassUid: VERIFICATION_SOP_CLASS,
      messageIdBeingRespondedTo: 1,
      status: 0,
    });
    expect(await client.release()).toEqual(['release-response']);
    expect(await endings(1)).toMatchObject([{ kind: 'released-by-peer' }]);
  });

  it('takes the first transfer syntax of the peer that is served, and refuses single contexts', async () => {
    const port = await start();
    const client = await ScriptedClient.connect(port);
    const storage = '1.2.840.10008.5.1.4.1.1.2';
    const contexts: ProposedContextItem[] = [
      { id: 9, abstractSyntax: storage, transferSyntaxes: ['1.2.3', '1.2.840.10008.1.2.4.70'] },
      { id: 3, abstractSyntax: storage, transferSyntaxes: ['1.2.3'] },
      { id: 5, abstractSyntax: '1.2.3.4', transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      { id: 7, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      { id: 255, abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [] },
    ];
    client.sendPdu(clientRequest({ contexts }));
    expect(await client.next()).toMatchObject({
      contexts: [
        { id: 9, result: 0, transferSyntax: '1.2.840.10008.1.2.4.70' },
        { id: 3, result: 4 },
        { id: 5, result: 3 },
        { id: 7, result: 3 },
        { id: 255, result: 4 },
      ],
    });
    await client.release();
    await endings(1);
    expect(events.at(-1)).toMatchObject({
      deviations: [{ kind: 'context-ids-not-ascending', count: 1 }],
    });
  });

  it('answers roles: the peer may be SCP where we are SCU', async () => {
    const port = await start({
      contexts: [
        { abstractSyntax: COMMITMENT, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN], role: 'scu' },
        { abstractSyntax: MPPS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      ],
    });
    const contexts = [COMMITMENT, MPPS].map((abstractSyntax, index) => ({
      id: index * 2 + 1,
      abstractSyntax,
      transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN],
    }));
    const client = await ScriptedClient.connect(port);
    const roleSelections = [
      { sopClassUid: COMMITMENT, scu: false, scp: true },
      { sopClassUid: MPPS, scu: false, scp: true },
      { sopClassUid: '1.2.3', scu: true, scp: true },
    ];
    const info = userInformation({ roleSelections });
    client.sendPdu(clientRequest({ contexts, userInformation: info }));
    expect(await client.next()).toMatchObject({
      // Nobody would be the SCP of the second one.
      contexts: [
        { id: 1, result: 0 },
        { id: 3, result: 1 },
      ],
      userInformation: {
        roleSelections: [
          { sopClassUid: COMMITMENT, scu: false, scp: true },
          { sopClassUid: MPPS, scu: false, scp: false },
        ],
      },
    });
    await client.release();
  });

  it.each([
    ['another called title', { calledAeTitle: 'OTHER' }, 'reject 1/1/7'],
    ['another calling title', { callingAeTitle: 'STRANGER' }, 'reject 1/1/3'],
    ['no called title', { calledAeTitle: '' }, 'reject 1/1/7'],
    ['no calling title', { callingAeTitle: '' }, 'reject 1/1/3'],
    ['a backslash in its title', { callingAeTitle: 'A\\B' }, 'reject 1/1/3'],
    ['protocol version 2 only', { protocolVersion: 2 }, 'reject 1/2/2'],
    ['another application context', { applicationContext: '1.2.3' }, 'reject 1/1/2'],
    ['a PDU limit of 6', { userInformation: userInformation({ maxPduBytes: 6 }) }, 'reject 2/3/2'],
  ])('with %s is rejected', async (_, overrides, expected) => {
    const port = await start();
    const client = await ScriptedClient.connect(port);
    client.sendPdu(clientRequest(overrides));
    expect(await client.untilClosed()).toEqual([expected]);
    expect(events.map(({ kind }) => kind)).toContain('association-rejected');
    await expectAlive(port);
  });

  it('is decided by a function of the caller', async () => {
    const port = await start({
      admit: ({ callingAeTitle }) =>
        callingAeTitle === 'ARCHIVE' ? 'accept' : 'temporary-congestion',
    });
    const client = await ScriptedClient.connect(port);
    client.sendPdu(clientRequest({ callingAeTitle: 'OTHER' }));
    expect(await client.untilClosed()).toEqual(['reject 2/3/1']);
    await expectAlive(port);
  });

  const one = { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: ['1.2.840.10008.1.2'] };

  it.each([
    ['no context', []],
    ['an even context id', [{ ...one, id: 2 }]],
    ['context id 0', [{ ...one, id: 0 }]],
    [
      'a context id twice',
      [
        { ...one, id: 1 },
        { ...one, id: 1 },
      ],
    ],
    ['200 contexts', Array.from({ length: 200 }, (_, index) => ({ ...one, id: index & 0xff }))],
  ])('with %s is aborted', async (_, contexts) => {
    const port = await start();
    const client = await ScriptedClient.connect(port);
    client.sendPdu(clientRequest({ contexts }));
    expect(await client.untilClosed()).toEqual(['abort 2/6']);
    expect(await endings(1)).toMatchObject([{ kind: 'protocol-error' }]);
    await expectAlive(port);
  });
});

describe('a client that misbehaves', () => {
  const fourGigabytes = (type: number): Buffer =>
    Buffer.from([type, 0, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]);

  it.each([
    ['says nothing', '', [], 'timeout'],
    ['speaks HTTP', 'GET / HTTP/1.1\r\nHost: pacs\r\n\r\n', [], 'protocol-error'],
    ['speaks TLS', '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1', [], 'protocol-error'],
    ['speaks HL7', '\x0bMSH|^~\\&|HIS|', [], 'protocol-error'],
    ['sends junk', '\xde\xad\xbe\xef'.repeat(100), ['abort 2/1'], 'protocol-error'],
    ['declares a request of 4 GB', fourGigabytes(1), ['abort 2/1'], 'protocol-error'],
    ['declares data of 4 GB', fourGigabytes(4), ['abort 2/1'], 'protocol-error'],
    [
      'begins with A-RELEASE-RQ',
      Buffer.from('050000000004 00000000'.replace(' ', ''), 'hex'),
      ['abort 2/2'],
      'protocol-error',
    ],
    [
      'begins with A-ASSOCIATE-AC',
      Buffer.from('030000000004 00010101'.replace(' ', ''), 'hex'),
      ['abort 2/2'],
      'protocol-error',
    ],
    [
      'begins with data',
      encodeMessage(1, { commandField: 0x0030, messageId: 1 }),
      ['abort 2/2'],
      'protocol-error',
    ],
    ['begins with A-ABORT', encodePdu({ kind: 'abort', source: 0, reason: 0 }), [], 'aborted'],
    [
      'sends a truncated item',
      Buffer.concat([
        Buffer.from('010000000048', 'hex'),
        Buffer.from([0, 1, 0, 0]),
        Buffer.alloc(64, 0x41),
        Buffer.from([0x10, 0, 0xff, 0xff]),
      ]),
      ['abort 2/6'],
      'protocol-error',
    ],
  ])('%s', async (_, bytes, expected, ending) => {
    const port = await start();
    const client = await ScriptedClient.connect(port);
    client.send(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    const seen = await client.untilClosed();
    if (ending === 'timeout') expect(seen).toEqual(['abort 0/0']);
    else expect(seen).toEqual(expected);
    expect(await endings(1)).toMatchObject([{ kind: ending }]);
    await expectAlive(port);
  });

  it('sends its request for ever, byte by byte', async () => {
    const port = await start();
    const client = await ScriptedClient.connect(port);
    const bytes = encodePdu(clientRequest());
    let at = 0;
    const drip = setInterval(() => client.send(bytes.subarray(at, ++at)), 10);
    expect(await client.untilClosed()).toEqual(['abort 0/0']);
    clearInterval(drip);
    expect(await endings(1)).toMatchObject([{ kind: 'timeout', phase: 'association' }]);
  });

  it('falls silent once associated', async () => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    expect(await client.untilClosed()).toEqual(['abort 0/0']);
    expect(await endings(1)).toMatchObject([{ kind: 'timeout', phase: 'idle', limitMs: 400 }]);
  });

  it('echoes for ever, until the lifetime of an association is over', async () => {
    const port = await start({
      deadlines: { association: 300, idle: 400, dimse: 300, lifetime: 500 },
    });
    const client = await ScriptedClient.associate(port);
    for (;;) if (typeof (await client.echo()) === 'string') break;
    expect(await endings(1)).toMatchObject([{ kind: 'timeout', limitMs: 500 }]);
    await expectAlive(port);
  });

  it('does not read our answers', async () => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    client.socket.pause();
    const echo = encodeMessage(verification, {
      affectedSopClassUid: VERIFICATION_SOP_CLASS,
      commandField: 0x0030,
      messageId: 1,
    });
    const batch = Buffer.concat(Array.from({ length: 1000 }, () => echo));
    const flood = (): void => {
      if (!client.socket.destroyed) client.socket.write(batch, () => setImmediate(flood));
    };
    flood();
    expect(await endings(1)).toMatchObject([{ kind: 'timeout', phase: 'dimse' }]);
    client.socket.destroy();
    await expectAlive(port);
  });

  it.each([
    ['associates twice', encodePdu(clientRequest()), 'abort 2/2'],
    [
      'rejects us',
      encodePdu({ kind: 'associate-reject', result: 1, source: 1, reason: 1 }),
      'abort 2/2',
    ],
    [
      'confirms a release that nobody asked for',
      encodePdu({ kind: 'release-response' }),
      'abort 2/2',
    ],
    [
      'uses a context that was not proposed',
      encodeMessage(77, { commandField: 0x0030, messageId: 1 }),
      'abort 2/6',
    ],
    [
      'sends data without a command',
      encodePdu({
        kind: 'data-transfer',
        values: [{ contextId: 3, isCommand: false, isLast: true, data: Buffer.alloc(9) }],
      }),
      'abort 2/6',
    ],
    ['sends an empty P-DATA-TF', Buffer.from('040000000000', 'hex'), 'abort 2/6'],
    [
      'sends a command that is none',
      encodePdu({
        kind: 'data-transfer',
        values: [{ contextId: 1, isCommand: true, isLast: true, data: Buffer.alloc(7) }],
      }),
      'abort 2/6',
    ],
    [
      'leaves out the message id',
      encodeMessage(1, { affectedSopClassUid: VERIFICATION_SOP_CLASS, commandField: 0x0030 }),
      'abort 2/6',
    ],
    [
      'leaves out the message id of a C-STORE',
      encodeMessage(3, { commandField: 0x0001, affectedSopInstanceUid: '1.2' }, Buffer.alloc(8)),
      'abort 2/6',
    ],
  ])('%s', async (_, bytes, expected) => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    client.send(bytes);
    expect(await client.untilClosed()).toEqual([expected]);
    expect(await endings(1)).toMatchObject([{ kind: 'protocol-error' }]);
    await expectAlive(port);
  });

  it('sends command fragments without end', async () => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    const data = Buffer.alloc(4096);
    const value = { contextId: 1, isCommand: true, isLast: false, data };
    const pdu = encodePdu({ kind: 'data-transfer', values: [value] });
    for (let count = 0; count < 40; count += 1) client.send(pdu);
    expect(await client.untilClosed()).toEqual(['abort 2/6']);
    await expectAlive(port);
  });

  it('sends a large data set to a service that takes none', async () => {
    const port = await start({ limits: { maxDatasetBytes: 10_000 } });
    const client = await ScriptedClient.associate(port);
    const command = {
      affectedSopClassUid: VERIFICATION_SOP_CLASS,
      commandField: 0x0030,
      messageId: 1,
    };
    client.send(encodeMessage(verification, command, Buffer.alloc(20_000)));
    expect(await client.untilClosed()).toEqual(['abort 0/0']);
    expect(await endings(1)).toMatchObject([
      { kind: 'limit-exceeded', limit: 'dataset-bytes', limitBytes: 10_000 },
    ]);
  });

  it.each([
    [
      'a service without handler',
      { commandField: 0x0140, affectedSopClassUid: VERIFICATION_SOP_CLASS },
      STATUS.unrecognisedOperation,
    ],
    [
      'an unknown command',
      { commandField: 0x0777, affectedSopClassUid: VERIFICATION_SOP_CLASS },
      STATUS.unrecognisedOperation,
    ],
    [
      'a query',
      { commandField: 0x0020, affectedSopClassUid: VERIFICATION_SOP_CLASS },
      STATUS.unrecognisedOperation,
    ],
    [
      'C-ECHO of another class',
      { commandField: 0x0030, affectedSopClassUid: '1.2.3' },
      STATUS.sopClassNotSupported,
    ],
  ])('asks for %s, is answered, and may go on', async (_, command, status) => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    expect(await client.ask(verification, command)).toMatchObject({ status });
    expect(await client.echo()).toMatchObject({ status: 0 });
    await client.release();
  });

  it('cancels and answers what nobody asked; that is noted, no more', async () => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    client.send(encodeMessage(1, { commandField: 0x0fff, messageIdBeingRespondedTo: 9 }));
    client.send(
      encodeMessage(1, { commandField: 0x8030, messageIdBeingRespondedTo: 9, status: 0 }),
    );
    expect(await client.echo()).toMatchObject({ status: 0 });
    await client.release();
    await endings(1);
    expect(events.at(-1)).toMatchObject({
      answeredRequests: 1,
      deviations: [{ kind: 'unexpected-command', count: 2 }],
    });
  });

  it.each([
    ['resets', (client: ScriptedClient) => client.socket.resetAndDestroy(), 'reset'],
    ['closes', (client: ScriptedClient) => client.socket.end(), 'closed'],
    [
      'aborts',
      (client: ScriptedClient) => client.sendPdu({ kind: 'abort', source: 0, reason: 0 }),
      'aborted',
    ],
  ])('%s in the middle', async (_, act, ending) => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    act(client);
    expect(await endings(1)).toMatchObject([{ kind: ending }]);
    await client.untilClosed();
    await expectAlive(port);
  });

  it('comes 100 times with mutated requests and messages', async () => {
    const port = await start({ limits: { maxAssociations: 200 } });
    const random = new SeededRandom(20_260);
    const request = encodePdu(clientRequest());
    const echo = encodeMessage(verification, {
      affectedSopClassUid: VERIFICATION_SOP_CLASS,
      commandField: 0x0030,
      messageId: 1,
    });
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const client = await ScriptedClient.connect(port);
        client.send(index % 2 === 0 ? random.mutate(request) : request);
        client.send(random.mutate(echo));
        await client.untilClosed();
      }),
    );
    await endings(100);
    await expectAlive(port);
  });
});

describe('the server', () => {
  it('rejects associations beyond its limit, and drops those far beyond', async () => {
    const port = await start({ limits: { maxAssociations: 2 } });
    const clients = [await ScriptedClient.associate(port), await ScriptedClient.associate(port)];
    const third = await ScriptedClient.connect(port);
    third.sendPdu(clientRequest());
    expect(await third.untilClosed()).toEqual(['reject 2/3/2']);
    const silent = [await ScriptedClient.connect(port), await ScriptedClient.connect(port)];
    const fifth = await ScriptedClient.connect(port);
    expect(await fifth.untilClosed()).toEqual([]);
    expect(events.map(({ kind }) => kind)).toContain('connection-dropped');
    for (const client of silent) client.socket.destroy();
    for (const client of clients) await client.release();
    await endings(5);
    await expectAlive(port);
  });

  it('closes at once on those who are not on its list', async () => {
    const port = await start({ allowedPeers: ['10.0.0.0/8', '2001:db8::1'] });
    const client = await ScriptedClient.connect(port);
    client.sendPdu(clientRequest());
    expect(await client.untilClosed()).toEqual([]);
    expect(events).toEqual([{ kind: 'peer-not-allowed', address: '127.0.0.1' }]);
  });

  it('serves those who are on its list', async () => {
    await expectAlive(await start({ allowedPeers: ['127.0.0.0/8'] }));
  });

  it.each(['pacs', '10.0.0.0/33', '10.0.0.1/x', ''])('refuses "%s" as a peer', async (entry) => {
    await expect(start({ allowedPeers: [entry] })).rejects.toThrow(RangeError);
  });

  it('says that its address cannot be used', async () => {
    const port = await start();
    await expect(
      startDicomServer({ address: '127.0.0.1', port, admit: {}, contexts: [] }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('aborts what is associated when it is closed or its signal fires', async () => {
    const controller = new AbortController();
    const port = await start({ signal: controller.signal });
    const client = await ScriptedClient.associate(port);
    const silent = await ScriptedClient.connect(port);
    controller.abort();
    expect(await client.untilClosed()).toEqual(['abort 0/0']);
    await silent.untilClosed();
    expect(await endings(2)).toMatchObject([{ kind: 'cancelled' }, { kind: 'cancelled' }]);
    await expect(ScriptedClient.connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('answers 0110 for a handler that throws, reports it, and goes on', async () => {
    const port = await start({
      handlers: {
        echo: () => {
          throw new Error('our own mistake');
        },
      },
    });
    const client = await ScriptedClient.associate(port);
    expect(await client.echo()).toMatchObject({ status: STATUS.processingFailure });
    expect(await client.echo()).toMatchObject({ status: STATUS.processingFailure });
    await client.release();
    const [answered] = events.filter((event) => event.kind === 'request-answered');
    expect(answered?.failure).toEqual(new Error('our own mistake'));
  });

  it('does not count the time of a handler as silence of the peer', async () => {
    const port = await start({
      deadlines: { association: 300, idle: 200, dimse: 100, lifetime: 5000 },
      handlers: {
        echo: async () => {
          await sleep(500);
          return { status: 0 };
        },
      },
    });
    const client = await ScriptedClient.associate(port);
    expect(await client.echo()).toMatchObject({ status: 0 });
    await client.release();
  });

  it('hands what an event listener throws to whoever closes it', async () => {
    const port = await start({
      onEvent: () => {
        throw new Error('listener');
      },
    });
    const client = await ScriptedClient.associate(port);
    await client.release();
    const closing = server?.close();
    server = undefined;
    await expect(closing).rejects.toThrow(AggregateError);
  });

  it('serves N-services with the ids of the request in its answer', async () => {
    const port = await start({
      contexts: [{ abstractSyntax: MPPS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] }],
      handlers: {
        nCreate: ({ dataset, peer, transferSyntaxUid }) => ({
          status: 0,
          affectedSopInstanceUid: '2.25.1',
          dataset: Buffer.from(dataset ?? ''),
          errorComment: `${peer.aeTitle} ${transferSyntaxUid}`,
        }),
      },
    });
    const result = await openAssociation({
      host: '127.0.0.1',
      port,
      callingAeTitle: 'PROBE',
      calledAeTitle: 'RISPACS',
      contexts: [{ abstractSyntax: MPPS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] }],
    });
    if (result.kind !== 'accepted') throw new Error(result.kind);
    const { association } = result;
    expect(
      await association.create({ sopClassUid: MPPS, attributes: Buffer.from('attribut') }),
    ).toMatchObject({
      status: { code: 0, errorComment: 'PROBE 1.2.840.10008.1.2' },
      command: { affectedSopClassUid: MPPS, affectedSopInstanceUid: '2.25.1' },
      dataset: Buffer.from('attribut'),
    });
    await association.release();
  });
});
