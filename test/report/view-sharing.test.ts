import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { EvidenceRecord } from '../../src/evidence/evidence.ts';
import { facilitySchema } from '../../src/facility/schema.ts';
import { judgeCriteria } from '../../src/findings/judge.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));

const checked = (subject: string): EvidenceRecord => ({
  id: 'sharing.check-ab12',
  kind: 'probe',
  probe: 'sharing',
  probeVersion: 1,
  subject: 'check',
  subjectId: 'check-ab12',
  startedAt: '2026-11-22T09:14:00+07:00',
  durationMs: 0,
  notes: [],
  state: 'observed',
  attachments: [],
  facts: {
    'sharing.verdict': [
      {
        edition: 'Dự thảo 11/2025',
        checkedOn: '2026-11-22',
        subject,
        about: 'study',
        standing: 'contradicted',
        met: 8,
        notMet: ['dq-12'],
        signals: ['dq-15'],
        open: 3,
        forDoctor: 2,
      },
    ],
  },
});

const render = (evidence: readonly EvidenceRecord[], language: 'vi' | 'en' = 'vi') =>
  renderHtml({ assessment: { ...fixtureAssessment(checklist), evidence }, checklist, language });

describe('Annex VI', () => {
  it('prints what a check came to, and that it is by another draft and no level', async () => {
    const html = await render([checked('ca-1')]);
    for (const words of [
      'Phụ lục VI',
      'ca-1',
      'Có điều kiện bị trái',
      'dq-12',
      'dq-15',
      '11/2025',
    ]) {
      expect(html).toContain(words);
    }
    expect(html).toContain('không làm thay đổi mức');
    expect(await render([checked('ca-1')], 'en')).toContain('do not change the level');
  });

  it('is not there without a check, and shows hostile labels as text', async () => {
    expect(await render([])).not.toContain('Phụ lục VI');
    const html = await render([checked('<script>alert(1)</script>')]);
    expect(html).not.toContain('<script>alert');
  });

  it('changes no finding', () => {
    const input = {
      checklist,
      facility: facilitySchema.parse({ schemaVersion: 1, facility: { name: 'X' } }),
      assessedOn: '2026-11-22',
      language: 'vi' as const,
    };
    expect(judgeCriteria({ ...input, evidence: [checked('ca-1')] })).toEqual(
      judgeCriteria({ ...input, evidence: [] }),
    );
  });
});
