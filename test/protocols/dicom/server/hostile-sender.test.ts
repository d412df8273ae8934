import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type DataElement,
  encodeDataset,
} from '../../../../src/protocols/dicom/data/encode-dataset.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import {
  type DicomServer,
  type DicomServerOptions,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type ObjectReceiver,
  type ReceiveObjectsOptions,
  receiveObjects,
  type ServerEvent,
  STATUS,
  STORAGE_SOP_CLASSES,
  startDicomServer,
  storageContexts,
  VERIFICATION_SOP_CLASS,
} from '../../../../src/protocols/dicom/index.ts';
import { makeSecondaryCapture } from '../support/make-dicom-object.ts';
import { measureMemory } from '../support/memory.ts';
import { CLIENT_CONTEXT, clientRequest, ScriptedClient } from '../support/scripted-client.ts';
import { awaitNoSockets, encodeMessage, readCommand } from '../support/scripted-peer.ts';

const CAPTURE = STORAGE_SOP_CLASSES.secondaryCapture.uid;

/** A folder with things that must stay as they are, and deep in it the one that may be written to. */
let surroundings: string;
let folder: string;
let receiver: ObjectReceiver;
let server: DicomServer | undefined;
let events: ServerEvent[] = [];

beforeEach(async () => {
  surroundings = await mkdtemp(join(tmpdir(), 'rispacs-hostile-'));
  folder = join(surroundings, 'data', 'in', 'received');
  await mkdir(join(surroundings, 'etc'));
  await writeFile(join(surroundings, 'etc', 'passwd'), 'untouched');
  await writeFile(join(surroundings, 'x'), 'untouched');
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  events = [];
  await rm(surroundings, { recursive: true, force: true });
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
    admit: {},
    contexts: [
      { abstractSyntax: VERIFICATION_SOP_CLASS, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] },
      ...storageContexts([CAPTURE]),
    ],
    handlers: { store: receiver.handler },
    deadlines: { association: 300, idle: 1000, dimse: 300, lifetime: 20_000 },
    onEvent: (event) => events.push(event),
    ...serverOptions,
  });
  return server.port;
}

function ours(serial: number, size = 16) {
  return makeSecondaryCapture({ serial, patientId: 'OURS', rows: size, columns: size });
}

async function endings(count: number): Promise<readonly string[]> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const ended = events.filter((event) => event.kind === 'association-ended');
    if (ended.length >= count) return ended.map(({ ending }) => ending.kind);
    await sleep(10);
  }
  throw new Error(`${count} associations have not ended`);
}

async function expectAlive(port: number, serial: number): Promise<void> {
  const client = await ScriptedClient.associate(port);
  expect(await client.store(ours(serial))).toBe(0);
  expect(await client.release()).toEqual(['release-response']);
}

/** Everything outside the folder is as before, and in it are only files named by a hash. */
async function expectContained(files: number): Promise<void> {
  const all = await readdir(surroundings, { recursive: true });
  const inside = join('data', 'in', 'received');
  expect(all.filter((path) => !path.startsWith(inside)).sort()).toEqual(
    ['data', join('data', 'in'), 'etc', join('etc', 'passwd'), 'x'].sort(),
  );
  expect(await readFile(join(surroundings, 'etc', 'passwd'), 'utf8')).toBe('untouched');
  expect(await readFile(join(surroundings, 'x'), 'utf8')).toBe('untouched');
  const kept = await readdir(folder);
  expect(kept.length).toBe(files);
  for (const name of kept) expect(name).toMatch(/^[0-9a-f]{64}\.dcm$/);
}

describe('names that a sender chooses', () => {
  const PATHS = ['../../x', '../../../etc/passwd', '..\\..\\x', '/etc/passwd', 'x\0.dcm', '.', '~'];

  it('never become names of files', async () => {
    const port = await start({ only: () => true, maxObjects: 100 });
    for (const [index, path] of PATHS.entries()) {
      const uid = `2.25.9${index}`;
      const client = await ScriptedClient.associate(port, {
        callingAeTitle: path.replace(/[\\\0]/g, '/').slice(0, 16),
      });
      const elements: DataElement[] = [
        { tag: 0x00080016, vr: 'UI', text: CAPTURE },
        { tag: 0x00080018, vr: 'UI', text: uid },
        { tag: 0x00080050, vr: 'SH', text: path.slice(0, 16) },
        { tag: 0x00100010, vr: 'PN', text: path },
        { tag: 0x00100020, vr: 'LO', text: path },
        { tag: 0x0020000d, vr: 'UI', text: path },
        { tag: 0x0020000e, vr: 'UI', text: path },
        { tag: 0x00281050, vr: 'DS', text: '1' },
      ];
      const dataset = encodeDataset(elements, 'explicit-little-endian');
      // Under a UID of its own it is kept; the same data set as another object, or under a path, is not.
      expect(await client.store({ sopInstanceUid: uid, dataset })).toBe(0);
      expect(await client.store({ sopInstanceUid: path, dataset })).toBe(
        STATUS.invalidObjectInstance,
      );
      expect(await client.store({ sopInstanceUid: '2.25.8', dataset })).toBe(
        STATUS.datasetDoesNotMatchSopClass,
      );
      const named = encodeDataset(
        elements.map((element) =>
          element.tag === 0x00080018 ? { tag: 0x00080018, vr: 'UI', text: path } : element,
        ),
        'explicit-little-endian',
      );
      expect(await client.store({ sopInstanceUid: uid, dataset: named })).toBe(
        STATUS.datasetDoesNotMatchSopClass,
      );
      await client.release();
    }
    await expectContained(PATHS.length);
  });
});

