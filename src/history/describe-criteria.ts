import type { LinkKind } from '../checklist/succession.ts';
import type { BilingualText, Language } from '../locale/language.ts';
import { basisText, outcomeNames } from '../report/labels.ts';
import type { CriterionChange, CriterionDirection, Standing } from './compare-criteria.ts';
import type { Difference } from './compare-sides.ts';
import { layTable } from './lay-table.ts';
import { pick, plain } from './terminal-text.ts';

/** How a criterion of one edition became what it is in another. */
export const linkNames: { readonly [K in LinkKind]: BilingualText } = {
  same: { vi: 'không đổi', en: 'unchanged' },
  renamed: { vi: 'đổi mã, nội dung như cũ', en: 'another id, otherwise as before' },
  changed: {
    vi: 'đổi câu chữ, mức hoặc quy tắc',
    en: 'another wording, level or rule',
  },
  split: { vi: 'tách', en: 'split' },
  merged: { vi: 'gộp', en: 'merged' },
  regrouped: { vi: 'xếp lại', en: 'regrouped' },
  dropped: { vi: 'bỏ', en: 'dropped' },
  added: { vi: 'mới', en: 'new' },
};

const directionNames: { readonly [D in CriterionDirection]: BilingualText } = {
  better: { vi: 'tốt hơn', en: 'better' },
  worse: { vi: 'KÉM HƠN', en: 'WORSE' },
  'same-outcome': { vi: 'đổi căn cứ', en: 'other basis' },
  sideways: { vi: '', en: '' },
  'other-rule': { vi: 'quy tắc khác', en: 'other rule' },
  regrouped: { vi: 'không so được', en: 'not comparable' },
  'only-a': { vi: 'chỉ ở A', en: 'only in A' },
  'only-b': { vi: 'chỉ ở B', en: 'only in B' },
};

/** An outcome in words; one of another version of the tool as it is written. */
export function nameOutcome(outcome: string | undefined, language: Language): string {
  if (outcome === undefined) return language === 'vi' ? '(không có)' : '(absent)';
  return pick(outcomeNames, outcome)?.[language] ?? plain(outcome);
}

/** Criteria of which outcome or basis differ, then those that are other criteria on the other side. */
export function describeCriteria(difference: Difference, language: Language): readonly string[] {
  const vi = language === 'vi';
  if (difference.checklist.relation.kind === 'unrelated') {
    return [
      vi
        ? 'TIÊU CHÍ: không so, vì hai bộ tiêu chí không nói gì về nhau; mã trùng nhau có thể là tiêu chí khác nhau.'
        : 'CRITERIA: not compared, since the two checklists say nothing about each other; equal ids may be different criteria.',
    ];
  }
  const single = difference.criteria.filter(({ direction }) => direction !== 'regrouped');
  const others = difference.criteria.filter(({ direction }) => direction === 'regrouped');
  return [
    `${vi ? 'TIÊU CHÍ ĐỔI KẾT QUẢ HOẶC CĂN CỨ' : 'CRITERIA WITH ANOTHER OUTCOME OR BASIS'}: ${single.length}`,
    ...(single.length === 0 ? [] : tabulate(single, difference, language)),
    ...single
      .filter(({ direction }) => direction === 'worse')
      .map(
        (one) => `  ${plain(one.criterion)}: ${plain(one.because).slice(0, 160).toWellFormed()}`,
      ),
    ...(others.length === 0
      ? []
      : [
          vi
            ? `TIÊU CHÍ TÁCH, GỘP HOẶC XẾP LẠI: ${others.length}; kết quả hai bên không so trực tiếp được`
            : `CRITERIA SPLIT, MERGED OR REGROUPED: ${others.length}; outcomes are not directly comparable`,
        ]),
    ...others.map(
      ({ link, before, after }) =>
        `  ${linkNames[link][language]}: A ${list(before, language)} -> B ${list(after, language)}`,
    ),
  ];
}

function tabulate(
  changes: readonly CriterionChange[],
  { checklist }: Difference,
  language: Language,
): readonly string[] {
  const vi = language === 'vi';
  const basis = (value: string | undefined) =>
    value === undefined ? '-' : plain(basisText(value, language));
  return layTable([
    [vi ? 'Tiêu chí' : 'Criterion', 'A', 'B', '', vi ? 'Căn cứ' : 'Basis'],
    ...changes.map((one) => {
      const was = one.before[0]?.criterion ?? one.criterion;
      const renamed = was === one.criterion ? '' : ` (A: ${plain(was)})`;
      const [from, to] = [basis(one.basis.from), basis(one.basis.to)];
      return [
        `${plain(one.criterion)}${renamed}`,
        nameOutcome(one.outcome.from, language),
        nameOutcome(one.outcome.to, language),
        directionNames[one.direction][language],
        from === to ? from : `${from} -> ${to}`,
      ];
    }),
  ]).concat(
    changes
      .filter((one) => one.before[0] !== undefined && one.before[0].criterion !== one.criterion)
      .map((one) => {
        const was = plain(one.before[0]?.criterion ?? '');
        const edition = plain(checklist.a.edition);
        return vi
          ? `  ${plain(one.criterion)} là ${was} ở bản ${edition}`
          : `  ${plain(one.criterion)} was ${was} in edition ${edition}`;
      }),
  );
}

function list(standings: readonly Standing[], language: Language): string {
  return standings
    .map(({ criterion, outcome }) => `${plain(criterion)} (${nameOutcome(outcome, language)})`)
    .join(', ');
}
