import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { compilePage } from '../../src/report/compile-page.ts';
import { describeProduct, productExitCode } from '../../src/vendor/describe-product.ts';
import { judgeProduct } from '../../src/vendor/judge-product.ts';
import { loadVendorScope } from '../../src/vendor/load-vendor-scope.ts';
import { viewProduct } from '../../src/vendor/view-product.ts';
import { type FixtureOptions, fixtureAssessment } from '../report/fixtures/assessment-for.ts';

const checklist = await loadChecklist(checklistFolder(defaultChecklist));
const scope = await loadVendorScope();
const make = (options: FixtureOptions = {}) => fixtureAssessment(checklist, options);

describe('what a product is judged on', () => {
  it('places every criterion once, with a reason', () => {
    const all = [...scope.product, ...scope.facility].flatMap(({ criteria }) => criteria).sort();
    const known = [...checklist.criteria, ...checklist.specialized].map(({ id }) => id).sort();
    expect(all).toEqual(known);
    expect(scope.checklist).toBe(checklist.manifest.id);
  });

  it('leaves out what belongs to a facility and changes no finding', () => {
    const assessment = make({ outcomes: { 'ht-03': 'not-met', 'pacs-16': 'undetermined' } });
    const product = judgeProduct(assessment, scope);
    const ids = product.findings.map(({ criterion }) => criterion);
    expect(ids).toContain('pacs-16');
    expect(ids).not.toContain('ht-03');
    expect(product.outside.map(({ criterion }) => criterion)).toContain('ht-03');
    expect(product.counts).toMatchObject({ 'not-met': 0, undetermined: 1 });
    for (const { scopeReason: _, ...finding } of product.findings)
      expect(assessment.findings.concat(assessment.specialized)).toContainEqual(finding);
  });

  it('never names a level', async () => {
    const assessment = make({ target: 'advanced' });
    const product = judgeProduct(assessment, scope);
    expect(JSON.stringify(product)).not.toMatch(/"(verdict|level|floor|ceiling)":/);
    const view = viewProduct(product, assessment, checklist, '0'.repeat(64));
    const page = await compilePage({
      template: 'vendor/product.hbs',
      styles: [],
      view,
      marks: { foot: view.w.foot, page: view.w.page },
    });
    expect(page).toContain('KHÔNG đề xuất mức nào');
    expect(page).not.toMatch(/Mức đề xuất|Nâng cao|Cơ bản|Chuyên sâu|Chưa đạt mức/);
    expect(describeProduct(product).join()).not.toMatch(/Nâng cao|Cơ bản|Chưa đạt mức/);
  });

  it('ends 3 when something is not met, 4 while something is open, 0 when all is met', () => {
    const code = (options: FixtureOptions) => {
      const product = judgeProduct(make(options), scope);
      return productExitCode({ ...product, sideEffects: [] }, true);
    };
    expect(code({ outcomes: { 'ht-01': 'not-met' } })).toBe(0);
    expect(code({ outcomes: { 'ris-01': 'undetermined' } })).toBe(4);
    expect(code({ outcomes: { 'ris-01': 'not-met' } })).toBe(3);
  });
});
