import { describe, expect, it } from 'vitest';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { judgeHospital } from './support/judge-hospital.ts';

describe('assessing a simulated hospital', () => {
  it.each(['basic', 'advanced', 'specialized'] as const)(
    'gives the level it was made for: %s',
    async (profile) => {
      const folder = await makeTempFolder();
      const assessment = await judgeHospital({ folder, profile, allow: 'active,load' });
      expect(assessment.verdict).toMatchObject({ level: profile, status: 'final' });
      expect(assessment.simulated).toBe(true);
      const needed = assessment.findings.filter((one) => one.outcome === 'met');
      expect(needed).toHaveLength(profile === 'basic' ? 39 : 45);
      expect(needed.every((one) => one.simulated)).toBe(true);
    },
    90_000,
  );

  it('leaves a basic hospital basic for certain when it asks for more', async () => {
    const folder = await makeTempFolder();
    const assessment = await judgeHospital({
      folder,
      profile: 'basic',
      allow: 'active,load',
      target: 'advanced',
    });
    expect(assessment.verdict).toMatchObject({ level: 'basic', floor: 'basic', ceiling: 'basic' });
  }, 90_000);
});
