import type { Checklist } from '../checklist/schema.ts';
import type { Assessment } from '../report/assessment.ts';
import { formatDate } from '../report/format.ts';
import { basisNames, outcomeNames, statementNames, stateNames } from '../report/labels.ts';
import { drawHashCode } from '../report/pictures/draw-hash-code.ts';
import {
  codeOf,
  isOpen,
  makeViewContext,
  type ViewContext,
  wordingOf,
} from '../report/view-context.ts';
import { viewCriterion } from '../report/view-criteria.ts';
import { anchorOfRecord, recordsShown } from '../report/view-links.ts';
import { weakestBasis } from '../verdict/decide-level.ts';
import type { ProductAssessment } from './judge-product.ts';
import { productWords } from './words.ts';

const obstaclesShown = 8;

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
      {
        label: view.pick(outcomeNames.met),
        value: `${view.count(product.counts.met)} (${describeGrounds(view, product)})`,
      },
      { label: view.pick(outcomeNames['not-met']), value: view.count(product.counts['not-met']) },
      { label: w.open, value: view.count(open) },
      { label: w.outside, value: view.count(product.outside.length) },
    ],
    ...viewObstacles(view, product),
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
    records: product.evidence.slice(0, recordsShown).map((one, index) => ({
      anchor: anchorOfRecord(index),
      id: view.clip(one.id, 120),
      about: view.clip(describeRecord(view, one), 300),
      state: one.kind === 'probe' ? view.pick(stateNames[one.state]) : '',
      files: one.attachments.map(({ sha256 }) => sha256).slice(0, 12),
    })),
  };
}

/** What a record is about: the system that was asked, or the paper or person that says something. */
function describeRecord(view: ViewContext, record: ProductAssessment['evidence'][number]): string {
  if (record.kind === 'probe') return record.subject;
  const parts =
    record.kind === 'document'
      ? [record.documentKind, record.number, record.issuer, formatDay(view, record.issued)]
      : [
          record.kind === 'refusal' ? record.probe : record.for.join(', '),
          record.by.name,
          formatDay(view, record.date),
        ];
  const told = parts.filter((part) => part !== undefined && part !== '').join('; ');
  return `${view.pick(statementNames[record.kind])}: ${told}`;
}

function formatDay(view: ViewContext, day: string | undefined): string | undefined {
  return day === undefined ? undefined : formatDate(day, view.language);
}

/** How many of the criteria met rest on what, by the weakest ground of each. */
function describeGrounds(view: ViewContext, { findings }: ProductAssessment): string {
  const met = findings.filter(({ outcome }) => outcome === 'met');
  return Object.entries(basisNames)
    .map(([kind, name]) => {
      const count = met.filter((one) => weakestBasis(one) === kind).length;
      return `${view.pick(name)} ${view.count(count)}`;
    })
    .join(', ');
}

/** What is not met, then what is open, for page 1. */
function viewObstacles(view: ViewContext, { findings, language }: ProductAssessment) {
  const undone = [
    ...findings.filter(({ outcome }) => outcome === 'not-met'),
    ...findings.filter(isOpen),
  ];
  const left = undone.length - obstaclesShown;
  return {
    obstacles: undone.slice(0, obstaclesShown).map(({ criterion, outcome }) => ({
      id: criterion,
      code: codeOf(criterion),
      wording: view.shorten(wordingOf(view, view.criterion(criterion), criterion), 48),
      outcome: view.pick(outcomeNames[outcome]),
    })),
    more: left > 0 ? productWords[language].more(view.count(left)) : '',
  };
}
