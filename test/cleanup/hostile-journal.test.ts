import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareItems } from '../../src/cleanup/prepare-items.ts';
import { readJournal } from '../../src/cleanup/read-journal.ts';
import { loadFacility } from '../../src/facility/load.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { startBrokenRun } from './support/hospital.ts';
import { startStoredRun } from './support/stored-run.ts';

const runs = { seed: 20261122, numRuns: 150 };

describe('a journal written by anyone', () => {
  it('never makes a cancel of identifiers that were not ours', async () => {
    const hospital = await startBrokenRun(await makeTempFolder());
    await hospital.stop();
    const ours = await hospital.addOrder('planned');
    const loaded = await loadFacility(hospital.facilityFile, 'vi');
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom(
        'RISPACS-TEST',
        'RP202411220001',
        '2.25.1',
        ...Object.values(ours.identifiers),
      ),
    );
    const field = fc.constantFrom(...Object.keys(ours.identifiers), 'other');
    const line = fc.record({
      at: fc.oneof(fc.constant(new Date().toISOString()), text),
      id: fc.oneof(fc.constant(ours.id), text),
      system: fc.constantFrom('ris', 'x'),
      kind: fc.constantFrom('order', 'study', 'x'),
      identifiers: fc.dictionary(field, text).map((change) => ({ ...ours.identifiers, ...change })),
      state: fc.constantFrom('planned', 'sent', 'left', 'removed-verified', 'x'),
    });
    const lines = fc.array(
      fc.oneof(
        line.map((one) => JSON.stringify(one)),
        fc.string(),
        fc.json(),
      ),
      { maxLength: 6 },
    );
    const known = new Set(Object.values(ours.identifiers));
    await fc.assert(
      fc.asyncProperty(lines, async (written) => {
        await writeFile(hospital.dossier.path('side-effects.ndjson'), written.join('\n'));
        const { entries } = await readJournal(hospital.dossier);
        for (const item of await prepareItems(entries, loaded, 'vi')) {
          if (item.kind !== 'cancel') continue;
          const { order } = item;
          expect(order.patient.id).toBe('RISPACS-TEST');
          for (const value of [
            order.placerOrderNumber,
            order.accessionNumber,
            order.requestedProcedureId,
            order.scheduledStepId,
            order.studyInstanceUid,
          ])
            expect(known).toContain(value);
        }
      }),
      runs,
    );
  });

  it('never makes a removal of a study or an MPPS that was not ours', async () => {
    const run = await startStoredRun(await makeTempFolder(), {
      dicomPort: 9,
      webUrl: 'http://127.0.0.1:9/dicom-web',
      way: 'dicomweb-delete',
    });
    const { effect: study } = await run.addStudy('planned');
    const mpps = await run.addMpps('planned');
    const loaded = await loadFacility(await run.writeFacility('x.yaml', run.systems), 'vi');
    const known = [...Object.values(study.identifiers), ...Object.values(mpps.identifiers)];
    const text = fc.oneof(
      fc.string({ maxLength: 70 }),
      fc.constantFrom('1.2.840.113619.2.1', '2.25.1', 'BN0001', 'dicom', 'dicomweb', ...known),
    );
    const field = fc.constantFrom(
      ...Object.keys(study.identifiers),
      ...Object.keys(mpps.identifiers),
    );
    const line = fc.constantFrom(study, mpps).chain((base) =>
      fc.record({
        at: fc.constant(new Date().toISOString()),
        id: fc.oneof(fc.constant(base.id), text),
        system: fc.constantFrom('pacs', 'pacs', 'pacs', 'pacs-web', 'x'),
        kind: fc.constantFrom(base.kind, base.kind, base.kind, 'study', 'mpps'),
        identifiers: fc
          .dictionary(field, text, { maxKeys: 1 })
          .map((change) => ({ ...base.identifiers, ...change })),
        state: fc.constantFrom('planned', 'sent', 'left'),
        note: fc.constantFrom('removing', 'stillThere', 'closing', 'x'),
        recordedRemoval: fc.oneof(fc.json(), fc.constant(undefined)),
      }),
    );
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 4 }), async (written) => {
        const lines = written.map((one) => JSON.stringify(one)).join('\n');
        await writeFile(run.dossier.path('side-effects.ndjson'), lines);
        const { entries } = await readJournal(run.dossier);
        for (const item of await prepareItems(entries, loaded, 'vi')) {
          if (item.kind === 'remove-study')
            expect([known, 'RISPACS']).toEqual([
              expect.arrayContaining([item.study.studyInstanceUid]),
              item.study.patientId.slice(0, 7),
            ]);
          else if (item.kind === 'close-mpps') expect(known).toContain(item.sopInstanceUid);
          else continue;
          reached += 1;
        }
      }),
      runs,
    );
    expect(reached).toBeGreaterThan(10);
  });
});
