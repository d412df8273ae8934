import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/browser/browser.ts';
import type { FactRow } from '../../src/evidence/evidence.ts';
import { loadFacility } from '../../src/facility/load.ts';
import { type Facility, facilitySchema } from '../../src/facility/schema.ts';
import { locatePixelData } from '../../src/pixels/index.ts';
import { collectChallengeMedia } from '../../src/probes/challenge-media/collect.ts';
import type { Observation } from '../../src/probes/contract.ts';
import { collectViewer } from '../../src/probes/viewer/collect.ts';
import { probe as viewerProbe } from '../../src/probes/viewer/index.ts';
import { defaultViewerLimits } from '../../src/probes/viewer/target.ts';
import { type SimulatedHospital, startSimulatedHospital } from '../../src/simulator/index.ts';
import { writeChallengeDisc } from '../../src/simulator/media/write-challenge-disc.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { judgeFacts } from '../simulator/challenge/support/judge-records.ts';
import { portOf } from '../simulator/support/start-hospital.ts';

/** 131 MB are made, compared and sent here; these tests run beside nothing else. */
const longMs = 240_000;
const missingBrowser = (await findBrowser()) === undefined ? ' (no browser)' : '';

let parent: string;
let hospital: SimulatedHospital;
let facility: Facility;
beforeAll(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'rispacs-simulator-challenge-'));
  hospital = await startSimulatedHospital({
    folder: path.join(parent, 'benh-vien'),
    profile: 'advanced',
    language: 'vi',
    challenge: { seed: 'simulator-seed-0001' },
  });
  ({ facility } = await loadFacility(hospital.facilityFile, 'vi'));
}, longMs);
afterAll(async () => {
  await hospital?.stop();
  if (parent !== undefined) await rm(parent, { recursive: true, force: true });
});

function partOf() {
  if (hospital.challenge === undefined) throw new Error('there is no challenge study');
  return hospital.challenge;
}

function makeContext() {
  return makeProbeContext({ baseFolder: hospital.folder, allowed: new Set(['observe']) }).context;
}

async function observe(name: string, subjectId: string): Promise<Observation> {
  const { probeLoaders } = await import('../../src/probes/registry.ts');
  const probe = await probeLoaders[name]?.();
  if (probe === undefined) throw new Error(`no probe ${name}`);
  const step = probe.planSteps(facility, 'vi').find((one) => one.subjectId === subjectId);
  if (step === undefined) throw new Error(`${name} plans nothing for ${subjectId}`);
  return probe.collect(step.target, makeContext());
}

function rowsOf(observation: Observation, group: string): readonly FactRow[] {
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  return observation.facts[group] ?? [];
}

