import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { csvCell, renderCsv } from '../../src/report/render-csv.ts';
import { renderJunit } from '../../src/report/render-junit.ts';
import { renderers } from '../../src/report/renderers.ts';
import { fixtureAssessment } from './fixtures/assessment-for.ts';

const checklist = await loadChecklist(
  path.resolve(import.meta.dirname, '../../checklists/annex-1-2021'),
);
const assessment = fixtureAssessment(checklist, {
  target: 'advanced',
  outcomes: { 'ht-03': 'not-met', 'pacs-09': 'undetermined', 'cl-01': 'needs-attestation' },
});
const input = { assessment, checklist, language: 'vi' } as const;

describe('renderCsv', () => {
  it('has one line per criterion and condition, CRLF, and a byte order mark for Excel', () => {
    const csv = renderCsv(input);
    expect(csv.startsWith('\ufefffacilityCode,')).toBe(true);
    const lines = csv.split('\r\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(1 + checklist.criteria.length + checklist.specialized.length);
    expect(csv).toContain('Không đạt');
  });

  it('quotes as RFC 4180 asks', () => {
    expect(csvCell('plain')).toBe('plain');
    expect(csvCell('a,b')).toBe('"a,b"');
    expect(csvCell('say "x"\r\nnext')).toBe('"say ""x""\nnext"');
  });

  it.each(['=1+1', '+84', '-1', '@SUM(A1)', ' =cmd|x', '\t=1', '＝1', '|calc'])(
    'does not let %j become a formula',
    (text) => {
      expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
    },
  );
});

describe('renderJunit', () => {
  it('fails what is not met and skips what is not decided', () => {
    const xml = renderJunit(input);
    expect(xml).toMatch(/<testsuites [^>]*tests="47" failures="1" errors="0" skipped="2">/);
    expect(xml.match(/<testcase /g)).toHaveLength(47);
    expect(xml).toMatch(/name="HT-03 [^"]*"><failure type="not-met" message="Không đạt: /);
    expect(xml).toMatch(/name="PACS-09 [^"]*"><skipped message="Chưa đủ bằng chứng: /);
  });

  it('stays well-formed for text from outside', () => {
    const hostile: Assessment = {
      ...assessment,
      findings: assessment.findings.map((finding) => ({
        ...finding,
        because: ']]></system-out><x a="\u0000\ufffe&',
      })),
    };
    const xml = renderJunit({ ...input, assessment: hostile });
    expect(xml).not.toContain('\u0000');
    expect(xml).not.toMatch(/\ufffe|<x |\]\]></);
    expect(xml.match(/<[a-z]/g)?.length).toBe(renderJunit(input).match(/<[a-z]/g)?.length);
  });
});

describe('renderers', () => {
  it.each(['json', 'html', 'csv', 'junit'] as const)(
    'makes %s from the one model',
    async (format) => {
      const rendering = await renderers[format].render({
        ...input,
        signal: AbortSignal.timeout(10_000),
        deadlineMs: 10_000,
      });
      expect(rendering.state).toBe('rendered');
      if (rendering.state === 'rendered') expect(rendering.bytes.length).toBeGreaterThan(1_000);
    },
  );
});
