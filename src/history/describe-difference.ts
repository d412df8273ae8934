import { formatDay } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import { levelNames, outcomeNames, stateNames } from '../report/labels.ts';
import type { Difference, EvidenceChange } from './compare-sides.ts';
import { describeCriteria } from './describe-criteria.ts';
import { describeEditions, describeLevelMakeUp } from './describe-editions.ts';
import { describeFacts } from './describe-fact-changes.ts';
import { describeMeasurements } from './describe-measurements.ts';
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
    ...describeEditions(difference, language),
    '',
    ...describeCriteria(difference, language),
    '',
    ...describeMeasurements(difference.measurements, language),
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
    ...describeWarnings(difference, vi),
    vi
      ? 'So những gì hai bên đã ghi; hồ sơ còn nguyên hay không thì xem: rispacs verify.'
      : 'Compares what both recorded; whether a dossier is intact: rispacs verify.',
  ];
}

function describeWarnings(difference: Difference, vi: boolean): string[] {
  const { scope, sameFacility, simulated, assessedOn } = difference;
  return [
    ...(scope === 'vendor'
      ? [
          vi
            ? 'Cả hai xét một sản phẩm (--scope vendor), không xét cơ sở nào.'
            : 'Both judge a product (--scope vendor), not a facility.',
        ]
      : []),
    ...(sameFacility
      ? []
      : scope === 'vendor'
        ? [
            vi
              ? 'CHÚ Ý: hai hồ sơ mang tên hai sản phẩm khác nhau.'
              : 'NOTE: the two name different products.',
          ]
        : [
            vi
              ? 'CHÚ Ý: hai hồ sơ mang tên hoặc mã của hai cơ sở khác nhau.'
              : 'NOTE: the two name different facilities.',
          ]),
    ...(simulated.a === simulated.b
      ? []
      : [
          vi
            ? `CHÚ Ý: ${simulated.a ? 'A' : 'B'} là dữ liệu mô phỏng, bên kia là thật; khác nhau ở đây không nói gì về cơ sở.`
            : `NOTE: ${simulated.a ? 'A' : 'B'} is simulated and the other is real; differences say nothing about the facility.`,
        ]),
    ...(assessedOn.a > assessedOn.b
      ? [
          vi
            ? 'CHÚ Ý: A được đánh giá sau B; "tốt hơn" và "kém hơn" đọc từ A sang B.'
            : 'NOTE: A was assessed after B; "better" and "worse" read from A to B.',
        ]
      : []),
  ];
}

function describeLevel(difference: Difference, language: Language): readonly string[] {
  const vi = language === 'vi';
  const { level, outcomes, checklist } = difference;
  const name = (value: string | undefined) =>
    value === undefined
      ? vi
        ? 'không nêu'
        : 'none named'
      : (pick(levelNames, value)?.[language] ?? plain(value));
  const status = (value: string) =>
    value === 'final' ? (vi ? 'kết quả cuối' : 'final') : vi ? 'tạm thời' : 'provisional';
  const count = (side: Readonly<Record<string, number>>, key: string) => String(side[key] ?? 0);
  const counts = Object.entries(outcomeNames).map(([key, words]) => [
    words[language],
    count(outcomes.a, key),
    count(outcomes.b, key),
  ]);
  const table = (rows: readonly (readonly string[])[]) =>
    layTable([
      ['', 'A', 'B', ''],
      ...rows.map(([label = '', from = '', to = '']) => [label, from, to, from === to ? '' : '*']),
    ]);
  if (level === undefined)
    return [
      vi ? 'MỨC: không có, vì xét sản phẩm' : 'LEVEL: none, a product is judged',
      ...table(counts),
    ];
  const { a, b } = level;
  return [
    titleOfLevel(level.same, checklist.same, vi),
    ...describeLevelMakeUp(checklist.relation, language),
    ...table([
      [vi ? 'Mức đề xuất (theo dự thảo)' : 'Proposed level (draft)', name(a.level), name(b.level)],
      [vi ? 'Thấp nhất có thể' : 'Floor', name(a.floor), name(b.floor)],
      [vi ? 'Cao nhất có thể' : 'Ceiling', name(a.ceiling), name(b.ceiling)],
      [vi ? 'Tình trạng' : 'Status', status(a.status), status(b.status)],
      [vi ? 'Mức đăng ký' : 'Applied for', name(a.target), name(b.target)],
      ...counts,
    ]),
  ];
}

function titleOfLevel(isSame: boolean, isSameChecklist: boolean, vi: boolean): string {
  if (!isSame) return vi ? 'MỨC: có thay đổi' : 'LEVEL: changed';
  if (isSameChecklist) return vi ? 'MỨC: không đổi' : 'LEVEL: unchanged';
  return vi
    ? 'MỨC: cùng tên, theo hai bộ tiêu chí khác nhau'
    : 'LEVEL: the same name, under different checklists';
}

function describeEvidence({ evidence }: Difference, language: Language): string[] {
  const vi = language === 'vi';
  const { added, removed, states } = evidence;
  const state = (value: string) => pick(stateNames, value)?.[language] ?? plain(value);
  const name = ({ id, about, state: ended }: EvidenceChange) =>
    `${plain(`${id}: ${about}`)}${ended === undefined || ended === 'observed' ? '' : `; ${state(ended)}`}`;
  return [
    vi
      ? `BẰNG CHỨNG: thêm ${added.length}, không còn ${removed.length}, phép đo đổi tình trạng ${states.length}`
      : `EVIDENCE: ${added.length} new, ${removed.length} gone, ${states.length} with another state`,
    ...clip(
      [
        ...added.map((one) => `  + ${name(one)}`),
        ...removed.map((one) => `  - ${name(one)}`),
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
