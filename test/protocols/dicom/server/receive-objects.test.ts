import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeDataset } from '../../../../src/protocols/dicom/data/encode-dataset.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import {
  type DataElement,
  type DicomServer,
  type DicomServerOptions,
  type ObjectCandidate,
  type ObjectReceiver,
  type ReceiveObjectsOptions,
  readFileMeta,
  receiveObjects,
  type ServerEvent,
  STATUS,
  STORAGE_SOP_CLASSES,
  startDicomServer,
  storageContexts,
} from '../../../../src/protocols/dicom/index.ts';
import { makeSecondaryCapture } from '../support/make-dicom-object.ts';
import { SeededRandom } from '../support/random.ts';
import { ScriptedClient } from '../support/scripted-client.ts';
import { awaitNoSockets } from '../support/scripted-peer.ts';

const CAPTURE = STORAGE_SOP_CLASSES.secondaryCapture.uid;

let folder: string;
let receiver: ObjectReceiver;
let server: DicomServer | undefined;
let events: ServerEvent[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rispacs-receiver-'));
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  events = [];
  await rm(folder, { recursive: true, force: true });
  await awaitNoSockets();
});

async function start(
  options: Partial<ReceiveObjectsOptions> = {},
  serverOptions: Partial<DicomServerOptions> = {},
): Promise<number> {
  receiver = await receiveObjects({
    to: { kind: 'folder', path: folder },
    only: ({ patientId }) => patientId === 'OURS',
    maxObjects: 10,
    maxBytes: 10_000_000,
    ...options,
  });
  server = await startDicomServer({
    address: '127.0.0.1',
    port: 0,
    admit: { called: ['RISPACS'] },
    contexts: storageContexts([CAPTURE]),
    handlers: { store: receiver.handler },
    deadlines: { association: 1000, idle: 1000, dimse: 300, lifetime: 10_000 },
    onEvent: (event) => events.push(event),
    ...serverOptions,
  });
  return server.port;
}

function makeOurs(serial: number, size = 16) {
  return makeSecondaryCapture({ serial, patientId: 'OURS', rows: size, columns: size });
}

/** A data set with a few elements of choice; the UIDs are those of the command unless said. */
function datasetOf(sopInstanceUid: string, more: readonly DataElement[] = []): Buffer {
  const usual: DataElement[] = [
    { tag: 0x00080016, vr: 'UI', text: CAPTURE },
    { tag: 0x00080018, vr: 'UI', text: sopInstanceUid },
    { tag: 0x00100020, vr: 'LO', text: 'OURS' },
  ];
  const tags = new Set(more.map(({ tag }) => tag));
  return encodeDataset(
    [...usual.filter(({ tag }) => !tags.has(tag)), ...more],
    'explicit-little-endian',
  );
}

/** Most of an object, and not its end. */
function sendBeginning(
  client: ScriptedClient,
  { sopInstanceUid, dataset }: { sopInstanceUid: string; dataset: Buffer },
): void {
  client.beginStore(sopInstanceUid);
  for (let at = 0; at < dataset.length - 200_000; at += 100_000) {
    client.sendFragment(dataset.subarray(at, at + 100_000));
  }
}

/** Waits for associations to have ended, so that whatever they left would be seen. */
async function ended(count: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (events.filter(({ kind }) => kind === 'association-ended').length >= count) return;
    await sleep(10);
  }
  throw new Error('associations have not ended');
}

