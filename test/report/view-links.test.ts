import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));

describe('the links of a report', () => {
  it.each(['basic', 'advanced', 'specialized', undefined] as const)(
    'lead somewhere, also those of evidence for the Specialized level (applied for: %s)',
    async (target) => {
      const base = fixtureAssessment(checklist, target === undefined ? {} : { target });
      const [record] = base.evidence;
      const evidence = record === undefined ? [] : [record.id];
      const specialized = base.specialized.map((one) => ({ ...one, evidence }));
      const html = await renderHtml({
        ...{ assessment: { ...base, specialized }, checklist, language: 'vi' },
      });
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const targets = [...html.matchAll(/ href="#([^"]*)"/g)].map(([, one]) => one);
      expect(targets.filter((one) => !ids.includes(one))).toEqual([]);
      const isPrinted = target === 'specialized' || target === undefined;
      for (const { criterion } of specialized)
        expect(targets.includes(criterion), criterion).toBe(isPrinted);
    },
  );
});
