import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareItems } from '../../src/cleanup/prepare-items.ts';
import { readJournal } from '../../src/cleanup/read-journal.ts';
import { loadFacility } from '../../src/facility/load.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { startBrokenRun } from './support/hospital.ts';

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
});
