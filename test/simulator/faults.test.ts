import { describe, expect, it } from 'vitest';
import { faults } from '../../src/simulator/index.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { judgeHospital, outcomesOf } from './support/judge-hospital.ts';

/** What stays open when no line may be loaded, and what an advanced hospital declares not to have. */
const alwaysOpen = { 'ht-03': 'undetermined', 'cs-01': 'not-met', 'cs-02': 'not-met' };

/** The HL7 client rightly waits its full minute for the acknowledgement; the RIS's own tests cover this one. */
const slow: ReadonlySet<string> = new Set(['ack-wrong-control-id']);

describe('a fault of the simulated hospital', () => {
  it.each(faults.filter((one) => !slow.has(one.name)))(
    'changes the criteria it names and no other: $name',
    async ({ name, changes }) => {
      const folder = await makeTempFolder();
      const assessment = await judgeHospital({
        folder,
        profile: 'broken',
        faults: [name],
        allow: 'active',
      });
      const open = Object.entries(outcomesOf(assessment)).filter(
        ([, outcome]) => outcome !== 'met',
      );
      expect(Object.fromEntries(open)).toEqual({ ...alwaysOpen, ...changes });
    },
    30_000,
  );
});
