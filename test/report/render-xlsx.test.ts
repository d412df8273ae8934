import { describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { loadChecklist } from '../../src/checklist/load.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { renderXlsx } from '../../src/report/render-xlsx.ts';
import { type FixtureOptions, fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));

async function partsOf(options: FixtureOptions = {}): Promise<ReadonlyMap<string, string>> {
  const assessment = fixtureAssessment(checklist, options);
  const bytes = await renderXlsx({ assessment, checklist, language: 'vi' });
  const zip = await yauzl.fromBufferPromise(bytes);
  const parts = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
    parts.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
  }
  return parts;
}

describe('the workbook for a Department of Health', () => {
  it('has criteria, evidence and measurements, one sheet each', async () => {
    const parts = await partsOf();
    const names = [...(parts.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]+)"/g)];
    expect(names.map(([, name]) => name)).toEqual(['Tiêu chí', 'Bằng chứng', 'Số đo']);
    const rows = (parts.get('xl/worksheets/sheet1.xml') ?? '').match(/<row /g);
    expect(rows).toHaveLength(1 + checklist.criteria.length + checklist.specialized.length);
  });

  it('holds no formula, whatever a hospital calls itself', async () => {
    const parts = await partsOf({ facilityName: '=HYPERLINK("http://evil.example")' });
    const all = [...parts.values()].join('');
    expect(all).not.toMatch(/<f[ >]/);
    expect(all).toContain("<t>'=HYPERLINK(");
  });
});
