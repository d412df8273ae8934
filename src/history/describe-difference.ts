import { formatDay } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import { basisText, levelNames, outcomeNames, stateNames } from '../report/labels.ts';
import type { CriterionChange, Difference } from './compare-sides.ts';
import { describeFacts } from './describe-fact-changes.ts';
import { layTable } from './lay-table.ts';
import type { ReadSide } from './read-side.ts';
import { clip, pick, plain } from './terminal-text.ts';

/** The difference as plain text. What comes from the two files is made fit for a terminal first. */
export function describeDifference(
  difference: Difference,
  sides: { readonly a: ReadSide; readonly b: ReadSide },
  language: Language,
): string[] {
  const vi = language === 'vi';
  return [
    ...describeHead(difference, sides, vi),
    '',
    ...describeLevel(difference, language),
    '',
    ...describeChecklist(difference, vi),
    '',
    ...describeCriteria(difference.criteria, language),
    '',
    ...describeEvidence(difference, language),
    '',
    ...describeFacts(difference.facts, language),
    '',
    ...describeFacility(difference, vi),
  ];
}

function describeHead(
  difference: Difference,
  sides: { readonly a: ReadSide; readonly b: ReadSide },
  vi: boolean,
): string[] {
  const language = vi ? 'vi' : 'en';
  const name = (key: 'a' | 'b') => {
    const { path, from, side } = sides[key];
    const judged =
      from === 'judged' ? (vi ? '; vừa chấm lại từ bằng chứng' : '; judged just now') : '';
    const mark = side.simulated ? (vi ? '; DỮ LIỆU MÔ PHỎNG' : '; SIMULATED DATA') : '';
    return plain(
      `${key.toUpperCase()}: ${path} (${side.facility.facility.name}; ${formatDay(side.assessedOn, language)}; rispacs ${side.tool.version}${judged}${mark})`,
    );
  };
  return [
    name('a'),
    name('b'),
    ...(difference.sameFacility
      ? []
      : [
          vi
            ? 'CHÚ Ý: hai hồ sơ mang tên hoặc mã của hai cơ sở khác nhau.'
            : 'NOTE: the two name different facilities.',
        ]),
    vi
      ? 'So những gì hai bên đã ghi; hồ sơ còn nguyên hay không thì xem: rispacs verify.'
      : 'Compares what both recorded; whether a dossier is intact: rispacs verify.',
  ];
}

function describeLevel({ level, outcomes }: Difference, language: Language): string[] {
  const vi = language === 'vi';
  const name = (value: string | undefined) =>
    value === undefined
      ? vi
        ? 'không nêu'
        : 'none named'
      : (pick(levelNames, value)?.[language] ?? plain(value));
  const status = (value: string) =>
    value === 'final' ? (vi ? 'kết quả cuối' : 'final') : vi ? 'tạm thời' : 'provisional';
  const { a, b } = level;
  const count = (side: Readonly<Record<string, number>>, key: string) => String(side[key] ?? 0);
  const rows = [
    [vi ? 'Mức đề nghị (theo dự thảo)' : 'Proposed level (draft)', name(a.level), name(b.level)],
    [vi ? 'Sàn' : 'Floor', name(a.floor), name(b.floor)],
    [vi ? 'Trần' : 'Ceiling', name(a.ceiling), name(b.ceiling)],
    [vi ? 'Tình trạng' : 'Status', status(a.status), status(b.status)],
    [vi ? 'Mức đăng ký' : 'Applied for', name(a.target), name(b.target)],
    ...Object.entries(outcomeNames).map(([key, words]) => [
      words[language],
      count(outcomes.a, key),
      count(outcomes.b, key),
    ]),
  ];
  const title = level.same
    ? vi
      ? 'MỨC: không đổi'
      : 'LEVEL: unchanged'
    : vi
      ? 'MỨC: có thay đổi'
      : 'LEVEL: changed';
  return [
    title,
    ...layTable([
      ['', 'A', 'B', ''],
      ...rows.map(([label = '', from = '', to = '']) => [label, from, to, from === to ? '' : '*']),
    ]),
  ];
}

