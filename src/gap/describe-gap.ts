import type { Checklist } from '../checklist/schema.ts';
import type { BilingualText, Language } from '../locale/language.ts';
import { levelNames, outcomeNames, whoNames } from '../report/labels.ts';
import { printableText } from '../report/printable-text.ts';
import type { GapPlan, GapStage, GapStep, WorkKind } from './plan-gap.ts';

/** What closing a criterion takes, in words. */
export const workNames: { readonly [W in WorkKind]: BilingualText } = {
  state: { vi: 'chỉ cần giấy tờ hoặc xác nhận', en: 'a paper or a statement is enough' },
  show: { vi: 'cần đo hoặc kiểm tra lại', en: 'to be measured or looked at again' },
  fix: { vi: 'cần khắc phục', en: 'to be put right' },
};

const mostMissing = 3;

/** The plan as lines for the terminal. `missing` lines are in the language of the assessment. */
export function describeGap(
  plan: GapPlan,
  checklist: Checklist,
  language: Language,
): readonly string[] {
  const vi = language === 'vi';
  const name = (level: GapPlan['from']) => levelNames[level][language];
  if (plan.target === undefined)
    return [vi ? 'Không còn mức nào cao hơn.' : 'There is no higher level.'];
  const lines = [
    vi
      ? `Từ ${name(plan.from)} đến ${name(plan.target)} (theo dự thảo, chưa có giá trị pháp lý)`
      : `From ${name(plan.from)} to ${name(plan.target)} (under the draft, without legal force)`,
  ];
  for (const stage of plan.stages) {
    lines.push('', describeStage(stage, vi));
    for (const { who, steps } of stage.groups) {
      lines.push(`  ${whoNames[who][language]}: ${steps.length}`);
      for (const step of steps) lines.push(...describeStep(step, checklist, language));
    }
  }
  return lines.map(printableText);
}

function describeStage({ level, required, met, groups }: GapStage, vi: boolean): string {
  const language = vi ? 'vi' : 'en';
  const own = groups.reduce((sum, { steps }) => sum + steps.length, 0);
  const name = levelNames[level][language].toLocaleUpperCase(language);
  if (own === 0 && met === required)
    return vi ? `${name}: đủ ${required} tiêu chí` : `${name}: all ${required} criteria met`;
  return vi
    ? `${name}: đạt ${met}/${required}; thêm ${own} tiêu chí phải làm ở mức này`
    : `${name}: ${met} of ${required} met; ${own} more to close at this level`;
}

function describeStep(step: GapStep, checklist: Checklist, language: Language): readonly string[] {
  const vi = language === 'vi';
  const missing = step.missing.slice(0, mostMissing);
  const left = step.missing.length - missing.length;
  return [
    `    ${step.criterion} ${outcomeNames[step.outcome][language]}, ${workNames[step.work][language]}`,
    `      ${vi ? 'Làm' : 'Do'}: ${step.remedy[language]}`,
    `      ${vi ? 'Chuẩn bị' : 'Prepare'}: ${describePreparation(step, checklist, language)}`,
    ...missing.map((one) => `      ${vi ? 'Thiếu' : 'Missing'}: ${one}`),
    ...(left > 0 ? [`      ${vi ? `và ${left} mục nữa` : `and ${left} more`}`] : []),
  ];
}

/** Evidence that a criterion accepts, in words. */
export function describePreparation(
  { prepare }: Pick<GapStep, 'prepare'>,
  checklist: Checklist,
  language: Language,
): string {
  const vi = language === 'vi';
  const kinds = new Map(checklist.documentKinds.map((one) => [one.id, one]));
  const papers = prepare.documents.map((id) => kinds.get(id)?.[language] ?? id);
  return [
    ...(prepare.probes.length === 0
      ? []
      : [`${vi ? 'phép dò' : 'probe'} ${prepare.probes.join(', ')}`]),
    ...papers,
    ...(prepare.attestation
      ? [vi ? 'xác nhận có người ký, ngày và tệp' : 'an attestation with name, date and file']
      : []),
  ].join('; ');
}
