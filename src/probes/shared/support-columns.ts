import { z } from 'zod';
import { type JudgedSoftware, judgeSupport, supportStates } from '../../lifecycle/judge-support.ts';
import type { SupportTable } from '../../lifecycle/support-table.ts';
import { maybe } from '../define-facts.ts';

/** What the dated support table says of a product, for a fact group that names one. All absent when it is unknown. */
export const supportColumns = {
  supportState: maybe(z.enum(supportStates), {
    vi: 'Theo bảng thời hạn hỗ trợ vào ngày đánh giá: supported = còn hỗ trợ; extended-only = chỉ còn hỗ trợ kéo dài phải mua; ended = đã hết; open-source = mã nguồn mở, được miễn; open-source-ended = được miễn nhưng không còn ai vá lỗi. Không có khi bảng không biết',
    en: 'By the dated support table on the day assessed: supported; extended-only = only an extension that is bought; ended; open-source = exempt; open-source-ended = exempt, but nobody mends it any more. Absent when the table does not know',
  }),
  supportCycle: maybe(z.string(), {
    vi: 'Dòng phiên bản trong bảng',
    en: 'Line of versions in the table',
  }),
  supportEnds: maybe(z.iso.date(), {
    vi: 'Ngày cuối còn hỗ trợ, theo bảng',
    en: 'Last day of support, by the table',
  }),
  extendedSupportEnds: maybe(z.iso.date(), {
    vi: 'Ngày cuối của hỗ trợ kéo dài, theo bảng',
    en: 'Last day of the extension, by the table',
  }),
  supportTableDate: maybe(z.iso.date(), {
    vi: 'Ngày của bảng thời hạn hỗ trợ',
    en: 'Date of the support table',
  }),
  supportLink: maybe(z.string(), {
    vi: 'Trang vòng đời của hãng',
    en: 'The maker’s own page',
  }),
};

const supportShape = z.object(supportColumns);
type SupportFacts = z.infer<typeof supportShape>;

/** The {@link supportColumns} of one product on the day assessed; empty when the table does not know it. */
export function describeSupport(
  table: SupportTable,
  software: JudgedSoftware,
  assessedOn: string,
): SupportFacts {
  const judged = judgeSupport(table, software, assessedOn);
  const link = judged.link === undefined ? {} : { supportLink: judged.link };
  if (judged.kind === 'unknown') return link;
  const { state, cycle, supportEnds, extendedEnds } = judged;
  return {
    supportState: state,
    ...(cycle !== undefined && { supportCycle: cycle }),
    ...(supportEnds !== undefined && { supportEnds }),
    ...(extendedEnds !== undefined && { extendedSupportEnds: extendedEnds }),
    supportTableDate: table.reviewedOn,
    ...link,
  };
}