describe('a sender that does not stop', () => {
  it('with 3,000 objects that are not ours is answered, and nothing is kept', async () => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    const stranger = makeSecondaryCapture({ serial: 1, patientId: 'STRANGER' });
    const storeMany = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        const { dataset } = stranger;
        const status = await client.store({ sopInstanceUid: stranger.sopInstanceUid, dataset });
        if (status !== STATUS.notAuthorised) throw new Error(String(status));
      }
    };
    await storeMany(500);
    events.length = 0;
    const before = await measureMemory();
    await storeMany(2500);
    events.length = 0;
    expect((await measureMemory()) - before).toBeLessThan(2_000_000);
    expect(receiver.refusals()).toEqual({ 'not-ours': 3000 });
    expect(receiver.objects()).toEqual([]);
    await client.release();
    await expectContained(0);
  });

  it('with 1,000 of ours fills no more than its share', async () => {
    const port = await start({ maxObjects: 20 });
    await Promise.all(
      Array.from({ length: 4 }, async (_, sender) => {
        const client = await ScriptedClient.associate(port);
        for (let index = 0; index < 250; index += 1) {
          const status = await client.store(ours(sender * 1000 + index));
          if (status !== 0 && status !== STATUS.outOfResources) throw new Error(String(status));
        }
        await client.release();
      }),
    );
    expect(receiver.objects().length).toBe(20);
    expect(receiver.refusals()).toEqual({ 'too-many-objects': 980 });
    await expectContained(20);
  });

  it.each([
    ['fragment after fragment of one byte', 1],
    ['empty fragments', 0],
  ])('sending %s is ended by the lifetime of an association', async (_, bytes) => {
    const port = await start(
      {},
      { deadlines: { association: 300, idle: 300, dimse: 300, lifetime: 700 } },
    );
    const client = await ScriptedClient.associate(port);
    const { dataset, sopInstanceUid } = ours(5, 100);
    client.beginStore(sopInstanceUid);
    client.sendFragment(dataset.subarray(0, 5000));
    let at = 5000;
    const drip = setInterval(() => {
      client.sendFragment(dataset.subarray(at, at + bytes));
      at += bytes;
    }, 10);
    expect(await client.untilClosed()).toEqual(['abort 0/0']);
    clearInterval(drip);
    expect(await endings(1)).toEqual(['timeout']);
    await expectContained(0);
    await expectAlive(port, 6);
  });

  it('sending empty fragments as fast as it can is ended, too', async () => {
    const port = await start(
      {},
      { deadlines: { association: 300, idle: 300, dimse: 300, lifetime: 700 } },
    );
    const client = await ScriptedClient.associate(port);
    client.beginStore('2.25.3335');
    const value = { contextId: CLIENT_CONTEXT.store, isCommand: false, isLast: false };
    const pdu = encodePdu({
      kind: 'data-transfer',
      values: Array.from({ length: 1000 }, () => ({ ...value, data: Buffer.alloc(0) })),
    });
    const flood = (): void => {
      if (!client.socket.destroyed) client.socket.write(pdu, () => setImmediate(flood));
    };
    flood();
    expect(await endings(1)).toEqual(['timeout']);
    await client.untilClosed();
    await expectContained(0);
  });
});

