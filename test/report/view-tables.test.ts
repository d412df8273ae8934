import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { FactRow } from '../../src/evidence/evidence.ts';
import { factRegistry } from '../../src/probes/fact-registry.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { measurementTables } from '../../src/report/measurement-tables.ts';
import { makeViewContext } from '../../src/report/view-context.ts';
import { viewTables } from '../../src/report/view-tables.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
function tablesOf(facts: Readonly<Record<string, readonly FactRow[]>>) {
  const evidence = [{ kind: 'probe', state: 'observed', id: 'x', facts }];
  const assessment = { evidence, findings: [], specialized: [], language: 'vi' };
  return viewTables(makeViewContext(assessment as unknown as Assessment, checklist, 'vi'));
}

describe('tables of measurements', () => {
  it('name only facts that probes can give', () => {
    const unknown = measurementTables.flatMap(({ group, columns }) =>
      columns
        .filter(({ column }) => !factRegistry().get(group)?.row.shape[column])
        .map(({ column }) => `${group}.${column}`),
    );
    expect(unknown).toEqual([]);
  });

  it('leave out empty columns and tables, and say codes in words', () => {
    const [table, ...others] = tablesOf({
      'dicom.retrieve': [
        { node: 'pacs', method: 'move', to: 'RISPACS', status: 0xa801, expected: 17, received: 0 },
      ],
    });
    expect(others).toEqual([]);
    expect(table?.heads).toEqual(['Nút', 'Cách', 'Nơi nhận', 'Trạng thái', 'Phải có', 'Nhận']);
    expect(table?.rows).toEqual([
      { cells: ['pacs', 'C-MOVE về máy này', 'RISPACS', '0xa801', '17', '0'] },
    ]);
  });

  it('show what differs, not what is as it should be', () => {
    const tables = tablesOf({
      'dicom.text': [
        { node: 'p', verdict: 'intact', keyword: 'PatientName', sent: 'Ánh' },
        { node: 'p', verdict: 'stripped', keyword: 'PatientName', sent: 'Ánh', received: 'nh' },
      ],
      'dicom.claim': [{ node: 'p', claimed: true, agrees: true, sopClassName: 'CT' }],
    });
    expect(tables.map(({ title }) => title)).toEqual(['Chữ tiếng Việt không nguyên vẹn']);
    expect(tables[0]?.rows).toHaveLength(1);
  });

  it('of many rows are cut, and say so', () => {
    const row = { medium: 'a', kind: 'iso', viewerFound: true };
    const [table] = tablesOf({ 'media.volume': Array.from({ length: 75 }, () => row) });
    expect(table?.rows).toHaveLength(60);
    expect(table?.more).toContain('15');
  });
});
