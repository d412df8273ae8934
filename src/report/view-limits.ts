import type { Attachment } from '../evidence/evidence.ts';
import { limitStatements, obligations } from './fixed-texts.ts';
import { levelNames } from './labels.ts';
import { codeOf, type ViewContext } from './view-context.ts';

/** Section VI: duties the draft states outside its table. */
export function viewObligations(context: ViewContext) {
  return obligations.map(({ article, text }) => ({
    article: context.pick(article),
    text: context.pick(text),
  }));
}

/** Section VIII. Names no level for simulated data, and only ever asks that a level be considered under the draft. */
export function viewProposal(context: ViewContext): readonly string[] {
  const { say, pick } = context;
  const { simulated, verdict } = context.assessment;
  if (simulated) return [say.proposalSimulated, say.proposalClosing];
  const lines: string[] = [];
  if (verdict.level === 'none') lines.push(say.proposalNone);
  else if (verdict.level === 'basic') lines.push(say.proposalBasic);
  else {
    lines.push(say.proposalCouncil(say.addressee(verdict.level), pick(levelNames[verdict.level])));
  }
  if (verdict.status === 'provisional') lines.push(say.proposalProvisional);
  if (
    verdict.level !== 'none' &&
    verdict.target !== undefined &&
    verdict.target !== verdict.level
  ) {
    lines.push(say.proposalBelowTarget(pick(levelNames[verdict.target])));
  }
  return [...lines, say.proposalClosing];
}

/** Section IX: what the report does not say, our own figures, re-used files, simulated evidence. */
export function viewLimits(context: ViewContext) {
  return {
    statements: [
      ...limitStatements.map(context.pick),
      `${context.labels.levelRule} ${levelRule(context)}`,
    ],
    tolerances: collectTolerances(context),
    shared: viewSharedFiles(context),
    simulated: simulatedText(context),
  };
}

/** The rule as the verdict states it, or the checklist's translation when the report is in another language. */
function levelRule(context: ViewContext): string {
  const { assessment, checklist, language, pick } = context;
  const rule =
    assessment.language === language
      ? assessment.verdict.rule
      : pick(checklist.manifest.level_rule);
  return context.sentence(rule, 1_500);
}

function collectTolerances(context: ViewContext) {
  const byText = new Map<string, string[]>();
  for (const finding of [...context.assessment.findings, ...context.assessment.specialized]) {
    for (const text of finding.tolerances) {
      const users = byText.get(text) ?? [];
      users.push(codeOf(finding.criterion));
      byText.set(text, users);
    }
  }
  return [...byText].map(([text, users]) => ({
    text: withoutOwner(context.recorded(text, 600)),
    criteria: [...new Set(users)].join(', '),
  }));
}

/** The caption says whose figures these are; a row need not say it again. */
function withoutOwner(text: string): string {
  const bare = text.replace(/^(?:Của công cụ|Ours):\s*/, '');
  const [first = ''] = bare;
  return `${first.toLocaleUpperCase('vi')}${bare.slice(first.length)}`;
}

function viewSharedFiles(context: ViewContext) {
  const names = new Map<string, Attachment>();
  for (const record of context.assessment.evidence) {
    for (const file of record.attachments) names.set(file.sha256, file);
  }
  return context.assessment.sharedFiles.map(({ sha256, criteria }) => {
    const file = names.get(sha256);
    return {
      name: context.clip(file?.originalName ?? file?.path ?? sha256, 160),
      sha256,
      criteria: criteria.map(codeOf).join(', '),
    };
  });
}

function simulatedText(context: ViewContext): string {
  const { assessment, say, count } = context;
  const simulated = assessment.evidence.filter((record) => record.simulated === true).length;
  const lines = [
    ...(simulated === 0
      ? []
      : [say.simulatedSome(count(simulated), count(assessment.evidence.length))]),
    ...(assessment.facility.simulated === true ? [say.simulatedFacility] : []),
  ];
  return lines.length === 0 ? say.simulatedNone : lines.join(' ');
}
