import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { DicomNode } from '../../src/facility/schema.ts';
import type { Observation } from '../../src/probes/contract.ts';
import { factGroups } from '../../src/probes/dicom/facts.ts';
import { probe } from '../../src/probes/dicom/index.ts';
import type { PortPlan } from '../../src/probes/dicom/target.ts';
import { STORAGE_SOP_CLASSES } from '../../src/protocols/dicom/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { portOf, startHospital } from '../simulator/support/start-hospital.ts';
import { type Certificates, makeCertificates } from './support/dicom-certificates.ts';
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
  more: { readonly node?: Partial<DicomNode>; readonly ports?: PortPlan } = {},
): Promise<Observation> {
  const { context } = makeProbeContext({ language: 'en' });
  const node = { id: 'peer', role, host: '127.0.0.1', port, calledAe, ...more.node };
  const ports = more.ports ?? { plain: [], tls: [] };
  const observation = await probe.collect({ node, callingAe, ports }, context);
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

const contextsOf = (observation: Observation, sopClassUid: string) =>
  (factsOf(observation)['dicom.context'] ?? [])
    .filter((row) => row.sopClass === sopClassUid)
    .map((row) => ({
      transferSyntaxUid: String(row.transferSyntax),
      accepted: row.accepted === true,
    }));

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
    const contexts = facts['dicom.context'] ?? [];
    const accepted = (service: string) =>
      contexts.some((row) => row.service === service && row.accepted === true);
    for (const service of ['verification', 'storage', 'query', 'retrieve', 'commitment'])
      expect([service, accepted(service)]).toEqual([service, true]);
    for (const service of ['print', 'procedure-step', 'workitem'])
      expect([service, accepted(service)]).toEqual([service, false]);
    expect(contexts.some((row) => row.sendsByGet === true)).toBe(true);
    expect(byAccess(observation)).toEqual([
      ['unknown-calling-ae', false],
      ['unknown-calling-ae-query', false],
      ['wrong-called-ae', false],
    ]);
    expect(observation.simulated).toBeUndefined();
  });

  it('that lets everybody in but answers only those it knows', async () => {
    const orthanc = await keep(
      startOrthanc({
        DicomAlwaysAllowEcho: true,
        DicomAlwaysAllowFind: false,
        DicomModalities: { known: ['RISPACS', '127.0.0.1', 4242] },
      }),
    );
    const observation = await look(orthanc.port, 'ORTHANC');
    expect(statuses(observation)?.[1]).toEqual(['study', 0, 0]);
    expect(byAccess(observation)).toEqual([
      ['unknown-calling-ae', false],
      ['unknown-calling-ae-query', true],
      ['wrong-called-ae', false],
    ]);
  });

  it('beside a statement that claims too much, too little, and what cannot be seen', async () => {
    const orthanc = await keep(startOrthanc());
    const folder = await mkdtemp(path.join(tmpdir(), 'rispacs-claims-'));
    stops.push(() => rm(folder, { recursive: true, force: true }));
    const claims = path.join(folder, 'tuyen-bo.csv');
    await writeFile(
      claims,
      [
        '\ufeffsop_class;role;transfer_syntax',
        'CT Image Storage;SCP;Implicit VR Little Endian',
        'CT Image Storage;SCP;1.2.840.10008.1.2.4.203',
        'CT Image Storage;SCU;',
        'Modality Performed Procedure Step SOP Class;SCP;',
        '1.2.826.0.1.3680043.9.9999.1;SCP;Explicit VR Little Endian',
        'Study Root Query/Retrieve Information Model - FIND;SCP;',
      ].join('\r\n'),
    );
    const facts = factsOf(
      await look(orthanc.port, 'ORTHANC', 'pacs', 'RISPACS', { node: { claims } }),
    );
    const rows = facts['dicom.claim'] ?? [];
    expect(
      rows.filter((row) => row.claimed).map((row) => [row.service, row.role, row.negotiated]),
    ).toEqual([
      ['storage', 'scp', 'accepted'],
      ['storage', 'scp', 'refused'],
      ['storage', 'scu', 'role-not-visible'],
      ['procedure-step', 'scp', 'refused'],
      ['other', 'scp', 'refused'],
      ['query', 'scp', 'accepted'],
    ]);
    const unclaimed = rows.filter((row) => !row.claimed).map((row) => row.sopClassName);
    expect(unclaimed).toContain('MR Image Storage');
    expect(unclaimed).toContain('CT Image Storage');
    expect(unclaimed).not.toContain('Study Root Query/Retrieve Information Model - FIND');
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
    const ours = contextsOf(observation, sopClassUid);
    const theirs = await negotiateByStorescu(
      { port: scp.port, calledAeTitle: 'STORESCP', sopClassUid },
      ours.map((one) => one.transferSyntaxUid),
    );
    expect(ours).toEqual(theirs);
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.some((one) => one.accepted)).toBe(true);
  });

  it.each([
    ['video', STORAGE_SOP_CLASSES.videoEndoscopic.uid],
    ['key objects', STORAGE_SOP_CLASSES.keyObjectSelection.uid],
    ['PDF', STORAGE_SOP_CLASSES.encapsulatedPdf.uid],
    ['a service that is not storage', '1.2.840.10008.5.1.1.9'],
    ['a class that this DCMTK does not know', '1.2.840.10008.5.1.4.1.1.66.8'],
  ])('says the same of a class to us and to storescu: %s', async (_name, sopClassUid) => {
    const scp = await keep(startStorescp('+xa'));
    const ours = contextsOf(await look(scp.port, 'STORESCP'), sopClassUid);
    const theirs = await negotiateByStorescu(
      { port: scp.port, calledAeTitle: 'STORESCP', sopClassUid },
      ours.map((one) => one.transferSyntaxUid),
    );
    expect(ours).toEqual(theirs);
    expect(ours.length).toBeGreaterThan(1);
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

  it('tells the character set of an entry of our own test patient, and nothing of others', async () => {
    const worklist = await keep(startDicomWorklist());
    await worklist.add('A1', 'BN0001');
    await worklist.add('A2', 'RISPACS-TEST');
    const observation = await look(worklist.port, worklist.calledAe, 'worklist');
    expect(factsOf(observation)['dicom.query']).toMatchObject([
      // This list keeps the name without its diacritics.
      { level: 'worklist', status: 0, ownAnswers: 1, characterSetFits: true, nameIntact: false },
    ]);
    expect(JSON.stringify(observation)).not.toContain('BN0001');
  });
});

