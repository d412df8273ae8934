import type { Finding } from '../findings/finding.ts';
import { basisText, levelNames, outcomeNames } from './labels.ts';
import { printableText } from './printable-text.ts';
import { codeOf, isOpen, makeViewContext, type ViewContext, wordingOf } from './view-context.ts';
import { rangeText } from './view-cover.ts';
import type { ReportInput } from './view-model.ts';

/** A test's name is a line in a list; the whole wording is in its output. */
const mostTitleCharacters = 120;

/** Suites of tests, and what holds for all of them. */
export interface TestSuites {
  readonly name: string;
  readonly properties: readonly (readonly [string, string])[];
  /** A suite without findings is left out. */
  readonly suites: readonly { readonly name: string; readonly findings: readonly Finding[] }[];
}

/**
 * JUnit XML for build servers: one suite per criteria group, one test per criterion. `not-met` is a failure; what is not
 * decided is skipped with its reason, because it is neither a pass nor a failure.
 */
export function renderJunit(input: ReportInput): string {
  const { assessment, checklist, language } = input;
  const context = makeViewContext(assessment, checklist, language);
  const ofGroup = (ids: readonly string[]) =>
    assessment.findings.filter(({ criterion }) => ids.includes(criterion));
  return renderTestSuites(context, {
    name: `rispacs ${assessment.checklist.id}`,
    properties: [
      ['simulated', String(assessment.simulated)],
      ['draft', context.pick(context.checklist.manifest.status)],
      ['proposedLevel', `${context.pick(levelNames[assessment.verdict.level])}`],
      ['range', rangeText(context)],
      ['checklistSha256', assessment.checklist.sha256],
    ],
    suites: [
      ...checklist.groups.map((group) => ({
        name: context.pick(group),
        findings: ofGroup(group.criterionIds),
      })),
      { name: context.labels.s5, findings: assessment.specialized },
    ],
  });
}

/** Writes suites as JUnit XML; every suite carries the properties, since build servers take suites apart. */
export function renderTestSuites(context: ViewContext, input: TestSuites): string {
  const { name, properties } = input;
  const suites = input.suites.filter(({ findings }) => findings.length > 0);
  const all = suites.flatMap(({ findings }) => findings);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name=${attribute(name)} ${counts(all)}>
${suites.map((suite) => renderSuite(context, suite.name, suite.findings, properties)).join('\n')}
</testsuites>
`;
}

function renderSuite(
  context: ViewContext,
  name: string,
  findings: readonly Finding[],
  properties: TestSuites['properties'],
): string {
  const lines = properties.map(
    ([key, value]) => `<property name=${attribute(key)} value=${attribute(value)}/>`,
  );
  return `<testsuite name=${attribute(name)} ${counts(findings)}><properties>${lines.join('')}</properties>
${findings.map((finding) => renderCase(context, finding)).join('\n')}
</testsuite>`;
}

function renderCase(context: ViewContext, finding: Finding): string {
  const wording = wordingOf(context, context.criterion(finding.criterion), finding.criterion);
  const title = context.shorten(`${codeOf(finding.criterion)} ${wording}`, mostTitleCharacters);
  const head = `<testcase time="0" classname=${attribute(`${context.assessment.checklist.id}.${finding.criterion.split('-')[0] ?? ''}`)} name=${attribute(title)}`;
  const outcome = context.pick(outcomeNames[finding.outcome]);
  const output = `<system-out>${escapeXml(
    [
      wording,
      `${outcome} (${basisText(finding.basis, context.language)})`,
      finding.expected,
      finding.observed,
      finding.because,
      ...finding.missing,
    ].join('\n'),
  )}</system-out>`;
  if (finding.outcome === 'met') return `${head}>${output}</testcase>`;
  const message = attribute(`${outcome}: ${finding.because}`);
  const verdict = isOpen(finding)
    ? `<skipped message=${message}/>`
    : `<failure type="not-met" message=${message}>${escapeXml([finding.expected, finding.observed, finding.because].join('\n'))}</failure>`;
  return `${head}>${verdict}${output}</testcase>`;
}

function counts(findings: readonly Finding[]): string {
  const failures = findings.filter((finding) => finding.outcome === 'not-met').length;
  const skipped = findings.filter(isOpen).length;
  return `tests="${findings.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}

function attribute(text: string): string {
  return `"${escapeXml(text).replace(/\s/g, ' ')}"`;
}

/** XML 1.0 text; characters XML cannot carry have already become U+FFFD. */
function escapeXml(text: string): string {
  return printableText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}
