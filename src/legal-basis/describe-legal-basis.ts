import { formatDay } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import { isLegalBasisOld, type LegalBasis } from './load-legal-basis.ts';

/** What a report prints: texts it rests on, and texts that people still name although they were replaced. */
export interface LegalBasisLines {
  readonly entries: readonly { readonly title: string; readonly status: string }[];
  readonly replaced: readonly string[];
  /** One sentence when the list is older than it may be. */
  readonly warning?: string;
}

/** Titles stay Vietnamese; what is said about them is in the chosen language. @param assessedOn YYYY-MM-DD */
export function describeLegalBasis(
  basis: LegalBasis,
  assessedOn: string,
  language: Language,
): LegalBasisLines {
  const vi = language === 'vi';
  const checked = formatDay(basis.checkedOn, language);
  const titleOf = (id: string): string => basis.texts.find((one) => one.id === id)?.title ?? id;
  const named = basis.texts.filter(
    (one) => one.status === 'in-force' && ['basis', 'related', 'security'].includes(one.use),
  );
  return {
    entries: named.map((one) => ({
      title: one.title,
      status: [
        ...(one.effective === undefined
          ? []
          : [
              vi
                ? `hiệu lực từ ${formatDay(one.effective, language)}`
                : `in force from ${formatDay(one.effective, language)}`,
            ]),
        ...(one.note === undefined ? [] : [one.note]),
        vi ? `rà soát ngày ${checked}` : `looked up on ${checked}`,
      ].join('; '),
    })),
    replaced: basis.texts.flatMap((one) =>
      one.replacedBy === undefined
        ? []
        : [
            vi
              ? `${one.title}: đã được thay thế bởi ${titleOf(one.replacedBy)}; không viện dẫn.`
              : `${one.title}: replaced by ${titleOf(one.replacedBy)}; not to be cited.`,
          ],
    ),
    ...(isLegalBasisOld(basis, assessedOn) && {
      warning: vi
        ? `Danh mục văn bản được rà soát lần cuối ngày ${checked}, đã quá 180 ngày; phải kiểm tra lại hiệu lực của từng văn bản trước khi ký.`
        : `The list of legal texts was last looked up on ${checked}, more than 180 days ago; check that each is still in force before signing.`,
    }),
  };
}