describe.skipIf(skipReason('storescp', 'Orthanc', 'openssl') !== undefined)(
  'DICOM over TLS',
  () => {
    async function certify(): Promise<Certificates> {
      const folder = await mkdtemp(path.join(tmpdir(), 'rispacs-tls-'));
      stops.push(() => rm(folder, { recursive: true, force: true }));
      return makeCertificates(folder);
    }
    const secure = ({ server }: Certificates) =>
      keep(startStorescp('+tls', server.keyPath, server.certPath, '-ic'));
    const lookSecure = (port: number, tls: NonNullable<DicomNode['tls']>, ports?: PortPlan) =>
      look(port, 'STORESCP', 'workstation', 'RISPACS', {
        node: { tls },
        ...(ports !== undefined && { ports }),
      });

    it('is told with its certificate; a port in the clear beside it is found', async () => {
      const certificates = await certify();
      const scp = await secure(certificates);
      const open = await keep(startStorescp());
      const facts = factsOf(
        await lookSecure(
          scp.port,
          { ca: certificates.authority.certPath },
          {
            plain: [
              { port: scp.port, calledAe: 'STORESCP' },
              { port: open.port, calledAe: 'OTHER' },
            ],
            tls: [],
          },
        ),
      );
      expect(facts['dicom.node']?.[0]).toMatchObject({ tls: true, echoStatus: 0 });
      expect(facts['dicom.tls']).toEqual([
        {
          node: 'peer',
          role: 'workstation',
          port: scp.port,
          offered: true,
          protocol: expect.stringMatching(/^TLSv1\.[23]$/),
          cipher: expect.stringMatching(/^TLS_/),
          certificateSubject: 'CN=server.test',
          certificateIssuer: 'CN=rispacs test authority',
          certificateValidFrom: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
          certificateValidTo: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
          certificateTrusted: true,
          nameMatches: true,
        },
      ]);
      expect(facts['dicom.plain']?.map((row) => [row.port, row.answered, row.outcome])).toEqual([
        [scp.port, false, 'not-dicom'],
        [open.port, true, 'accepted'],
      ]);
      expect(facts['dicom.context']?.some((row) => row.accepted)).toBe(true);
    });

    it('with a certificate that cannot be verified, or of another name, is observed and told so', async () => {
      const certificates = await certify();
      const scp = await secure(certificates);
      const unknown = await lookSecure(scp.port, {});
      expect(factsOf(unknown)['dicom.tls']?.[0]).toMatchObject({
        certificateTrusted: false,
        problem: expect.stringMatching(/CERT|SIGNATURE/),
      });
      expect(factsOf(unknown)['dicom.tls']?.[0]).not.toHaveProperty('nameMatches');
      expect(unknown.notes?.join('\n')).toContain('could not be verified');
      const other = await lookSecure(scp.port, {
        ca: certificates.authority.certPath,
        serverName: 'other.test',
      });
      expect(factsOf(other)['dicom.tls']?.[0]).toMatchObject({
        certificateTrusted: true,
        nameMatches: false,
      });
    });

    it('is found at a port beside a node that is declared without it', async () => {
      const certificates = await certify();
      const scp = await secure(certificates);
      const { server, authority } = certificates;
      const strict = await keep(
        startStorescp('+tls', server.keyPath, server.certPath, '+cf', authority.certPath),
      );
      const orthanc = await keep(startOrthanc());
      const facts = factsOf(
        await look(orthanc.port, 'ORTHANC', 'pacs', 'RISPACS', {
          ports: { plain: [], tls: [orthanc.port, scp.port, strict.port] },
        }),
      );
      expect(facts['dicom.tls']?.map((row) => [row.port, row.offered])).toEqual([
        [orthanc.port, false],
        [scp.port, true],
        // Wants a certificate of ours, and is TLS all the same.
        [strict.port, true],
      ]);
      expect(facts['dicom.tls']?.[1]).toMatchObject({ certificateSubject: 'CN=server.test' });
    });
  },
);

describe('our simulated hospital', () => {
  it('is told from a real one, and what it accepts is seen', async () => {
    const observation = await look(portOf(await startHospital(), 'pacs-chinh'), 'PACS_SIM');
    expect(observation.simulated).toBe(true);
    // It keeps a study of the test patient.
    expect(factsOf(observation)['dicom.query']?.[1]).toMatchObject({
      level: 'study',
      status: 0,
      ownAnswers: 1,
      declaredCharacterSet: 'ISO_IR 192',
      characterSetFits: true,
      nameIntact: true,
    });
    const storage = STORAGE_SOP_CLASSES.computedTomography.uid;
    expect(contextsOf(observation, storage).filter((one) => one.accepted).length).toBeGreaterThan(
      2,
    );
    expect(byAccess(observation)).toEqual([
      ['unknown-calling-ae', true],
      ['wrong-called-ae', true],
    ]);
  });
});
