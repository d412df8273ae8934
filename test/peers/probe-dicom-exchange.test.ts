import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DicomNode } from '../../src/facility/schema.ts';
import type { SideEffect } from '../../src/probes/contract.ts';
import { commitStudy } from '../../src/probes/dicom-exchange/commit-study.ts';
import { encodeForSending, makeStudies } from '../../src/probes/dicom-exchange/make-studies.ts';
import { Session } from '../../src/probes/dicom-exchange/session.ts';
import { connectNode } from '../../src/probes/shared/connect-node.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../src/protocols/dicom/index.ts';
import { startPacs } from '../../src/simulator/pacs/start-pacs.ts';
import { scenarioOfLevel } from '../../src/simulator/profiles.ts';
import { type Exchanged, exchange, hasty } from '../probes/dicom-exchange/support/exchange.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { startDcmjsServer } from './support/dcmjs-peer.ts';
import {
  type DicomPeer,
  findFreePort,
  missingPrograms,
  startDcmqrscp,
  startOrthanc,
  startStorescp,
} from './support/dicom-peers.ts';

const plugin = [
  '/usr/share/orthanc/plugins/libOrthancDicomWeb.so',
  '/usr/lib/orthanc/libOrthancDicomWeb.so',
  '/usr/local/share/orthanc/plugins/libOrthancDicomWeb.so',
].find((path) => existsSync(path));
const objectsInStudy = 17;
const whole = {
  status: 0,
  expected: objectsInStudy,
  received: objectsInStudy,
  foreign: 0,
  bytesIdentical: objectsInStudy,
  datasetIdentical: objectsInStudy,
  pixelsCompared: 12,
  pixelsIdentical: 12,
} as const;

function skipReason(...programs: string[]): string | undefined {
  const reason = missingPrograms(...programs);
  if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
  return reason;
}

async function keep<Peer extends { stop(): Promise<void> }>(
  starting: Promise<Peer>,
): Promise<Peer> {
  const peer = await starting;
  onTestFinished(() => peer.stop());
  return peer;
}

interface WebArchive {
  readonly peer: DicomPeer;
  readonly url: string;
  /** Studies that it still has, by its own interface. */
  readonly studies: () => Promise<unknown>;
}

async function startWebOrthanc(settings: Readonly<Record<string, unknown>>): Promise<WebArchive> {
  const httpPort = await findFreePort();
  const origin = `http://127.0.0.1:${httpPort}`;
  const peer = await keep(
    startOrthanc({
      HttpServerEnabled: true,
      HttpPort: httpPort,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      Plugins: [plugin],
      DicomWeb: { Enable: true, Root: '/dicom-web/' },
      ...settings,
    }),
  );
  const studies = async (): Promise<unknown> => (await fetch(`${origin}/studies`)).json();
  return { peer, url: `${origin}/dicom-web`, studies };
}

const verdictsOf = (seen: Exchanged, route: string) =>
  new Set(
    seen
      .rows('dicom.text')
      .filter((row) => row.route === route)
      .map(({ verdict }) => verdict),
  );

const withoutOrthanc =
  skipReason('Orthanc') !== undefined ||
  (plugin === undefined && process.stderr.write('skipped: no DICOMweb plugin of Orthanc\n'));

