import type { Checklist } from '../checklist/schema.ts';
import type { Assessment } from '../report/assessment.ts';
import { renderTestSuites } from '../report/render-junit.ts';
import { makeViewContext } from '../report/view-context.ts';
import type { ProductAssessment } from './judge-product.ts';
import { productWords } from './words.ts';

/**
 * JUnit XML of a product for its vendor's build server: only what a product can be judged on is a test, and no level is
 * named. What only a facility can be judged on is counted in a property, since a test that never runs would look open.
 */
export function renderProductJunit(
  product: ProductAssessment,
  assessment: Assessment,
  checklist: Checklist,
): string {
  const context = makeViewContext(assessment, checklist, product.language);
  const w = productWords[product.language];
  const groups = [
    ...checklist.groups.map((group) => ({ name: context.pick(group), ids: group.criterionIds })),
    { name: w.certificates, ids: checklist.specialized.map(({ id }) => id) },
  ];
  const named = product.product;
  return renderTestSuites(context, {
    name: `rispacs product ${product.checklist.id}`,
    properties: [
      ['scope', product.scope],
      ['scopeNote', w.noLevel],
      ['draft', w.draftNote],
      ['simulated', String(product.simulated)],
      ['product', named?.name ?? w.unnamed],
      ['productVersion', named?.version ?? w.unnamed],
      ['outsideScope', String(product.outside.length)],
      ['checklistSha256', product.checklist.sha256],
    ],
    suites: groups.map(({ name, ids }) => ({
      name,
      findings: product.findings.filter(({ criterion }) => ids.includes(criterion)),
    })),
  });
}
