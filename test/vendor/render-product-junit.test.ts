import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadChecklist } from '../../src/checklist/load.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { judgeProduct } from '../../src/vendor/judge-product.ts';
import { loadVendorScope } from '../../src/vendor/load-vendor-scope.ts';
import { renderProductJunit } from '../../src/vendor/render-product-junit.ts';
import { fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const scope = await loadVendorScope();
const assessment = fixtureAssessment(checklist, {
  outcomes: { 'ris-01': 'not-met', 'pacs-16': 'undetermined', 'cl-01': 'needs-attestation' },
});
const write = (one: Assessment) => renderProductJunit(judgeProduct(one, scope), one, checklist);

/** What a build server reads of the file. */
const note = z.object({ '@_message': z.string() });
const testsSchema = z.object({
  testsuites: z.object({
    '@_tests': z.string(),
    '@_failures': z.string(),
    '@_skipped': z.string(),
    testsuite: z.array(
      z.object({
        '@_name': z.string(),
        properties: z.object({
          property: z.array(z.object({ '@_name': z.string(), '@_value': z.string() })),
        }),
        testcase: z.array(
          z.object({
            '@_classname': z.string(),
            '@_name': z.string(),
            failure: note.optional(),
            skipped: note.optional(),
          }),
        ),
      }),
    ),
  }),
});
function read(xml: string) {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    isArray: (name) => ['testsuite', 'testcase', 'property'].includes(name),
  });
  const { testsuites } = testsSchema.parse(parser.parse(xml));
  return { ...testsuites, cases: testsuites.testsuite.flatMap(({ testcase }) => testcase) };
}

describe("the JUnit file of a product, as a build server's parser reads it", () => {
  it('tests what a product can be judged on, and nothing of a facility', () => {
    const { cases, ...totals } = read(write(assessment));
    const judged = scope.product.flatMap(({ criteria }) => criteria);
    expect(cases).toHaveLength(judged.length);
    expect(Number(totals['@_tests'])).toBe(judged.length);
    expect(cases.map((one) => one['@_name'].split(' ')[0]?.toLowerCase()).sort()).toEqual(
      [...judged].sort(),
    );
    for (const one of cases) expect(one['@_name'].length).toBeLessThanOrEqual(121);
  });

  it('fails what is not met and skips what is not decided, each with its reason', () => {
    const { cases, ...totals } = read(write(assessment));
    expect([totals['@_failures'], totals['@_skipped']]).toEqual(['1', '2']);
    const failed = cases.filter(({ failure }) => failure !== undefined);
    expect(failed.map((one) => one['@_classname'])).toEqual(['annex-1-2021.ris']);
    expect(failed[0]?.failure?.['@_message']).toContain('Không đạt: ');
    const skipped = cases.filter(({ skipped: one }) => one !== undefined);
    expect(skipped).toHaveLength(2);
    for (const one of skipped) expect(one.skipped?.['@_message'].length).toBeGreaterThan(20);
  });

  it('says in every suite that a product is judged and no level proposed', () => {
    const xml = write(assessment);
    for (const { properties } of read(xml).testsuite) {
      const values = new Map(properties.property.map((one) => [one['@_name'], one['@_value']]));
      expect(values.get('scope')).toBe('vendor');
      expect(values.get('scopeNote')).toContain('KHÔNG đề xuất mức nào');
    }
    expect(xml).not.toMatch(/proposedLevel|Nâng cao|Chuyên sâu|Chưa đạt mức/);
  });

  it('stays well-formed for text from anywhere', () => {
    const because = ']]></system-out><x a="\u0000\ufffe&\u202e';
    const hostile = {
      ...assessment,
      findings: assessment.findings.map((one) => ({ ...one, because })),
    };
    expect(read(write(hostile)).cases).toHaveLength(read(write(assessment)).cases.length);
  });
});
