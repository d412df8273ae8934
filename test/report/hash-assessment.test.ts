import { createHash } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { hashAssessment } from '../../src/report/hash-assessment.ts';
import { renderJson } from '../../src/report/render-json.ts';
import { fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(
  path.resolve(import.meta.dirname, '../../checklists/annex-1-2021'),
);

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

describe('hashAssessment', () => {
  const assessment = fixtureAssessment(checklist, { target: 'advanced' });

  it('is the SHA-256 of assessment.json as a file', () => {
    const bytes = Buffer.from(renderJson(assessment), 'utf8');
    expect(hashAssessment(assessment)).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(JSON.parse(bytes.toString('utf8'))).toEqual(JSON.parse(JSON.stringify(assessment)));
  });

  it('does not depend on the order of keys, and survives being written and read back', () => {
    expect(hashAssessment(reversed(assessment) as Assessment)).toBe(hashAssessment(assessment));
    const readBack = JSON.parse(renderJson(assessment)) as Assessment;
    expect(hashAssessment(readBack)).toBe(hashAssessment(assessment));
  });

  it('changes with one letter', () => {
    const changed = { ...assessment, assessedOn: '2026-11-23' };
    expect(hashAssessment(changed)).not.toBe(hashAssessment(assessment));
  });

  it('survives text that UTF-8 cannot carry and refuses numbers that JSON cannot', () => {
    const broken = {
      ...assessment,
      tool: { name: 'rispacs' as const, version: '\ud800' },
    };
    expect(renderJson(broken)).toContain('"version":"\ufffd"');
    const bad = {
      ...assessment,
      verdict: {
        ...assessment.verdict,
        makeUp: { ...assessment.verdict.makeUp, measured: Number.NaN },
      },
    };
    expect(() => hashAssessment(bad)).toThrow(RangeError);
  });
});
