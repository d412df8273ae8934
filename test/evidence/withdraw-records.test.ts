import path from 'node:path';
import { expect, it } from 'vitest';
import { Dossier } from '../../src/evidence/dossier.ts';
import type { ProbeEvidence } from '../../src/evidence/evidence.ts';
import { withdrawStaleRecords } from '../../src/evidence/withdraw-records.ts';
import { facilitySchema } from '../../src/facility/schema.ts';
import type { Plan } from '../../src/plan/make-plan.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';

const facility = facilitySchema.parse({ schemaVersion: 1, facility: { name: 'Bệnh viện A' } });

const makeRecord = (probe: string, subjectId: string): ProbeEvidence => ({
  kind: 'probe',
  id: `${probe}.${subjectId}`,
  probe,
  probeVersion: 1,
  subject: `${subjectId} (fake://)`,
  subjectId,
  startedAt: '2026-11-22T08:00:00.000+07:00',
  durationMs: 1,
  notes: [],
  attachments: [],
  state: 'observed',
  facts: {},
});

const makePlan = (targets: Readonly<Record<string, unknown>>): Plan => ({
  steps: Object.entries(targets).map(([subjectId, target]) => ({
    probe: { name: 'dicom', version: 1, planSteps: () => [], collect: () => Promise.reject() },
    step: {
      probe: 'dicom',
      subjectId,
      subject: `${subjectId} (fake://)`,
      risk: 'observe',
      contacts: [],
      sends: '',
      deadlineMs: 1_000,
      target,
    },
  })),
});

it('takes out of judging what the facility file no longer describes, but never what a command of its own made', async () => {
  const dossier = await Dossier.create(
    path.join(await makeTempFolder(), 'out'),
    {
      schemaVersion: 1,
      toolVersion: '0.0.0',
      assessedOn: '2026-11-22',
      language: 'vi',
      checklist: 'annex-1-2021',
      allowed: ['observe'],
      startedAt: '2026-11-22T08:00:00.000+07:00',
    },
    'vi',
  );
  for (const subjectId of ['same', 'changed', 'gone'])
    await dossier.writeRecord(makeRecord('dicom', subjectId));
  // Watched once by a command of its own; no plan names it, neither the earlier one nor this.
  await dossier.writeRecord(makeRecord('drill', 'pacs-pair'));
  await dossier.writeRecord(makeRecord('challenge', 'walk-ab12'));
  await dossier.writeRecord(makeRecord('sharing', 'check-ab12'));
  const withdrawn = await withdrawStaleRecords(
    dossier,
    facility,
    makePlan({ same: { name: 'Nguyễn'.normalize('NFD') }, changed: { port: 104 }, gone: {} }),
    makePlan({ same: { name: 'Nguyễn' }, changed: { port: 11_112 } }),
  );
  expect(withdrawn).toBe(2);
  const kept = (await dossier.readRecords('vi')).map(({ id }) => id);
  expect(kept).toEqual([
    'challenge.walk-ab12',
    'dicom.same',
    'drill.pacs-pair',
    'sharing.check-ab12',
  ]);
});
