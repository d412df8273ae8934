import type { Finding } from '../findings/finding.ts';
import { basisText, levelNames, outcomeNames } from './labels.ts';
import { printableText } from './printable-text.ts';
import { codeOf, isOpen, makeViewContext, type ViewContext, wordingOf } from './view-context.ts';
import { rangeText } from './view-cover.ts';
import type { ReportInput } from './view-model.ts';

/**
 * JUnit XML for vendors' build servers: one suite per criteria group, one test per criterion. `not-met` is a failure;
 * what is not decided is skipped with its reason, because it is neither a pass nor a failure.
 */
export function renderJunit(input: ReportInput): string {
  const { assessment, checklist, language } = input;
  const context = makeViewContext(assessment, checklist, language);
  const suites = checklist.groups.map((group) => {
    const members = new Set(group.criterionIds);
    const findings = assessment.findings.filter((finding) => members.has(finding.criterion));
    return renderSuite(context, context.pick(group), findings);
  });
  if (assessment.specialized.length > 0) {
    suites.push(renderSuite(context, context.labels.s5, assessment.specialized));
  }
  const all = [...assessment.findings, ...assessment.specialized];
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name=${attribute(`rispacs ${assessment.checklist.id}`)} ${counts(all)}>
${suites.join('\n')}
</testsuites>
`;
}

function renderSuite(context: ViewContext, name: string, findings: readonly Finding[]): string {
  const { assessment } = context;
  const properties: readonly (readonly [string, string])[] = [
    ['simulated', String(assessment.simulated)],
    ['draft', context.pick(context.checklist.manifest.status)],
    ['proposedLevel', `${context.pick(levelNames[assessment.verdict.level])}`],
    ['range', rangeText(context)],
    ['checklistSha256', assessment.checklist.sha256],
  ];
  const lines = properties.map(
    ([key, value]) => `<property name=${attribute(key)} value=${attribute(value)}/>`,
  );
  return `<testsuite name=${attribute(name)} ${counts(findings)}><properties>${lines.join('')}</properties>
${findings.map((finding) => renderCase(context, finding)).join('\n')}
</testsuite>`;
}

function renderCase(context: ViewContext, finding: Finding): string {
  const wording = wordingOf(context, context.criterion(finding.criterion), finding.criterion);
  const head = `<testcase classname=${attribute(finding.criterion.split('-')[0] ?? '')} name=${attribute(`${codeOf(finding.criterion)} ${wording}`)}`;
  const outcome = context.pick(outcomeNames[finding.outcome]);
  const output = `<system-out>${escapeXml(
    [
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
    : `<failure type="not-met" message=${message}/>`;
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