describe('the challenge study of the simulated hospital', () => {
  it(
    'is sent by a user, and arrives exactly',
    async () => {
      const [observation, taken] = await Promise.all([
        observe('challenge-receive', 'challenge-receive'),
        partOf().send(),
      ]);
      const rows = rowsOf(observation, 'challenge.receive');
      expect(rows).toMatchObject([
        {
          outcome: 'received',
          node: 'pacs-chinh',
          selection: 'series',
          received: taken,
          exact: true,
        },
      ]);
      const findings = await judgeFacts({ 'challenge.receive': rows });
      expect(findings['pacs-18']).toMatchObject({ outcome: 'met', basis: 'demonstrated' });
    },
    longMs,
  );

  it(
    'is on the exported disc, and a series that is left out is missed',
    async () => {
      const rows = rowsOf(await observe('challenge-media', 'dia-xuat'), 'challenge.media');
      expect(rows).toMatchObject([
        { expected: 423, found: 423, complete: true, viewerFound: true, nonceShown: true },
      ]);
      const sound = await judgeFacts({ 'challenge.media': rows });
      for (const id of ['pacs-17', 'pacs-18'])
        expect(sound[id]).toMatchObject({ outcome: 'met', basis: 'demonstrated' });

      const disc = path.join(parent, 'dia-thieu');
      const objects = (await listStored()).slice();
      await writeChallengeDisc(disc, objects, { study: 'incomplete', viewer: 'none' });
      const { folder } = partOf();
      const incomplete = rowsOf(
        await collectChallengeMedia(
          { medium: { id: 'dia-thieu', path: disc }, folder },
          makeContext(),
        ),
        'challenge.media',
      );
      expect(incomplete).toMatchObject([
        { complete: false, viewerFound: false, dicomdirListsStudy: true, seriesPartial: 0 },
      ]);
      expect(Number(incomplete[0]?.found)).toBeLessThan(423);
      const faulty = await judgeFacts({ 'challenge.media': incomplete });
      for (const id of ['pacs-17', 'pacs-18']) expect(faulty[id]?.outcome).toBe('undetermined');
      expect(faulty['pacs-17']?.remarks.join()).toContain('thiếu ảnh');
    },
    longMs,
  );

  it(
    'lies unchanged in the archive, and an edit that changes pixels is seen',
    async () => {
      const before = await observe('challenge-archive', 'pacs-chinh');
      expect(rowsOf(before, 'challenge.archive')).toMatchObject([
        { listed: 423, originals: 423, pixelsEqual: 423, complete: true },
      ]);
      expect(rowsOf(before, 'challenge.edit')).toMatchObject([{ kind: 'none' }]);

      const { archive } = hospital.behind.pacs;
      const { study } = partOf().challenge;
      const [first] = await listStored();
      if (first === undefined) throw new Error('the archive is empty');
      const bytes = Buffer.from(first.bytes);
      const place = locatePixelData(bytes, 'explicit-little-endian');
      if (!place.ok) throw new Error('no pixels');
      bytes.writeUInt8((bytes[place.value.valueBytes] ?? 0) ^ 1, place.value.valueBytes);
      archive.store({ ...first, bytes });
      archive.merge(study.patientId, 'RISPACS-TEST-2', 'KIỂM THỬ^RISPACS HAI');
      const after = await observe('challenge-archive', 'pacs-chinh');
      const edits = rowsOf(after, 'challenge.edit');
      expect(edits).toMatchObject([
        { kind: 'patient-corrected', pixelsEqual: 422, pixelsChanged: 1, originalsKept: false },
      ]);
      const { 'pacs-21': finding } = await judgeFacts({ 'challenge.edit': edits });
      expect(finding?.outcome).toBe('needs-attestation');
      expect(finding?.remarks.join()).toContain('không còn đúng điểm ảnh');
      archive.merge('RISPACS-TEST-2', study.patientId, 'KIỂM THỬ^RISPACS');
      archive.store(first);
    },
    longMs,
  );
});

describe.skipIf(missingBrowser !== '')(`its web viewer, in a browser${missingBrowser}`, () => {
  it(
    'shows the challenge study, over a certificate that no browser trusts',
    async () => {
      const rows = await look('ca/{studyInstanceUid}', defaultViewerLimits);
      expect(rows).toMatchObject([
        { outcome: 'rendered', series: 'ct', https: true, certificateTrusted: false },
      ]);
      // Trust would mean to change the list of authorities of whoever runs this.
      const findings = await judgeFacts({ 'viewer.view': rows });
      for (const id of ['pacs-06', 'pacs-17', 'pacs-20', 'pacs-23'])
        expect(findings[id]?.outcome, id).not.toBe('met');
    },
    longMs,
  );

  it.each([
    ['another study', `ca/${'2.25.166314690327298996427139894719407040776'}.1.1`, 'no-image'],
    ['an error', 'ca/1.2.3', 'error-page'],
    ['the list of studies', '', 'no-image'],
  ])(
    'proves nothing with %s',
    async (_, page, outcome) => {
      const rows = await look(page, { ...defaultViewerLimits, waitMs: 6_000 });
      expect(rows).toMatchObject([{ outcome }]);
      const findings = await judgeFacts({ 'viewer.view': rows });
      expect(findings['pacs-20']?.outcome).toBe('undetermined');
      expect(findings['pacs-20']?.remarks.join()).toContain('không thấy ca thử thách');
    },
    longMs,
  );
});

async function look(page: string, limits: typeof defaultViewerLimits): Promise<readonly FactRow[]> {
  const viewing = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    challenge: { folder: partOf().folder },
    viewers: [
      {
        id: 'xem-anh',
        url: `https://127.0.0.1:${portOf(hospital, 'xem-anh')}/xem-anh/${page}`,
        allowSelfSigned: true,
        profiles: ['desktop'],
      },
    ],
  });
  const [step] = viewerProbe.planSteps(viewing, 'vi');
  if (step === undefined) throw new Error('nothing was planned');
  return rowsOf(await collectViewer(step.target, makeContext(), limits), 'viewer.view');
}

async function listStored() {
  const { archive } = hospital.behind.pacs;
  const { challenge } = partOf();
  return challenge.series.flatMap(({ objects }) =>
    objects.flatMap(({ sopInstanceUid }) => archive.object(sopInstanceUid) ?? []),
  );
}
