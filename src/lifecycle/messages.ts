import type { Language } from '../locale/language.ts';
import type { LoadedTable } from './load-support-table.ts';
import { countTableAgeDays, oldTableDays } from './table-age.ts';

/** Remarks on the table itself, for the evidence that rests on it. */
export function describeTable(
  { table, from, updateUnusable }: LoadedTable,
  assessedOn: string,
  language: Language,
): readonly string[] {
  const vi = language === 'vi';
  const age = countTableAgeDays(table.reviewedOn, assessedOn);
  const origin = vi
    ? from === 'bundled'
      ? 'kèm theo công cụ'
      : 'do lifecycle update ghi'
    : from === 'bundled'
      ? 'that comes with the tool'
      : 'that lifecycle update wrote';
  const notes = [
    vi
      ? `Thời hạn hỗ trợ theo bảng ngày ${table.reviewedOn} (${origin}); ngày của hãng là quyết định.`
      : `Support dates are from the table of ${table.reviewedOn} ${origin}; the maker’s own date decides.`,
  ];
  if (age > oldTableDays) {
    notes.push(
      vi
        ? `Bảng thời hạn hỗ trợ đã ${age} ngày tuổi (quá ${oldTableDays} ngày, mức của công cụ); hãy cập nhật bằng "rispacs lifecycle update --file TỆP".`
        : `The support table is ${age} days old (more than ${oldTableDays}, a figure of this tool); refresh it with "rispacs lifecycle update --file FILE".`,
    );
  }
  if (updateUnusable === true) {
    notes.push(
      vi
        ? 'Bảng do lifecycle update ghi không đọc được nên không dùng; hãy chạy lại lệnh đó.'
        : 'The table that lifecycle update wrote cannot be read and was not used; run that command again.',
    );
  }
  return notes;
}
