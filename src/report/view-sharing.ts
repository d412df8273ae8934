import { isObserved } from '../evidence/evidence.ts';
import { type SharingVerdictRow, sharingVerdictFacts } from '../probes/sharing/facts.ts';
import { formatDate } from './format.ts';
import type { ViewContext } from './view-context.ts';

const rowsShown = 60;

const words = {
  vi: {
    title: 'Phụ lục VI. Điều kiện dùng kết quả liên thông, theo một dự thảo khác',
    note: 'Các kết quả dưới đây theo dự thảo Thông tư 11/2025 về liên thông kết quả cận lâm sàng. Chúng có phiếu riêng, không phải tiêu chí RIS-PACS và không làm thay đổi mức xếp. Dùng kết quả hay không do bác sĩ quyết định.',
    caption: 'Kết quả kiểm tra điều kiện liên thông',
    heads: [
      'Mã',
      'Đối tượng',
      'Ngày',
      'Tình trạng',
      'Không đáp ứng',
      'Có dấu hiệu',
      'Đáp ứng',
      'Chưa rõ',
    ],
    standing: {
      contradicted: 'Có điều kiện bị trái',
      open: 'Còn điều chưa rõ',
      'nothing-against': 'Không thấy gì trái',
    },
    more: (count: string) => `Còn ${count} dòng trong sharing.json kèm theo.`,
  },
  en: {
    title: 'Annex VI. Conditions for using shared results, by another draft',
    note: 'These results follow the draft circular of November 2025 on sharing results. They have a page of their own, are no RIS-PACS criteria and do not change the level. Whether a result is used is for a doctor.',
    caption: 'Conditions for using shared results',
    heads: ['Id', 'Subject', 'Date', 'Standing', 'Not met', 'Signs', 'Met', 'Open'],
    standing: {
      contradicted: 'A condition is contradicted',
      open: 'Something is open',
      'nothing-against': 'Nothing against',
    },
    more: (count: string) => `${count} more lines are in the attached sharing.json.`,
  },
} as const;

/** Annex VI: what checks of shared results came to; `undefined` when the dossier holds none. */
export function viewSharing(context: ViewContext) {
  const t = words[context.language];
  const rows = context.assessment.evidence.filter(isObserved).flatMap((record) =>
    (record.facts['sharing.verdict'] ?? []).flatMap((row) => {
      const read = sharingVerdictFacts.row.safeParse(row);
      return read.success
        ? [{ id: record.id, simulated: record.simulated === true, row: read.data }]
        : [];
    }),
  );
  if (rows.length === 0) return undefined;
  const list = (rules: SharingVerdictRow['notMet']): string => context.clip(rules.join(', '), 120);
  return {
    title: t.title,
    note: t.note,
    caption: t.caption,
    heads: t.heads,
    rows: rows.slice(0, rowsShown).map(({ id, simulated, row }) => ({
      id,
      simulated,
      cells: [
        context.clip(row.subject, 120),
        formatDate(row.checkedOn, context.language),
        t.standing[row.standing],
        list(row.notMet),
        list(row.signals),
        context.count(row.met),
        context.count(row.open),
      ],
    })),
    more: rows.length > rowsShown ? t.more(context.count(rows.length - rowsShown)) : '',
  };
}