describe('receiveObjects', () => {
  it.each([1, 7, 1000, 16_000, 100_000])(
    'keeps the bytes as they came, in fragments of %i',
    async (fragmentBytes) => {
      const port = await start();
      const object = makeOurs(1, fragmentBytes === 1 ? 16 : 300);
      const client = await ScriptedClient.associate(port);
      expect(await client.store(object, fragmentBytes)).toBe(0);
      await client.release();
      const sha256 = createHash('sha256').update(object.dataset).digest('hex');
      const path = join(folder, `${sha256}.dcm`);
      expect(receiver.objects()).toEqual([
        {
          peer: { aeTitle: 'ARCHIVE', address: '127.0.0.1', associationId: 1 },
          sopClassUid: object.sopClassUid,
          sopInstanceUid: object.sopInstanceUid,
          transferSyntaxUid: object.transferSyntaxUid,
          patientId: 'OURS',
          accessionNumber: 'A1',
          studyInstanceUid: object.studyInstanceUid,
          seriesInstanceUid: '2.25.2221',
          datasetBytes: object.dataset.length,
          sha256,
          path,
          repeats: 0,
        },
      ]);
      const meta = await readFileMeta(path);
      if (!meta.ok) throw new Error(meta.message);
      expect(meta.file).toMatchObject({
        sopClassUid: object.sopClassUid,
        sopInstanceUid: object.sopInstanceUid,
        transferSyntaxUid: object.transferSyntaxUid,
      });
      const bytes = await readFile(path);
      expect(bytes.subarray(meta.file.dataset.offsetBytes).equals(object.dataset)).toBe(true);
      expect(await readdir(folder)).toEqual([`${sha256}.dcm`]);
    },
  );

  it('hands objects over in memory, and waits for whoever takes them', async () => {
    const taken: Buffer[] = [];
    const port = await start({
      to: {
        kind: 'memory',
        onObject: async (object, dataset) => {
          await sleep(50);
          expect(object.datasetBytes).toBe(dataset.length);
          taken.push(dataset);
        },
      },
    });
    const object = makeOurs(2, 200);
    const client = await ScriptedClient.associate(port);
    expect(await client.store(object)).toBe(0);
    expect(taken).toEqual([object.dataset]);
    await client.release();
    expect(receiver.objects()[0]).not.toHaveProperty('path');
    expect(await readdir(folder)).toEqual([]);
  });

  it('tells whose object it is before anything is kept', async () => {
    const candidates: ObjectCandidate[] = [];
    const port = await start({
      only: (candidate) => {
        candidates.push(candidate);
        return false;
      },
    });
    const client = await ScriptedClient.associate(port);
    const object = makeOurs(3, 500);
    expect(await client.store(object)).toBe(STATUS.notAuthorised);
    expect(candidates).toMatchObject([{ patientId: 'OURS', accessionNumber: 'A3' }]);
    expect(await readdir(folder)).toEqual([]);
    expect(receiver.refusals()).toEqual({ 'not-ours': 1 });
    await client.release();
  });

  it('keeps one of two objects with the same bytes, and says so', async () => {
    const port = await start({ maxObjects: 1, maxBytes: 100_000 });
    const client = await ScriptedClient.associate(port);
    const object = makeOurs(4, 200);
    for (let count = 0; count < 5; count += 1) expect(await client.store(object)).toBe(0);
    await client.release();
    expect(receiver.objects()).toMatchObject([{ repeats: 4 }]);
    expect((await readdir(folder)).length).toBe(1);
  });

  it('refuses other bytes under a UID that it has', async () => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    const first = makeOurs(5);
    const second = makeSecondaryCapture({ serial: 5, patientId: 'OURS', patientName: 'OTHER' });
    expect(await client.store(first)).toBe(0);
    expect(await client.store(second)).toBe(STATUS.cannotUnderstand);
    await client.release();
    expect(receiver.refusals()).toEqual({ 'conflicting-repeat': 1 });
    const [kept] = receiver.objects();
    expect(kept?.datasetBytes).toBe(first.dataset.length);
    expect((await readdir(folder)).length).toBe(1);
  });

  it('lets one win when the same UID comes on several associations at once', async () => {
    const port = await start();
    const object = makeOurs(6, 400);
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const client = await ScriptedClient.associate(port);
        const status = await client.store(object);
        await client.release();
        return status;
      }),
    );
    expect(statuses).toEqual([0, 0, 0, 0, 0, 0]);
    expect(receiver.objects()).toMatchObject([{ repeats: 5, sopInstanceUid: '2.25.3336' }]);
    expect((await readdir(folder)).length).toBe(1);
  });
});

