import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandFields } from '../../../../src/protocols/dicom/dimse/command-fields.ts';
import { encodePdu } from '../../../../src/protocols/dicom/dul/encode-pdu.ts';
import {
  type Association,
  openAssociation,
  readFileMeta,
  type StoreRequest,
} from '../../../../src/protocols/dicom/index.ts';
import {
  makeSecondaryCapture,
  type SyntheticObject,
  writeDicomFile,
} from '../support/make-dicom-object.ts';
import {
  acceptAll,
  awaitNoSockets,
  CONTEXT,
  encodeMessage,
  readCommand,
  type ScriptedPeer,
  startPduPeer,
  testOptions,
} from '../support/scripted-peer.ts';

interface Received {
  readonly command: CommandFields;
  readonly dataset: Buffer;
}

let peer: ScriptedPeer;
let folder: string;
let received: Received[];
let answerStore: (object: Received, socket: Socket) => void;

function respond({ command }: Received, socket: Socket, status = 0): void {
  const { messageId = 0 } = command;
  const fields = { commandField: 0x8001, messageIdBeingRespondedTo: messageId, status };
  socket.write(encodeMessage(CONTEXT.store, fields));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rispacs-store-all-'));
  received = [];
  answerStore = respond;
  let command: CommandFields = {};
  let pieces: Buffer[] = [];
  peer = await startPduPeer((pdu, socket) => {
    if (pdu.kind === 'associate-request') socket.write(encodePdu(acceptAll(pdu)));
    else if (pdu.kind === 'release-request') socket.write(encodePdu({ kind: 'release-response' }));
    else if (pdu.kind === 'abort') socket.destroy();
    if (pdu.kind !== 'data-transfer') return;
    command = readCommand(pdu) ?? command;
    for (const { isCommand, isLast, data } of pdu.values) {
      if (isCommand) continue;
      pieces.push(data);
      if (!isLast) continue;
      const object = { command, dataset: Buffer.concat(pieces) };
      pieces = [];
      received.push(object);
      answerStore(object, socket);
    }
  });
});

afterEach(async () => {
  await peer.connectionsClosed();
  await peer.stop();
  await rm(folder, { recursive: true, force: true });
  await awaitNoSockets();
});

async function associate(): Promise<Association> {
  const result = await openAssociation(testOptions(peer.port));
  if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.association;
}

/** Objects of different sizes, one of which is longer than what is read in one go. */
function makeObjects(count: number): SyntheticObject[] {
  return Array.from({ length: count }, (_, index) =>
    makeSecondaryCapture({
      serial: index,
      patientId: 'P1',
      rows: index === 2 ? 3000 : 16 + index,
      columns: index === 2 ? 1501 : 16,
    }),
  );
}

function toRequest(object: SyntheticObject): StoreRequest {
  return { ...object, dataset: { kind: 'bytes', bytes: object.dataset } };
}

async function writeAll(objects: readonly SyntheticObject[]): Promise<string[]> {
  const paths = objects.map((_, index) => join(folder, `${index}.dcm`));
  for (const [index, path] of paths.entries()) {
    const object = objects[index];
    if (object !== undefined) await writeDicomFile(path, object);
  }
  return paths;
}

function expectReceived(objects: readonly SyntheticObject[]): void {
  expect(received.map(({ command }) => command.affectedSopInstanceUid)).toEqual(
    objects.map(({ sopInstanceUid }) => sopInstanceUid),
  );
  expect(received.map(({ command }) => command.messageId)).toEqual(
    objects.map((_, index) => index + 1),
  );
  for (const [index, { dataset }] of received.entries()) {
    expect(dataset.equals(objects[index]?.dataset ?? Buffer.alloc(0))).toBe(true);
  }
}

/** Files of the folder that this process holds open; only Linux tells. */
const descriptors = '/proc/self/fd';
function countOpenFiles(): number {
  return existsSync(descriptors) ? readdirSync(descriptors).length : 0;
}

