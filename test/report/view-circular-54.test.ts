import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { loadCircular54 } from '../../src/legal-basis/load-circular-54.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { viewCircular54 } from '../../src/report/view-circular-54.ts';
import { makeViewContext } from '../../src/report/view-context.ts';
import { fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const circular = await loadCircular54();

describe('Annex V', () => {
  const context = makeViewContext(fixtureAssessment(checklist), checklist, 'vi');
  const annex = viewCircular54(context, circular);

  it('places each of the 18 criteria of Circular 54/2017, and knows every number the draft names', () => {
    expect(annex.rows.map(({ id }) => Number(id))).toEqual(
      Array.from({ length: 18 }, (_, index) => 62 + index),
    );
    for (const { id, now } of annex.rows) expect(now.length, id).toBeGreaterThan(0);
  });

  it('shows that WebView moves from Advanced to Basic', () => {
    const now = annex.rows.find(({ id }) => id === '78')?.now;
    expect(now).toMatchObject([{ code: 'PACS-20', level: 'Cơ bản', moved: true }]);
  });

  it('names what is new in the draft', () => {
    expect(annex.added).toContain('HT-01');
    expect(annex.added).not.toContain('RIS-01');
  });
});