describe.skipIf(withoutOrthanc)('Orthanc', () => {
  it('stores, hands back, commits, forwards, and is emptied again', async () => {
    const receivePort = await findFreePort();
    const second = await startWebOrthanc({ DicomAet: 'SECOND' });
    const first = await startWebOrthanc({
      DefaultEncoding: 'Utf8',
      DicomModalities: {
        us: {
          AET: 'RISPACS',
          Host: '127.0.0.1',
          Port: receivePort,
          AllowStorageCommitment: true,
        },
        second: ['SECOND', '127.0.0.1', second.peer.port],
      },
    });
    const seen = await exchange({
      node: {
        port: first.peer.port,
        calledAe: 'ORTHANC',
        dicomweb: 'web',
        forwardTo: ['second'],
      },
      others: [
        { id: 'second', port: second.peer.port, calledAe: 'SECOND', dicomweb: 'web-second' },
      ],
      receivePort,
      removal: 'dicomweb-delete',
      endpoints: [
        { id: 'web', url: first.url, removal: 'orthanc' },
        { id: 'web-second', url: second.url, removal: 'orthanc' },
      ],
    });
    expect(seen.rows('dicom.store')).toHaveLength(11);
    expect(seen.rows('dicom.find')).toHaveLength(7);
    for (const row of seen.rows('dicom.find')) expect(row).toMatchObject({ ours: row.expected });
    expect(seen.rows('dicom.retrieve')).toMatchObject([
      { method: 'move', to: 'RISPACS', ...whole },
      { method: 'get', ...whole },
      { method: 'forward', to: 'second', status: 0, received: objectsInStudy },
    ]);
    expect(seen.rows('dicom.change')).toEqual([]);
    expect(verdictsOf(seen, 'retrieve')).toEqual(new Set(['intact']));
    expect(verdictsOf(seen, 'find')).toEqual(new Set(['intact']));
    expect(seen.rows('dicom.commitment')).toMatchObject([
      { outcome: 'answered', committed: objectsInStudy, failed: 0, association: 'second' },
    ]);
    expect(seen.rows('dicom.removal')).toMatchObject([
      { place: 'archive', textForm: 'NFC', state: 'removed-verified', note: 'deleted' },
      { place: 'archive', textForm: 'NFD', state: 'removed-verified', note: 'deleted' },
      { place: 'second', textForm: 'NFC', state: 'removed-verified', note: 'deleted' },
    ]);
    expect(await first.studies()).toEqual([]);
    expect(await second.studies()).toEqual([]);
    expect(seen.observation.simulated).toBeUndefined();
  });

  it('as it comes: its lists lose the Vietnamese letters, and it moves nothing to whom it does not know', async () => {
    const orthanc = await startWebOrthanc({
      DicomAlwaysAllowGet: true,
      DicomAlwaysAllowMove: true,
    });
    const seen = await exchange({
      node: { port: orthanc.peer.port, calledAe: 'ORTHANC', dicomweb: 'web' },
      receivePort: await findFreePort(),
      removal: 'dicomweb-delete',
      endpoints: [{ id: 'web', url: orthanc.url, removal: 'orthanc' }],
    });
    expect(verdictsOf(seen, 'retrieve')).toEqual(new Set(['intact']));
    expect(verdictsOf(seen, 'find')).toEqual(new Set(['stripped']));
    expect(seen.rows('dicom.find')[0]).toMatchObject({ textIntact: false });
    const [move, get] = seen.rows('dicom.retrieve');
    expect(move).toMatchObject({ method: 'move', received: 0 });
    expect(move?.status).toBeGreaterThan(0);
    expect(seen.notes.join('\n')).toMatch(/RISPACS.*not registered at the PACS/);
    expect(get).toMatchObject({ method: 'get', ...whole });
    expect(await orthanc.studies()).toEqual([]);
  });

  it('that is killed after it was stored to: the facts stand, what is left is said', async () => {
    const orthanc = await keep(startOrthanc());
    const written: SideEffect[] = [];
    const journal = async (effect: SideEffect): Promise<void> => {
      written.push(effect);
      if (effect.state === 'sent') await orthanc.stop();
    };
    const seen = await exchange(
      { node: { port: orthanc.port, calledAe: 'ORTHANC' } },
      { context: { journal } },
    );
    expect(seen.rows('dicom.store')).toHaveLength(11);
    expect(seen.rows('dicom.find')).toEqual([]);
    expect(seen.notes.join('\n')).toContain('C-FIND');
    expect(seen.rows('dicom.removal')).toMatchObject([{ state: 'left', note: 'notReached' }]);
    expect(written.at(-1)).toMatchObject({ state: 'left', note: 'notReached' });
  });
});

describe.skipIf(skipReason('dcmqrscp') !== undefined)('dcmqrscp', () => {
  it('hands back every byte by C-MOVE and C-GET, and forwards to nobody it does not know', async () => {
    const receivePort = await findFreePort();
    const archive = await keep(startDcmqrscp({ RISPACS: receivePort }));
    const seen = await exchange({
      node: { port: archive.port, calledAe: 'ARCHIVE', forwardTo: ['nowhere'] },
      others: [{ id: 'nowhere', port: await findFreePort(), calledAe: 'NOWHERE' }],
      receivePort,
    });
    expect(seen.rows('dicom.retrieve')).toMatchObject([
      { method: 'move', ...whole },
      { method: 'get', ...whole },
      { method: 'forward', status: 0xa801 },
    ]);
    expect(seen.rows('dicom.commitment')).toMatchObject([{ outcome: 'not-supported' }]);
    // It knows neither the description of a series nor its class: optional keys, hence no lost text.
    expect(verdictsOf(seen, 'find')).toEqual(new Set(['intact']));
    expect(seen.notes.join('\n')).toContain('register AE title, IP address and port of NOWHERE');
  });
});

