import { describe, expect, it } from 'vitest';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { judgeHospital } from './support/judge-hospital.ts';

describe('assessing a simulated hospital', () => {
  // A basic hospital that asks for more: what it declares not to have makes Basic certain, not open.
  it.each([
    { profile: 'basic', target: 'advanced', met: 39 },
    { profile: 'advanced', target: 'advanced', met: 45 },
    { profile: 'specialized', target: 'specialized', met: 45 },
  ] as const)(
    'gives the level it was made for: $profile',
    { timeout: 120_000 },
    async ({ profile, target, met }) => {
      const folder = await makeTempFolder();
      const assessment = await judgeHospital({ folder, profile, target, allow: 'active,load' });
      expect(assessment.verdict).toMatchObject({
        level: profile,
        floor: profile,
        ceiling: profile,
        status: 'final',
      });
      const satisfied = assessment.findings.filter((one) => one.outcome === 'met');
      expect(satisfied).toHaveLength(met);
      expect(satisfied.every((one) => one.simulated)).toBe(true);
      expect(assessment.simulated).toBe(true);
    },
  );

  it('marks what it sees as simulated even when the facility file does not say so', async () => {
    const folder = await makeTempFolder();
    const assessment = await judgeHospital({
      folder,
      profile: 'advanced',
      allow: 'active,load',
      unmarked: true,
      keepInternet: true,
    });
    expect(assessment.simulated).toBe(true);
    const seen = assessment.evidence.filter(
      (one) =>
        one.kind === 'probe' &&
        /^(dicom(-exchange|-compression|web)?|hl7|workflow|web|lan|internet)$/.test(one.probe),
    );
    expect(seen).toHaveLength(21);
    // A port that was only opened, or that nobody listens on, has not said anything.
    const unmarked = seen.filter((one) => one.simulated !== true).map((one) => one.id);
    expect(unmarked).toEqual([
      'hl7.ris-hl7',
      'hl7.ris-hl7-quy-trinh',
      'internet.duong-internet',
      'lan.tram-doc-toi-pacs',
    ]);
  }, 120_000);
});
