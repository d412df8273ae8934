import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  type Association,
  encodeDataset,
  type NegotiatedContext,
  type ObjectReceiver,
  type OpenAssociationOptions,
  openAssociation,
  readFileMeta,
} from '../../../src/protocols/dicom/index.ts';
import {
  makeSecondaryCapture,
  type SyntheticObject,
} from '../../protocols/dicom/support/make-dicom-object.ts';

/** Objects of nobody, each in a study of its own, of one patient. */
export function makeObjects(
  firstSerial: number,
  count: number,
  patientId: string,
): SyntheticObject[] {
  return Array.from({ length: count }, (_, index) =>
    makeSecondaryCapture({ serial: firstSerial + index, patientId, rows: 200, columns: 200 }),
  );
}

/** Associates or fails the test. */
export async function openAccepted(
  port: number,
  calledAeTitle: string,
  contexts: OpenAssociationOptions['contexts'],
  more: Partial<OpenAssociationOptions> = {},
): Promise<Association> {
  const result = await openAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'RISPACS',
    calledAeTitle,
    contexts,
    ...more,
  });
  if (result.kind !== 'accepted') throw new Error(JSON.stringify(result));
  return result.association;
}

/** The states of contexts, for a short assertion. */
export function statesOf(contexts: readonly NegotiatedContext[]): string[] {
  return contexts.map(({ outcome }) => outcome.state);
}

/** Sends objects as they are. */
export async function storeAll(
  port: number,
  calledAeTitle: string,
  objects: readonly SyntheticObject[],
): Promise<void> {
  const [first] = objects;
  if (first === undefined) throw new Error('nothing to store');
  const association = await openAccepted(port, calledAeTitle, [
    { abstractSyntax: first.sopClassUid, transferSyntaxes: [first.transferSyntaxUid] },
  ]);
  for (const object of objects) {
    const dataset = { kind: 'bytes', bytes: object.dataset } as const;
    expect(await association.store({ ...object, dataset })).toMatchObject({ status: { code: 0 } });
  }
  await association.release();
}

/** The identifier that asks for all studies named. */
export function studiesIdentifier(objects: readonly SyntheticObject[]): Buffer {
  return encodeDataset(
    [
      { tag: 0x00080052, vr: 'CS', text: 'STUDY' },
      {
        tag: 0x0020000d,
        vr: 'UI',
        text: objects.map(({ studyInstanceUid }) => studyInstanceUid).join('\\'),
      },
    ],
    'implicit-little-endian',
  );
}

/** Fails unless the receiver's files hold exactly the data sets that were sent, byte for byte. */
export async function expectSameBytes(
  receiver: ObjectReceiver,
  objects: readonly SyntheticObject[],
): Promise<void> {
  const received = receiver.objects();
  expect(received.map(({ sopInstanceUid }) => sopInstanceUid).sort()).toEqual(
    objects.map(({ sopInstanceUid }) => sopInstanceUid).sort(),
  );
  for (const { path = '', sopInstanceUid } of received) {
    const meta = await readFileMeta(path);
    if (!meta.ok) throw new Error(meta.message);
    expect(meta.file.sopInstanceUid).toBe(sopInstanceUid);
    const sent = objects.find((object) => object.sopInstanceUid === sopInstanceUid);
    const bytes = (await readFile(path)).subarray(meta.file.dataset.offsetBytes);
    expect(bytes.equals(sent?.dataset ?? Buffer.alloc(0))).toBe(true);
    expect(meta.file.transferSyntaxUid).toBe(sent?.transferSyntaxUid);
  }
}

/** A folder that is removed after the work. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'rispacs-receive-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
