import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesQuery, matchesWildcard } from '../../src/simulator/dicom/match-key.ts';

const record = {
  PatientName: 'KIỂM THỬ^MÔ PHỎNG 1',
  StudyDate: '20250214',
  StudyInstanceUID: '2.25.1',
  ScheduledProcedureStepSequence: [{ Modality: 'CT', ScheduledStationAETitle: 'CT_SIM' }],
};

describe('query matching', () => {
  it.each([
    [{}, true],
    [{ PatientName: '' }, true],
    [{ PatientName: [{ Alphabetic: 'kiểm*' }] }, true],
    [{ PatientName: 'KI?M THỬ^MÔ PHỎNG 1' }, true],
    [{ PatientName: 'KIEM*' }, false],
    [{ StudyDate: '20250101-20250301' }, true],
    [{ StudyDate: '-20250213' }, false],
    [{ StudyDate: '20250215-' }, false],
    [{ StudyInstanceUID: ['2.25.9', '2.25.1'] }, true],
    [{ StudyInstanceUID: '2.25.*' }, false],
    [{ ScheduledProcedureStepSequence: [{ Modality: 'CT' }] }, true],
    [{ ScheduledProcedureStepSequence: [{ Modality: 'MR' }] }, false],
    [{ ScheduledProcedureStepSequence: [] }, true],
    [{ SomethingUnknown: 'x' }, true],
  ])('%j: %s', (query, expected) => {
    expect(matchesQuery(record, query)).toBe(expected);
  });

  it('matches wild cards as a regular expression would', () => {
    const letters = fc.string({ unit: fc.constantFrom('A', 'B', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (text, pattern) => {
        const value = text.replaceAll(/[*?]/g, 'C');
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesWildcard(value, pattern)).toBe(new RegExp(`^${source}$`).test(value));
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });

  it('stays cheap on a hostile pattern', () => {
    expect(matchesWildcard('A'.repeat(20_000), `${'*A'.repeat(120)}*B`)).toBe(false);
  });
});
