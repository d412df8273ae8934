import { describe, expect, it } from 'vitest';
import { faults } from '../../src/simulator/index.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { expectedWithFault, slowFaults } from './support/expected-with-fault.ts';
import { judgeHospital, openOutcomesOf } from './support/judge-hospital.ts';

describe('a fault of the simulated hospital', () => {
  it.each(faults.filter((one) => !slowFaults.has(one.name)))(
    'changes the criteria it names and no other: $name',
    async (fault) => {
      const folder = await makeTempFolder();
      const faulty = { profile: 'broken', faults: [fault.name], allow: 'active' } as const;
      const assessment = await judgeHospital({ folder, ...faulty });
      expect(openOutcomesOf(assessment)).toEqual(expectedWithFault(fault));
    },
    30_000,
  );
});