describe('a hostile sender', () => {
  it.each([
    '../../../../etc/passwd',
    '/etc/passwd',
    '..',
    '',
    '1.2.3/../4',
    '1.2.3\\4',
    'C:\\1.2',
    '1.2.3\0.4',
    '1..2',
    '.1.2',
    '1.2.',
    '1',
    `1.${'2'.repeat(70)}`,
    '1.2.3; rm -rf',
  ])('names its object "%s"', async (uid) => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    expect(await client.store({ sopInstanceUid: uid, dataset: datasetOf(uid) })).toBe(
      STATUS.invalidObjectInstance,
    );
    expect(await client.store(makeOurs(7))).toBe(0);
    await client.release();
    expect(receiver.refusals()).toEqual({ 'invalid-uid': 1 });
    expect((await readdir(folder)).length).toBe(1);
  });

  const [long] = [Buffer.alloc(300 * 1024, 0x20).toString('latin1')];
  const nested = (depth: number): Buffer =>
    Buffer.concat([
      datasetOf('1.2.3', [{ tag: 0x0020000e, vr: 'UI', text: '1.2' }]),
      ...Array.from({ length: depth }, () =>
        // A sequence of undefined length with an item of undefined length.
        Buffer.from('400000A75351 0000FFFFFFFF FEFF00E0FFFFFFFF'.replaceAll(' ', ''), 'hex'),
      ),
    ]);

  it.each([
    [
      'another instance than its command',
      datasetOf('1.2.4'),
      STATUS.datasetDoesNotMatchSopClass,
      'uid-mismatch',
    ],
    [
      'another class than its command',
      datasetOf('1.2.3', [{ tag: 0x00080016, vr: 'UI', text: '1.2.840.10008.5.1.4.1.1.2' }]),
      STATUS.datasetDoesNotMatchSopClass,
      'uid-mismatch',
    ],
    ['nothing', Buffer.alloc(0), STATUS.datasetDoesNotMatchSopClass, 'uid-mismatch'],
    ['junk', Buffer.alloc(5000, 0xa5), STATUS.cannotUnderstand, 'unreadable'],
    ['zeros', Buffer.alloc(5000), STATUS.cannotUnderstand, 'unreadable'],
    ['text', Buffer.from('<html>'.repeat(1000)), STATUS.cannotUnderstand, 'unreadable'],
    [
      'half an object',
      makeOurs(3, 100).dataset.subarray(0, 5000),
      STATUS.datasetDoesNotMatchSopClass,
      'uid-mismatch',
    ],
    [
      'an object cut short',
      Buffer.concat([
        datasetOf('1.2.3', [{ tag: 0x00200010, vr: 'SH', text: 'study' }]),
        Buffer.from('e07f10004f5700000010000000', 'hex'),
      ]),
      STATUS.cannotUnderstand,
      'unreadable',
    ],
    [
      'an element of 4 GB',
      Buffer.concat([
        datasetOf('1.2.3', [{ tag: 0x00200010, vr: 'SH', text: 'study' }]),
        Buffer.from('e07f10004f570000feffffff01020304', 'hex'),
      ]),
      STATUS.cannotUnderstand,
      'unreadable',
    ],
    [
      'a patient id of 2000 bytes',
      datasetOf('1.2.3', [{ tag: 0x00100020, vr: 'LO', text: 'x'.repeat(2000) }]),
      STATUS.cannotUnderstand,
      'unreadable',
    ],
    [
      '300 KiB before its study',
      datasetOf('1.2.3', [{ tag: 0x00104000, vr: 'UT', text: long ?? '' }]),
      STATUS.cannotUnderstand,
      'unreadable',
    ],
    ['5000 nested sequences', nested(5000), STATUS.cannotUnderstand, 'unreadable'],
    ['sequences without end', nested(5), STATUS.cannotUnderstand, 'unreadable'],
  ])('sends %s', async (_, dataset, status, reason) => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    expect(await client.store({ sopInstanceUid: '1.2.3', dataset })).toBe(status);
    expect(receiver.refusals()).toEqual({ [reason]: 1 });
    // Nothing is left, and the association goes on.
    expect(await readdir(folder)).toEqual([]);
    expect(await client.store(makeOurs(8))).toBe(0);
    await client.release();
  });

  it('names another SOP class than its context', async () => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    const object = { ...makeOurs(9), sopClassUid: '1.2.840.10008.5.1.4.1.1.2' };
    expect(await client.store(object)).toBe(STATUS.sopClassNotSupported);
    expect(await readdir(folder)).toEqual([]);
    await client.release();
  });

  it('sends more objects than were asked for', async () => {
    const port = await start({ maxObjects: 3 });
    const client = await ScriptedClient.associate(port);
    const statuses: unknown[] = [];
    for (let serial = 20; serial < 26; serial += 1) {
      statuses.push(await client.store(makeOurs(serial)));
    }
    expect(statuses).toEqual([0, 0, 0, ...Array.from({ length: 3 }, () => STATUS.outOfResources)]);
    await client.release();
    expect(receiver.refusals()).toEqual({ 'too-many-objects': 3 });
    expect((await readdir(folder)).length).toBe(3);
  });

  it('sends more objects at once than were asked for', async () => {
    const port = await start({ maxObjects: 3 });
    await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const client = await ScriptedClient.associate(port);
        await client.store(makeOurs(30 + index, 300));
        await client.release();
      }),
    );
    expect(receiver.objects().length).toBe(3);
    expect((await readdir(folder)).length).toBe(3);
  });

  it('sends more bytes than there is room for, and room is not lost by it', async () => {
    const port = await start({ maxBytes: 50_000 });
    const client = await ScriptedClient.associate(port);
    expect(await client.store(makeOurs(40, 400))).toBe(STATUS.outOfResources);
    expect(await readdir(folder)).toEqual([]);
    expect(await client.store(makeOurs(41, 200))).toBe(0);
    await client.release();
    expect(receiver.refusals()).toEqual({ 'too-many-bytes': 1 });
  });

  it('never ends its object', async () => {
    const port = await start({}, { limits: { maxObjectBytes: 1_000_000 } });
    const client = await ScriptedClient.associate(port);
    client.beginStore('2.25.33350');
    client.sendFragment(makeOurs(50, 50).dataset.subarray(0, 1500));
    const more = Buffer.alloc(60_000);
    const flood = setInterval(() => client.sendFragment(more), 1);
    expect(await client.untilClosed()).toEqual(['abort 0/0']);
    clearInterval(flood);
    await ended(1);
    expect(events.at(-1)).toMatchObject({
      ending: { kind: 'limit-exceeded', limit: 'dataset-bytes', limitBytes: 1_000_000 },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('never ends its association', async () => {
    const port = await start({}, { limits: { maxTotalObjects: 20 } });
    const client = await ScriptedClient.associate(port);
    let answers = 0;
    while (
      typeof (await client.store(makeSecondaryCapture({ serial: 60, patientId: 'X' }))) === 'number'
    ) {
      answers += 1;
    }
    expect(answers).toBe(20);
    await client.untilClosed();
    await ended(1);
    expect(events.at(-1)).toMatchObject({
      ending: { kind: 'limit-exceeded', limit: 'total-objects', limitObjects: 20 },
    });
    // The limit is the server's, not the association's.
    const second = await ScriptedClient.associate(port);
    expect(typeof (await second.store(makeOurs(61)))).toBe('string');
    await second.untilClosed();
  });

  it('sends more in all than the server takes in its life', async () => {
    const port = await start({}, { limits: { maxTotalBytes: 300_000 } });
    const client = await ScriptedClient.associate(port);
    const object = makeSecondaryCapture({ serial: 62, patientId: 'X', rows: 300, columns: 300 });
    while (typeof (await client.store(object)) === 'number');
    await client.untilClosed();
    await ended(1);
    expect(events.at(-1)).toMatchObject({ ending: { limit: 'total-bytes' } });
  });

  it.each([
    ['falls silent', () => undefined, 'timeout'],
    ['closes', (client: ScriptedClient) => client.socket.end(), 'closed'],
    ['resets', (client: ScriptedClient) => client.socket.resetAndDestroy(), 'reset'],
    [
      'aborts',
      (client: ScriptedClient) => client.sendPdu({ kind: 'abort', source: 0, reason: 0 }),
      'aborted',
    ],
    [
      'releases',
      (client: ScriptedClient) => client.send(encodePdu({ kind: 'release-request' })),
      'released-by-peer',
    ],
    ['sends a command', (client: ScriptedClient) => client.beginStore('1.2.3'), 'protocol-error'],
  ])('%s in the middle of an object', async (_, act, kind) => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    const object = makeOurs(70, 1500);
    sendBeginning(client, object);
    await sleep(100);
    expect((await readdir(folder)).length).toBe(1);
    act(client);
    await client.untilClosed();
    await ended(1);
    expect(events.at(-1)).toMatchObject({ ending: { kind } });
    expect(receiver.objects()).toEqual([]);
    expect(receiver.refusals()).toEqual({ 'cut-short': 1 });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing behind when the server closes in the middle of an object', async () => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    const object = makeOurs(71, 1500);
    sendBeginning(client, object);
    await sleep(100);
    expect((await readdir(folder)).length).toBe(1);
    await server?.close();
    expect(await readdir(folder)).toEqual([]);
    await client.untilClosed();
  });
});

describe('200 mutated objects', () => {
  it('leave whole objects of ours, or nothing', async () => {
    const port = await start({ maxObjects: 500 }, { limits: { maxAssociations: 20 } });
    const random = new SeededRandom(77);
    await Promise.all(
      Array.from({ length: 10 }, async (_, sender) => {
        for (let round = 0; round < 20; round += 1) {
          const object = makeOurs(1000 + sender * 100 + round, 40);
          const client = await ScriptedClient.associate(port);
          const dataset = random.mutate(object.dataset);
          const status = await client.store({ ...object, dataset }, 1 + random.below(500));
          expect(typeof status).toBe('number');
          await client.release();
        }
      }),
    );
    const names = receiver.objects().map(({ sha256 }) => `${sha256}.dcm`);
    expect((await readdir(folder)).sort()).toEqual(names.sort());
    expect(names.length).toBeGreaterThan(0);
    for (const { path = '', sha256, patientId } of receiver.objects()) {
      const meta = await readFileMeta(path);
      if (!meta.ok) throw new Error(meta.message);
      const bytes = (await readFile(path)).subarray(meta.file.dataset.offsetBytes);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect(patientId).toBe('OURS');
    }
  });
});

describe('a failure of our own', () => {
  it('in the folder is answered 0110 and reported', async () => {
    const port = await start();
    await rm(folder, { recursive: true });
    const client = await ScriptedClient.associate(port);
    expect(await client.store(makeOurs(80))).toBe(STATUS.processingFailure);
    await client.release();
    expect(receiver.refusals()).toEqual({ 'not-stored': 1 });
    const [answered] = events.filter((event) => event.kind === 'request-answered');
    expect(answered?.failure).toMatchObject({ code: 'ENOENT' });
  });

  it('in the predicate or the taker is answered 0110, and the next object is taken', async () => {
    let calls = 0;
    const port = await start({
      to: {
        kind: 'memory',
        onObject: () => {
          calls += 1;
          if (calls === 1) throw new Error('taker');
        },
      },
    });
    const client = await ScriptedClient.associate(port);
    expect(await client.store(makeOurs(81))).toBe(STATUS.processingFailure);
    expect(receiver.objects()).toEqual([]);
    expect(await client.store(makeOurs(81))).toBe(0);
    expect(receiver.objects().length).toBe(1);
    await client.release();
  });
});
