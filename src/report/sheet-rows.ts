import type { EvidenceRecord, FactValue } from '../evidence/evidence.ts';
import { describeFacts } from '../probes/fact-registry.ts';
import { basisText, levelNames, outcomeNames, statementNames, stateNames } from './labels.ts';
import { type ViewContext, wordingOf } from './view-context.ts';
import { viewCouncilOnCriterion } from './view-council.ts';

/** One cell: text stays text, a number can be reckoned with. */
export type SheetCell = string | number | boolean | undefined;

/** One sheet as plain data: heads first. */
export interface SheetTable {
  readonly name: string;
  /** Head and width in characters. */
  readonly columns: readonly (readonly [head: string, width: number])[];
  readonly rows: readonly (readonly SheetCell[])[];
  /** Rows that were left out. */
  readonly left: number;
}

/** Excel stops at 1 048 576 rows; a workbook that large cannot be handled. All of them are in assessment.json. */
const mostRows = 50_000;

/** Sheet 1: one row per criterion and condition. */
export function criteriaSheet(context: ViewContext): SheetTable {
  const vi = context.language === 'vi';
  const { assessment } = context;
  const { facility } = assessment.facility;
  const columns: SheetTable['columns'] = vi
    ? [
        ['Mã cơ sở', 12],
        ['Cơ sở', 30],
        ['Ngày đánh giá', 13],
        ['Bản bộ tiêu chí', 20],
        ['Mức đề xuất theo dự thảo', 16],
        ['Tình trạng', 12],
        ['Mô phỏng', 10],
        ['TT', 6],
        ['Tiêu chí', 10],
        ['Nội dung', 60],
        ['Mức', 12],
        ['Kết quả', 20],
        ['Căn cứ', 18],
        ['Yêu cầu', 50],
        ['Đã quan sát', 60],
        ['Vì sao', 40],
        ['Còn thiếu', 40],
        ['Lưu ý', 40],
        ['Ý kiến Hội đồng', 30],
        ['TT 54/2017', 12],
        ['Bằng chứng', 40],
      ]
    : [
        ['Facility code', 12],
        ['Facility', 30],
        ['Assessed on', 13],
        ['Checklist edition', 20],
        ['Level proposed under the draft', 16],
        ['Status', 12],
        ['Simulated', 10],
        ['No.', 6],
        ['Criterion', 10],
        ['Wording', 60],
        ['Level', 12],
        ['Outcome', 20],
        ['Basis', 18],
        ['Expected', 50],
        ['Observed', 60],
        ['Because', 40],
        ['Missing', 40],
        ['Remarks', 40],
        ['Council', 30],
        ['Circular 54/2017', 12],
        ['Evidence', 40],
      ];
  const rows = [...assessment.findings, ...assessment.specialized].map((finding) => {
    const criterion = context.criterion(finding.criterion);
    const council = viewCouncilOnCriterion(context, finding.criterion);
    return [
      facility.code,
      facility.name,
      assessment.assessedOn,
      assessment.checklist.edition,
      context.pick(levelNames[assessment.verdict.level]),
      assessment.verdict.status,
      assessment.simulated,
      criterion?.ordinal,
      finding.criterion,
      wordingOf(context, criterion, finding.criterion),
      criterion === undefined ? undefined : context.pick(levelNames[criterion.level]),
      context.pick(outcomeNames[finding.outcome]),
      basisText(finding.basis, context.language),
      finding.expected,
      finding.observed,
      finding.because,
      finding.missing.join('; '),
      finding.remarks.join('; '),
      [council.counts, ...council.said].filter((one) => one !== '').join('; '),
      criterion?.tt54_2017,
      finding.evidence.join(' '),
    ];
  });
  return { name: vi ? 'Tiêu chí' : 'Criteria', columns, rows, left: 0 };
}

