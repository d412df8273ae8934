import { printableText } from '../report/printable-text.ts';
import { type GapViewInput, viewGap } from './view-gap.ts';

/** The plan as lines for the terminal; what belongs to a line above is indented below it. */
export function describeGap(input: GapViewInput): readonly string[] {
  const { w, title, simulated, facts, lead, cap, blockers, stages, lang } = viewGap(input);
  const lines = [
    ...(simulated ? [`*** ${w.simulated} ***`] : []),
    title.toLocaleUpperCase(lang),
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    '',
    ...lead,
    w.draftNote,
    ...(cap === undefined
      ? []
      : ['', w.capTitle.toLocaleUpperCase(lang), `  ${cap}`, `  ${w.capNote}`]),
    ...(blockers.length === 0 ? [] : ['', w.blockersTitle.toLocaleUpperCase(lang)]),
    ...blockers.flatMap(({ what, why, criteria, count }, index) => [
      `  ${index + 1}. ${what}`,
      ...(why === '' ? [] : [`     ${w.because}: ${why}`]),
      `     ${w.closes} (${count}): ${criteria}`,
    ]),
  ];
  for (const stage of stages) {
    lines.push('', stage.title.toLocaleUpperCase(lang));
    if (stage.note !== '') lines.push(`  ${stage.note}`);
    for (const { who, count, steps } of stage.groups) {
      lines.push(`  ${who}: ${count}`);
      for (const step of steps) {
        lines.push(
          `    ${step.code} ${step.wording}`,
          `      ${step.outcome}; ${step.work}`,
          ...(step.because === '' ? [] : [`      ${w.because}: ${step.because}`]),
          ...(step.isFix ? [`      ${w.do}: ${step.remedy}`] : []),
          `      ${w.prepare}: ${step.prepare}`,
          ...(step.byHand === '' ? [] : [`      ${w.byHand}: ${step.byHand}`]),
          ...step.missing.map((one) => `      ${w.missing}: ${one}`),
          ...(step.unseen === '' ? [] : [`      ${w.unseen}: ${step.unseen}`]),
          ...(step.isFix ? [] : [`      ${w.ifNotSo}: ${step.remedy}`]),
        );
      }
    }
  }
  return lines.map(printableText);
}
