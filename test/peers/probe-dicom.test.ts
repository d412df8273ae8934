import { readdir } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { DicomNode } from '../../src/facility/schema.ts';
import type { Observation } from '../../src/probes/contract.ts';
import { factGroups } from '../../src/probes/dicom/facts.ts';
import { probe } from '../../src/probes/dicom/index.ts';
import { STORAGE_SOP_CLASSES, TRANSFER_SYNTAXES } from '../../src/protocols/dicom/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { negotiateByStorescu } from './support/dicom-negotiation.ts';
import {
  type DicomPeer,
  missingPrograms,
  startDcmqrscp,
  startOrthanc,
  startStorescp,
} from './support/dicom-peers.ts';
import { type DicomWorklist, startDicomWorklist } from './support/dicom-worklist.ts';

function skipReason(...programs: string[]): string | undefined {
  const reason = missingPrograms(...programs);
  if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
  return reason;
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
async function keep<Peer extends DicomPeer | DicomWorklist>(
  starting: Promise<Peer>,
): Promise<Peer> {
  const peer = await starting;
  stops.push(() => peer.stop());
  return peer;
}

async function look(
  port: number,
  calledAe: string,
  role: DicomNode['role'] = 'pacs',
  callingAe = 'RISPACS',
): Promise<Observation> {
  const { context } = makeProbeContext({ language: 'en' });
  const node = { id: 'peer', role, host: '127.0.0.1', port, calledAe };
  const observation = await probe.collect({ node, callingAe }, context);
  if (observation.state === 'observed')
    for (const [name, rows] of Object.entries(observation.facts)) {
      const group = factGroups.find((one) => one.name === name);
      for (const row of rows) group?.row.parse(row);
    }
  return observation;
}

function factsOf(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  return observation.facts;
}

const byAccess = (observation: Observation) =>
  factsOf(observation)['dicom.access']?.map((row) => [row.check, row.rejected]);

const statuses = (observation: Observation) =>
  factsOf(observation)['dicom.query']?.map((row) => [row.level, row.status, row.answers]);

describe.skipIf(skipReason('Orthanc') !== undefined)('Orthanc', () => {
  it('open to all: echo, queries without an answer, every context known', async () => {
    const orthanc = await keep(startOrthanc());
    const observation = await look(orthanc.port, 'ORTHANC');
    const facts = factsOf(observation);
    expect(facts['dicom.node']?.[0]).toMatchObject({
      echoStatus: 0,
      peerImplementationVersion: expect.stringContaining('OFFIS'),
      tls: false,
    });
    expect(statuses(observation)?.slice(0, 4)).toEqual([
      ['patient', 0, 0],
      ['study', 0, 0],
      ['series', 0, 0],
      ['image', 0, 0],
    ]);
    expect(facts['dicom.context']).toHaveLength(5 * TRANSFER_SYNTAXES.length);
    expect(byAccess(observation)).toEqual([
      ['unknown-calling-ae', false],
      ['wrong-called-ae', false],
    ]);
    expect(observation.simulated).toBeUndefined();
  });

  it('that checks titles: its modality is let in, a stranger is told whom to ask', async () => {
    const orthanc = await keep(
      startOrthanc({
        DicomCheckCalledAet: true,
        DicomAlwaysAllowEcho: false,
        DicomAlwaysAllowFind: false,
        DicomAlwaysAllowStore: false,
        DicomModalities: { known: ['RISPACS', '127.0.0.1', 4242] },
      }),
    );
    const known = await look(orthanc.port, 'ORTHANC');
    expect(statuses(known)?.[1]).toEqual(['study', 0, 0]);
    expect(byAccess(known)?.at(-1)).toEqual(['wrong-called-ae', true]);

    const stranger = await look(orthanc.port, 'ORTHANC', 'pacs', 'NOBODY');
    expect(stranger).toMatchObject({
      state: 'refused',
      reason: { message: expect.stringMatching(/NOBODY.*administrator|administrator.*NOBODY/) },
    });
    const wrong = await look(orthanc.port, 'WRONG');
    expect(wrong).toMatchObject({
      state: 'refused',
      reason: { message: expect.stringContaining('WRONG') },
    });
  });
});

describe.skipIf(skipReason('dcmqrscp') !== undefined)('dcmqrscp', () => {
  it('answers the archive queries and knows no worklist', async () => {
    const archive = await keep(startDcmqrscp());
    const observation = await look(archive.port, 'ARCHIVE', 'archive');
    const found = statuses(observation);
    expect(found?.map(([level]) => level)).toEqual([
      'patient',
      'study',
      'series',
      'image',
      'worklist',
    ]);
    expect(found?.slice(0, 4).every(([, status, answers]) => status === 0 && answers === 0)).toBe(
      true,
    );
    expect(found?.[4]).toEqual(['worklist', undefined, undefined]);
    expect(byAccess(observation)?.at(-1)).toEqual(['wrong-called-ae', true]);
  });
});

describe.skipIf(skipReason('storescp', 'storescu') !== undefined)('storescp', () => {
  it.each([
    ['uncompressed only', []],
    ['JPEG lossless preferred', ['+xs']],
    ['JPEG 2000 lossless preferred', ['+xv']],
    ['RLE preferred', ['+xr']],
    ['everything', ['+xa']],
  ])('accepts the same transfer syntaxes from us as from storescu: %s', async (_name, options) => {
    const scp = await keep(startStorescp(...options));
    const observation = await look(scp.port, 'STORESCP');
    const sopClassUid = STORAGE_SOP_CLASSES.secondaryCapture.uid;
    const ours = factsOf(observation)
      ['dicom.context']?.filter((row) => row.sopClass === sopClassUid)
      .map((row) => ({ transferSyntaxUid: row.transferSyntax, accepted: row.accepted }));
    const theirs = await negotiateByStorescu(
      { port: scp.port, calledAeTitle: 'STORESCP', sopClassUid },
      TRANSFER_SYNTAXES.map((one) => one.uid),
    );
    expect(ours).toEqual(theirs);
    expect(ours?.some((one) => one.accepted)).toBe(true);
  });

  it('is sent no object', async () => {
    const scp = await keep(startStorescp());
    await look(scp.port, 'STORESCP');
    expect(await readdir(scp.folder)).toEqual([]);
  });
});

describe.skipIf(skipReason('wlmscpfs', 'dump2dcm') !== undefined)('wlmscpfs', () => {
  it('answers the worklist query without a patient of its own', async () => {
    const worklist = await keep(startDicomWorklist());
    await worklist.add('A1', 'BN0001');
    const observation = await look(worklist.port, worklist.calledAe, 'worklist');
    expect(statuses(observation)).toEqual([['worklist', 0, 0]]);
    expect(JSON.stringify(observation)).not.toContain('BN0001');
  });
});