/** Sheet 2: one row per record of evidence. */
export function evidenceSheet(context: ViewContext): SheetTable {
  const vi = context.language === 'vi';
  const columns: SheetTable['columns'] = vi
    ? [
        ['Mã', 34],
        ['Loại', 20],
        ['Đối tượng hoặc tên giấy tờ', 50],
        ['Số hiệu', 20],
        ['Người ký hoặc nơi cấp', 34],
        ['Ngày', 26],
        ['Hết hạn', 12],
        ['Tình trạng', 22],
        ['Mô phỏng', 10],
        ['Số tệp', 8],
        ['Tệp', 40],
        ['SHA-256', 68],
      ]
    : [
        ['Id', 34],
        ['Kind', 20],
        ['Subject or paper', 50],
        ['Number', 20],
        ['Signed or issued by', 34],
        ['Date', 26],
        ['Expires', 12],
        ['State', 22],
        ['Simulated', 10],
        ['Files', 8],
        ['File', 40],
        ['SHA-256', 68],
      ];
  const rows = context.assessment.evidence.map((record) => [
    record.id,
    ...describeRecord(context, record),
    record.simulated === true,
    record.attachments.length,
    record.attachments.map((file) => file.originalName ?? file.path).join('; '),
    record.attachments.map((file) => file.sha256).join(' '),
  ]);
  return limit({ name: vi ? 'Bằng chứng' : 'Evidence', columns, rows, left: 0 });
}

function describeRecord(context: ViewContext, record: EvidenceRecord): readonly SheetCell[] {
  const { pick } = context;
  switch (record.kind) {
    case 'probe':
      return [
        record.probe,
        record.subject,
        undefined,
        undefined,
        record.startedAt,
        undefined,
        pick(stateNames[record.state]),
      ];
    case 'document':
      return [
        pick(statementNames.document),
        [record.title ?? record.documentKind, record.subject].filter(Boolean).join('; '),
        record.number,
        record.issuer,
        record.issued,
        record.expires,
        undefined,
      ];
    case 'attestation':
      return [
        pick(statementNames.attestation),
        record.statement,
        undefined,
        `${record.by.name}, ${record.by.role}`,
        record.date,
        record.expires,
        undefined,
      ];
    case 'absence':
    case 'refusal':
      return [
        pick(statementNames[record.kind]),
        record.statement,
        undefined,
        `${record.by.name}, ${record.by.role}`,
        record.date,
        undefined,
        undefined,
      ];
  }
}

/** Sheet 3: every fact as one row, with its unit and meaning. */
export function measurementsSheet(context: ViewContext): SheetTable {
  const vi = context.language === 'vi';
  const meanings = new Map(describeFacts().map((one) => [one.name, one]));
  const columns: SheetTable['columns'] = vi
    ? [
        ['Bằng chứng', 34],
        ['Phép dò', 14],
        ['Đối tượng', 40],
        ['Thời điểm', 28],
        ['Nhóm', 24],
        ['Dòng', 7],
        ['Số liệu', 26],
        ['Giá trị', 30],
        ['Đơn vị', 10],
        ['Ý nghĩa', 60],
        ['Mô phỏng', 10],
      ]
    : [
        ['Evidence', 34],
        ['Probe', 14],
        ['Subject', 40],
        ['Time', 28],
        ['Group', 24],
        ['Row', 7],
        ['Fact', 26],
        ['Value', 30],
        ['Unit', 10],
        ['Meaning', 60],
        ['Simulated', 10],
      ];
  const rows = context.assessment.evidence.flatMap((record) => {
    if (record.kind !== 'probe' || record.state !== 'observed') return [];
    return Object.entries(record.facts).flatMap(([group, lines]) =>
      lines.flatMap((line, index) =>
        Object.entries(line).flatMap(([column, value]) => {
          if (value === undefined) return [];
          const meaning = meanings.get(`${group}.${column}`);
          return [
            [
              record.id,
              record.probe,
              record.subject,
              record.startedAt,
              group,
              index + 1,
              column,
              cellOf(value),
              meaning?.unit,
              meaning?.[context.language],
              record.simulated === true,
            ],
          ];
        }),
      ),
    );
  });
  return limit({ name: vi ? 'Số đo' : 'Measurements', columns, rows, left: 0 });
}

function cellOf(value: FactValue): SheetCell {
  return typeof value === 'object' ? value.join('; ') : value;
}

function limit(table: SheetTable): SheetTable {
  return {
    ...table,
    rows: table.rows.slice(0, mostRows),
    left: Math.max(0, table.rows.length - mostRows),
  };
}
