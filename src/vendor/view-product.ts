import type { Checklist } from '../checklist/schema.ts';
import type { Assessment } from '../report/assessment.ts';
import { formatDate } from '../report/format.ts';
import { outcomeNames } from '../report/labels.ts';
import { drawHashCode } from '../report/pictures/draw-hash-code.ts';
import { codeOf, makeViewContext, wordingOf } from '../report/view-context.ts';
import { viewCriterion } from '../report/view-criteria.ts';
import type { ProductAssessment } from './judge-product.ts';
import { productWords } from './words.ts';

/** What the product report prints, in the language of the assessment. Page 1 says what is not judged and that there is no level. */
export function viewProduct(
  product: ProductAssessment,
  assessment: Assessment,
  checklist: Checklist,
  resultSha256: string,
) {
  const { language } = product;
  const view = makeViewContext(assessment, checklist, language);
  const w = productWords[language];
  const named = product.product;
  const judged = new Set(product.findings.map(({ criterion }) => criterion));
  const open = product.counts.undetermined + product.counts['needs-attestation'];
  return {
    lang: language,
    w,
    simulated: product.simulated,
    title: `${w.title} - ${named?.name ?? w.unnamed}`,
    facts: [
      [w.product, named?.name ?? w.unnamed],
      [w.version, named?.version ?? w.unnamed],
      [w.vendor, named?.vendor ?? w.unnamed],
      [w.seenAt, assessment.facility.facility.name],
      [w.assessedOn, formatDate(product.assessedOn, language)],
      [w.checklist, `${view.pick(checklist.manifest.title)}, ${product.checklist.edition}`],
      [w.tool, `${product.tool.name} ${product.tool.version}`],
      [w.evidence, view.count(product.evidence.length)],
    ].map(([label = '', value = '']) => ({ label, value: view.clip(value, 300) })),
    counts: [
      { label: w.judged, value: view.count(product.findings.length) },
      { label: view.pick(outcomeNames.met), value: view.count(product.counts.met) },
      { label: view.pick(outcomeNames['not-met']), value: view.count(product.counts['not-met']) },
      { label: w.open, value: view.count(open) },
      { label: w.outside, value: view.count(product.outside.length) },
    ],
    resultSha256,
    hashCode: drawHashCode(resultSha256, { id: 'picture-result-hash', title: w.hash }),
    groups: [
      ...checklist.groups.map((group) => ({
        name: view.pick(group),
        ids: new Set(group.criterionIds),
      })),
      {
        name: w.certificates,
        ids: new Set(checklist.specialized.map(({ id }) => id)),
      },
    ]
      .map(({ name, ids }) => ({
        name,
        rows: product.findings
          .filter(({ criterion }) => ids.has(criterion) && judged.has(criterion))
          .map((finding) => ({
            ...viewCriterion(view, finding),
            scopeReason: view.pick(finding.scopeReason),
          })),
      }))
      .filter(({ rows }) => rows.length > 0),
    outside: product.outside.map(({ criterion, reason }) => ({
      code: codeOf(criterion),
      wording: view.shorten(wordingOf(view, view.criterion(criterion), criterion), 160),
      reason: view.pick(reason),
    })),
  };
}
