import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { hashAssessment } from '../../src/report/hash-assessment.ts';
import { csvCell, renderCsv } from '../../src/report/render-csv.ts';
import { renderJunit } from '../../src/report/render-junit.ts';
import { renderReport } from '../../src/report/render-report.ts';
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

describe('renderReport', () => {
  it('writes every format from the one model, and its hash is that of the file', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-report-'));
    try {
      const { files } = await renderReport({
        folder,
        assessment,
        checklist,
        formats: ['json', 'html', 'csv', 'junit'],
        signal: AbortSignal.timeout(10_000),
      });
      expect(Object.keys(files).sort()).toEqual(['csv', 'html', 'json', 'junit']);
      for (const name of Object.values(files)) {
        expect((await readFile(path.join(folder, name))).length).toBeGreaterThan(1_000);
      }
      const json = await readFile(path.join(folder, 'assessment.json'));
      expect(createHash('sha256').update(json).digest('hex')).toBe(hashAssessment(assessment));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