describe.each(['storeAll from memory', 'storeAll from files'] as const)('%s', (way) => {
  async function* send(association: Association, objects: readonly SyntheticObject[]) {
    if (way === 'storeAll from memory') {
      yield* association.storeAll(objects.map(toRequest));
      return;
    }
    const paths = await writeAll(objects);
    async function* requests(): AsyncGenerator<StoreRequest> {
      for (const path of paths) {
        const read = await readFileMeta(path);
        if (!read.ok) throw new Error(read.message);
        yield read.file;
      }
    }
    yield* association.storeAll(requests());
  }

  it('sends objects in their order, as they are, and closes its files', async () => {
    const association = await associate();
    const objects = makeObjects(6);
    const outcomes: unknown[] = [];
    const before = countOpenFiles();
    for await (const outcome of send(association, objects)) outcomes.push(outcome);
    expect(countOpenFiles()).toBe(before);
    expect(outcomes).toMatchObject(
      objects.map(({ dataset }) => ({ kind: 'status', sentBytes: dataset.length })),
    );
    expectReceived(objects);
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('goes on after a refusal, and ends after the outcome that ended the association', async () => {
    answerStore = (object, socket) => {
      if (received.length === 2) respond(object, socket, 0xa700);
      else if (received.length === 4) {
        socket.write(encodePdu({ kind: 'abort', source: 0, reason: 0 }));
      } else respond(object, socket);
    };
    const association = await associate();
    const before = countOpenFiles();
    const kinds: string[] = [];
    for await (const outcome of send(association, makeObjects(7))) {
      kinds.push(outcome.kind === 'status' ? outcome.status.category : outcome.kind);
    }
    expect(kinds).toEqual(['success', 'failure', 'success', 'aborted']);
    expect(received.length).toBe(4);
    // Less the socket, which is closed.
    expect(countOpenFiles()).toBeLessThanOrEqual(before);
  });

  it('stops when its caller has enough, and the association goes on', async () => {
    const association = await associate();
    const before = countOpenFiles();
    for await (const outcome of send(association, makeObjects(5))) {
      expect(outcome.kind).toBe('status');
      if (received.length === 2) break;
    }
    // A file that was being read is closed when that is over.
    await vi.waitFor(() => expect(countOpenFiles()).toBe(before));
    expect(received.length).toBe(2);
    // Nothing of what was read ahead for nobody gets into what follows.
    const others = makeObjects(5).reverse();
    for await (const outcome of send(association, others)) expect(outcome.kind).toBe('status');
    expect(received.slice(2).map(({ dataset }) => dataset)).toEqual(
      others.map(({ dataset }) => dataset),
    );
    await association.release();
  });
});

describe('storeAll', () => {
  it('reads the next object while the peer works on one, and no further', async () => {
    const taken: number[] = [];
    const takenAtAnswer: number[] = [];
    answerStore = (object, socket) => {
      setTimeout(() => {
        takenAtAnswer.push(taken.length);
        respond(object, socket);
      }, 30);
    };
    function* requests(): Generator<StoreRequest> {
      for (const [index, object] of makeObjects(4).entries()) {
        taken.push(index);
        yield toRequest(object);
      }
    }
    const association = await associate();
    for await (const outcome of association.storeAll(requests())) {
      expect(outcome.kind).toBe('status');
    }
    expect(takenAtAnswer).toEqual([2, 3, 4, 4]);
    await association.release();
  });

  it('says so where there is no context, and goes on', async () => {
    const association = await associate();
    const [first, second] = makeObjects(2).map(toRequest);
    if (first === undefined || second === undefined) throw new Error('no objects');
    const kinds: string[] = [];
    const requests = [first, { ...first, transferSyntaxUid: '1.2.840.10008.1.2.4.70' }, second];
    for await (const { kind } of association.storeAll(requests)) kinds.push(kind);
    expect(kinds).toEqual(['status', 'no-accepted-context', 'status']);
    await association.release();
  });

  it('throws what its source throws, when that object is due', async () => {
    function* requests(): Generator<StoreRequest> {
      yield* makeObjects(2).map(toRequest);
      throw new Error('source');
    }
    const association = await associate();
    const kinds: string[] = [];
    const storing = (async () => {
      for await (const { kind } of association.storeAll(requests())) kinds.push(kind);
    })();
    await expect(storing).rejects.toThrow('source');
    expect(kinds).toEqual(['status', 'status']);
    expect(await association.release()).toMatchObject({ kind: 'released' });
  });

  it('aborts and throws when a file is not as long as announced', async () => {
    const [object] = makeObjects(1);
    if (object === undefined) throw new Error('no object');
    const path = join(folder, 'short.dcm');
    await writeFile(path, object.dataset);
    const length = object.dataset.length + 1;
    const short = { kind: 'file', path, offsetBytes: 0, lengthBytes: length } as const;
    const association = await associate();
    const storing = (async () => {
      const requests = [toRequest(object), { ...object, dataset: short }];
      for await (const outcome of association.storeAll(requests))
        expect(outcome.kind).toBe('status');
    })();
    await expect(storing).rejects.toThrow('too early');
    expect(association.ending).toEqual({ kind: 'abort-sent' });
  });
});

describe('a disk that does not answer', () => {
  const noPipes = process.platform === 'win32';

  it.skipIf(noPipes)('does not hold a C-STORE beyond its deadline', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const [object] = makeObjects(1);
    if (object === undefined) throw new Error('no object');
    const association = await associate();
    const stuck = { kind: 'file', path, offsetBytes: 0, lengthBytes: 1000 } as const;
    // Opening a pipe for reading waits for whoever opens it for writing.
    expect(await association.store({ ...object, dataset: stuck })).toMatchObject({
      kind: 'timeout',
      phase: 'dimse',
      sentBytes: 0,
    });
    await (await open(path, 'w')).close();
  });
});