describe('a data set in another encoding than negotiated', () => {
  it.each([
    ['implicit', IMPLICIT_VR_LITTLE_ENDIAN, 'explicit-little-endian'],
    ['explicit', EXPLICIT_VR_LITTLE_ENDIAN, 'implicit-little-endian'],
  ] as const)('is refused in a context of %s VR', async (_, transferSyntax, encoding) => {
    const port = await start();
    const store = {
      id: CLIENT_CONTEXT.store,
      abstractSyntax: CAPTURE,
      transferSyntaxes: [transferSyntax],
    };
    const client = await ScriptedClient.associate(port, { contexts: [store] });
    const object = makeSecondaryCapture({ serial: 7, patientId: 'OURS', encoding });
    expect([STATUS.cannotUnderstand, STATUS.datasetDoesNotMatchSopClass]).toContain(
      await client.store(object),
    );
    expect(receiver.objects()).toEqual([]);
    await client.release();
    await expectContained(0);
  });

  it.each([
    ['big endian', '1.2.840.10008.1.2.2'],
    ['deflated', '1.2.840.10008.1.2.1.99'],
    ['an unknown transfer syntax', '1.2.3.4'],
  ])('cannot be negotiated: %s is not accepted, and data in it ends all', async (_, syntax) => {
    const port = await start();
    const store = {
      id: CLIENT_CONTEXT.store,
      abstractSyntax: CAPTURE,
      transferSyntaxes: [syntax],
    };
    const client = await ScriptedClient.connect(port);
    client.sendPdu(clientRequest({ contexts: [store] }));
    expect(await client.next()).toMatchObject({ contexts: [{ result: 4 }] });
    client.beginStore('2.25.1');
    expect(await client.untilClosed()).toEqual(['abort 2/6']);
    expect(await endings(1)).toEqual(['protocol-error']);
    await expectContained(0);
  });
});

describe('500 connections that say nothing', () => {
  it('hold no more than their share, and are gone after the deadline', async () => {
    const port = await start({}, { limits: { maxAssociations: 16 } });
    const clients = await Promise.all(
      Array.from({ length: 500 }, () => ScriptedClient.connect(port)),
    );
    const seen = await Promise.all(clients.map((client) => client.untilClosed()));
    // Those in time are told so; those far beyond the limit get nothing.
    expect(seen.flat().every((words) => words === 'abort 0/0')).toBe(true);
    expect(seen.filter((words) => words.length > 0).length).toBeLessThanOrEqual(32);
    const dropped = events.filter(({ kind }) => kind === 'connection-dropped').length;
    expect(dropped).toBeGreaterThanOrEqual(468);
    await endings(500 - dropped);
    await expectAlive(port, 8);
  });

  it('do not keep out whoever is served already', async () => {
    const port = await start({}, { limits: { maxAssociations: 16 } });
    const served = await ScriptedClient.associate(port);
    const clients = await Promise.all(
      Array.from({ length: 500 }, () => ScriptedClient.connect(port)),
    );
    expect(await served.store(ours(9))).toBe(0);
    expect(await served.release()).toEqual(['release-response']);
    await Promise.all(clients.map((client) => client.untilClosed()));
    await expectContained(1);
  });
});

describe('a sender that goes away after any byte', () => {
  it.each([
    ['by a reset', (client: ScriptedClient) => client.socket.resetAndDestroy()],
    ['by closing', (client: ScriptedClient) => client.socket.end()],
  ])('%s leaves nothing behind', async (_, leave) => {
    const port = await start({ maxObjects: 5000 }, { limits: { maxAssociations: 64 } });
    const object = ours(10, 4);
    const command = {
      affectedSopClassUid: CAPTURE,
      commandField: 0x0001,
      messageId: 1,
      priority: 0,
      affectedSopInstanceUid: object.sopInstanceUid,
    };
    const bytes = Buffer.concat([
      encodePdu(clientRequest()),
      encodeMessage(CLIENT_CONTEXT.store, command, object.dataset),
    ]);
    let next = 0;
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        while (next < bytes.length) {
          const sent = next;
          next += 1;
          const client = await ScriptedClient.connect(port);
          client.send(bytes.subarray(0, sent));
          await sleep(2);
          leave(client);
          await client.untilClosed();
        }
      }),
    );
    const kinds = new Set(await endings(bytes.length));
    for (const kind of kinds) expect(kind).toMatch(/^(reset|closed)$/);
    expect(receiver.objects()).toEqual([]);
    await expectContained(0);
    await expectAlive(port, 11);
  });
});

describe('requests sent without waiting', () => {
  it('are answered one after the other, each by its own id', async () => {
    const port = await start();
    const client = await ScriptedClient.associate(port);
    const echo = (messageId: number): Buffer =>
      encodeMessage(CLIENT_CONTEXT.verification, {
        affectedSopClassUid: VERIFICATION_SOP_CLASS,
        commandField: 0x0030,
        messageId,
      });
    // The same id twice is the sender's own affair.
    client.send(Buffer.concat([1, 2, 3, 3, 65_535].map(echo)));
    const answered: unknown[] = [];
    for (let count = 0; count < 5; count += 1) {
      const pdu = await client.next();
      if (pdu === 'closed') throw new Error('closed');
      answered.push(readCommand(pdu)?.messageIdBeingRespondedTo);
    }
    expect(answered).toEqual([1, 2, 3, 3, 65_535]);
    await client.release();
  });
});