function describeChecklist({ checklist }: Difference, vi: boolean): string[] {
  if (checklist.same)
    return [
      vi ? 'BỘ TIÊU CHÍ: cùng một bộ' : 'CHECKLIST: the same',
      `  ${plain(checklist.a.edition)}, SHA-256 ${plain(checklist.a.sha256)}`,
    ];
  return [
    vi
      ? 'BỘ TIÊU CHÍ: khác nhau; kết quả hai bên không so trực tiếp được'
      : 'CHECKLIST: different; outcomes are not directly comparable',
    ...(['a', 'b'] as const).map(
      (key) =>
        `  ${key.toUpperCase()}: ${plain(`${checklist[key].id}, ${checklist[key].edition}, SHA-256 ${checklist[key].sha256}`)}`,
    ),
    ...listIds(vi ? '  Chỉ có ở A' : '  Only in A', checklist.onlyInA),
    ...listIds(vi ? '  Chỉ có ở B' : '  Only in B', checklist.onlyInB),
  ];
}

function describeCriteria(changes: readonly CriterionChange[], language: Language): string[] {
  const vi = language === 'vi';
  const outcome = (value: string | undefined) =>
    value === undefined
      ? vi
        ? '(không có)'
        : '(absent)'
      : (pick(outcomeNames, value)?.[language] ?? plain(value));
  const basis = (value: string | undefined) =>
    value === undefined ? '-' : plain(basisText(value, language));
  const directions: Readonly<Record<CriterionChange['direction'], string>> = {
    better: vi ? 'tốt hơn' : 'better',
    worse: vi ? 'KÉM HƠN' : 'WORSE',
    'same-outcome': vi ? 'đổi căn cứ' : 'other basis',
    sideways: '',
    'only-a': vi ? 'chỉ ở A' : 'only in A',
    'only-b': vi ? 'chỉ ở B' : 'only in B',
  };
  const title = `${vi ? 'TIÊU CHÍ ĐỔI KẾT QUẢ HOẶC CĂN CỨ' : 'CRITERIA WITH ANOTHER OUTCOME OR BASIS'}: ${changes.length}`;
  if (changes.length === 0) return [title];
  return [
    title,
    ...layTable([
      [
        vi ? 'Tiêu chí' : 'Criterion',
        'A',
        'B',
        '',
        vi ? 'Căn cứ A' : 'Basis A',
        vi ? 'Căn cứ B' : 'Basis B',
      ],
      ...changes.map((one) => [
        plain(one.criterion),
        outcome(one.outcome.from),
        outcome(one.outcome.to),
        directions[one.direction],
        basis(one.basis.from),
        basis(one.basis.to),
      ]),
    ]),
    ...changes
      .filter((one) => one.direction === 'worse')
      .map(
        (one) => `  ${plain(one.criterion)}: ${plain(one.because).slice(0, 160).toWellFormed()}`,
      ),
  ];
}

function describeEvidence({ evidence }: Difference, language: Language): string[] {
  const vi = language === 'vi';
  const { added, removed, states } = evidence;
  const state = (value: string) => pick(stateNames, value)?.[language] ?? plain(value);
  return [
    vi
      ? `BẰNG CHỨNG: thêm ${added.length}, không còn ${removed.length}, phép đo đổi tình trạng ${states.length}`
      : `EVIDENCE: ${added.length} new, ${removed.length} gone, ${states.length} with another state`,
    ...clip(
      [
        ...added.map((one) => `  + ${plain(`${one.id}: ${one.about}`)}`),
        ...removed.map((one) => `  - ${plain(`${one.id}: ${one.about}`)}`),
        ...states.map((one) => `  ~ ${plain(one.id)}: ${state(one.from)} -> ${state(one.to)}`),
      ],
      vi,
    ),
  ];
}

function describeFacility({ facility }: Difference, vi: boolean): string[] {
  const parts: Readonly<Record<string, string>> = {
    facility: vi ? 'Cơ sở' : 'Facility',
    product: vi ? 'Sản phẩm' : 'Product',
    computers: vi ? 'Máy' : 'Computer',
    dicom: 'DICOM',
    hl7: 'HL7',
    lan: vi ? 'Đường đo LAN' : 'LAN path',
    internet: 'Internet',
    web: 'Web',
  };
  const none = vi ? '(không có)' : '(absent)';
  return [
    `${vi ? 'THAY ĐỔI Ở CƠ SỞ' : 'CHANGES AT THE FACILITY'}: ${facility.length}`,
    ...clip(
      facility.map((one) =>
        plain(
          `  ${parts[one.part] ?? one.part}${one.id === '' ? '' : ` ${one.id}`}: ${one.from ?? none} -> ${one.to ?? none}`,
        ),
      ),
      vi,
    ),
  ];
}

function listIds(title: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`${title}: ${plain(ids.slice(0, 100).join(', '))}`];
}
