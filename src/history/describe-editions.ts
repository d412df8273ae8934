import type { Language } from '../locale/language.ts';
import { levelNames } from '../report/labels.ts';
import type { Difference } from './compare-sides.ts';
import { linkNames } from './describe-criteria.ts';
import type { EditionRelation, LevelMakeUp } from './relate-editions.ts';
import { clip, plain } from './terminal-text.ts';

/** Which checklists were used, and how they stand to each other. */
export function describeEditions({ checklist }: Difference, language: Language): readonly string[] {
  const vi = language === 'vi';
  const { relation, a, b } = checklist;
  if (relation.kind === 'same')
    return [
      vi ? 'BỘ TIÊU CHÍ: cùng một bộ' : 'CHECKLIST: the same',
      `  ${plain(a.edition)}, SHA-256 ${plain(a.sha256)}`,
    ];
  return [
    titleOf(relation, vi),
    ...[a, b].map(
      (one, index) =>
        `  ${index === 0 ? 'A' : 'B'}: ${plain(`${one.id}, ${one.edition}, SHA-256 ${one.sha256}`)}`,
    ),
    ...(relation.kind === 'linked' ? describeLinks(relation, language) : []),
    ...(relation.kind === 'by-id'
      ? [
          ...listIds(vi ? '  Chỉ có ở A' : '  Only in A', checklist.onlyInA),
          ...listIds(vi ? '  Chỉ có ở B' : '  Only in B', checklist.onlyInB),
        ]
      : []),
  ];
}

function titleOf(relation: EditionRelation, vi: boolean): string {
  if (relation.kind === 'unrelated') {
    return vi
      ? 'BỘ TIÊU CHÍ: khác nhau và không bộ nào nói mình nối tiếp bộ kia; kết quả hai bên không so trực tiếp được'
      : 'CHECKLIST: different, and neither says that it comes from the other; outcomes are not directly comparable';
  }
  if (relation.kind === 'linked' && relation.way !== 'same-edition') {
    return vi
      ? 'BỘ TIÊU CHÍ: hai bản khác nhau; tiêu chí xếp cạnh nhau theo điều bản sau ghi về bản trước'
      : 'CHECKLIST: two editions; criteria are lined up by what the later says about the earlier';
  }
  if (relation.kind === 'linked') {
    return vi
      ? 'BỘ TIÊU CHÍ: cùng bản, nhưng nội dung tệp khác nhau'
      : 'CHECKLIST: the same edition, with other bytes';
  }
  return vi
    ? 'BỘ TIÊU CHÍ: khác nhau, không có đủ cả hai để so quy tắc; kết quả hai bên không so trực tiếp được'
    : 'CHECKLIST: different, and not both are at hand to compare their rules; outcomes are not directly comparable';
}

function describeLinks(
  { links }: Extract<EditionRelation, { kind: 'linked' }>,
  language: Language,
): readonly string[] {
  const told = links.filter(({ kind }) => kind !== 'same');
  if (told.length === 0) {
    return [
      language === 'vi'
        ? '  Mọi tiêu chí giữ nguyên mã, câu chữ, mức và quy tắc.'
        : '  Every criterion keeps its id, wording, level and rule.',
    ];
  }
  const none = '-';
  return clip(
    told.map(
      ({ kind, from, to }) =>
        `  ${from.map(plain).join(', ') || none} -> ${to.map(plain).join(', ') || none}: ${linkNames[kind][language]}`,
    ),
    language === 'vi',
  );
}

/** What makes equal names of levels different things: said wherever two levels stand side by side. */
export function describeLevelMakeUp(
  relation: EditionRelation,
  language: Language,
): readonly string[] {
  const vi = language === 'vi';
  if (relation.kind === 'same') return [];
  if (relation.kind === 'linked')
    return relation.levels.flatMap((one) => describeOneLevel(one, language));
  return [
    vi
      ? '  CHÚ Ý: hai bộ tiêu chí khác nhau; cùng tên mức chưa chắc đòi hỏi như nhau.'
      : '  NOTE: the checklists differ; levels of the same name may ask for different things.',
  ];
}

function describeOneLevel({ level, a, b, common }: LevelMakeUp, language: Language): string[] {
  if (a === b && common === a) return [];
  const name = levelNames[level][language];
  return [
    language === 'vi'
      ? `  CHÚ Ý: mức ${name} của A gồm ${a} tiêu chí, của B gồm ${b}; ${common} tiêu chí giống hệt nhau. Cùng tên mức nhưng không cùng đòi hỏi.`
      : `  NOTE: ${name} asks for ${a} criteria in A and ${b} in B, ${common} of them the same. One name, other demands.`,
  ];
}

function listIds(title: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`${title}: ${plain(ids.slice(0, 100).join(', '))}`];
}