describe.skipIf(skipReason('storescp') !== undefined)('storescp', () => {
  it('takes every object, and answers nothing else', async () => {
    const scp = await keep(startStorescp());
    const seen = await exchange({ node: { port: scp.port, calledAe: 'STORESCP' } });
    const stored = seen.rows('dicom.store');
    expect(stored.every(({ status }) => status === 0)).toBe(true);
    for (const group of ['dicom.find', 'dicom.retrieve', 'dicom.text'])
      expect(seen.rows(group)).toEqual([]);
    expect(seen.rows('dicom.removal')).toMatchObject([{ state: 'left' }, { state: 'left' }]);
    const files = await readdir(scp.folder);
    expect(files).toHaveLength(objectsInStudy + 1);
    const contents = await Promise.all(files.map((file) => readFile(join(scp.folder, file))));
    expect(contents.every((one) => one.includes('RISPACS-TEST'))).toBe(true);
    expect(contents.filter((one) => one.includes('KIỂM THỬ^RISPACS'))).toHaveLength(objectsInStudy);
  });
});

describe('the simulated PACS', () => {
  it('does everything, and is known for what it is', async () => {
    const receivePort = await findFreePort();
    const pacs = await keep(
      startPacs(scenarioOfLevel('advanced').pacs, new AbortController().signal),
    );
    pacs.destinations.register('RISPACS', receivePort);
    const node = { port: pacs.port, calledAe: 'PACS_SIM', mpps: true };
    const seen = await exchange({ node, receivePort });
    const [move, get] = seen.rows('dicom.retrieve');
    expect(get).toMatchObject({ method: 'get', ...whole });
    // What it cannot send it says so: its list of classes for C-MOVE is shorter than ours.
    expect(Number(move?.received) + Number(move?.failed)).toBe(objectsInStudy);
    expect(move).toMatchObject({ bytesIdentical: move?.received, foreign: 0 });
    expect(seen.rows('dicom.commitment')).toMatchObject([{ committed: objectsInStudy }]);
    expect(seen.observation.simulated).toBe(true);
    const step = await exchange({ node }, { step: 'mpps' });
    expect(step.rows('dicom.mpps')).toMatchObject([
      { createStatus: 0, updateStatus: 0, discontinued: true, refusedAfterFinal: true },
    ]);
  });
});

describe('dcmjs-dimse as the second opinion', () => {
  it('reports a commitment on the association that asked', async () => {
    const peer = await keep(startDcmjsServer(await findFreePort(), 200));
    const node: DicomNode = {
      id: 'dcmjs',
      role: 'archive',
      host: '127.0.0.1',
      port: peer.port,
      calledAe: 'DCMJS',
    };
    const { context } = makeProbeContext({ language: 'en' });
    const prepared = await connectNode(node, 'RISPACS', context, hasty.deadlines);
    if (!prepared.ok) throw new Error('not prepared');
    const session = new Session({
      reachable: { node, callingAe: 'RISPACS' },
      connection: prepared.connection,
      patience: hasty,
      language: 'en',
      signal: context.signal,
      notes: new Set(),
    });
    const { composed } = makeStudies();
    const accepted = composed.objects.map((object) => ({
      object,
      transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
      dataset: encodeForSending(object, EXPLICIT_VR_LITTLE_ENDIAN),
    }));
    const stored = { study: composed, rows: [], accepted, endedAtMs: performance.now() };
    expect(await commitStudy(session, stored, undefined)).toMatchObject({
      outcome: 'answered',
      requested: objectsInStudy,
      committed: objectsInStudy,
      failed: 0,
      association: 'same',
    });
  });

  it('takes a performed step, and changes to it after its end', async () => {
    const peer = await keep(startDcmjsServer(await findFreePort(), 0));
    const node = { port: peer.port, calledAe: 'DCMJS', role: 'worklist', mpps: true } as const;
    const seen = await exchange({ node }, { step: 'mpps' });
    expect(seen.rows('dicom.mpps')).toMatchObject([
      { role: 'worklist', createStatus: 0, discontinued: true, refusedAfterFinal: false },
    ]);
    expect(peer.received[0]).toMatchObject({
      service: 'n-create',
      elements: { PerformedProcedureStepStatus: 'IN PROGRESS', PatientID: 'RISPACS-TEST' },
    });
    const statuses = peer.received.map((one) => one.elements.PerformedProcedureStepStatus);
    expect(statuses).toContain('DISCONTINUED');
    expect(statuses).not.toContain('COMPLETED');
  });
});
