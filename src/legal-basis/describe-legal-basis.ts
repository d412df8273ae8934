import { formatDay } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import { isLegalBasisOld, type LegalBasis, oldestCheck } from './load-legal-basis.ts';

type LegalText = LegalBasis['texts'][number];

/** What a report prints: texts it rests on, and texts that people still name although they were replaced. */
export interface LegalBasisLines {
  readonly entries: readonly {
    readonly title: string;
    /** In force, lapsed …, where that was read, and when. */
    readonly status: string;
    /** The same without source and day, for a list that says them above. */
    readonly standing?: string;
    readonly source?: string;
    readonly checkedOn?: string;
  }[];
  readonly replaced: readonly string[];
  /** Where the replaced ones were looked up and when, where that is the same for all; else each says its own. */
  readonly replacedLooked?: string;
  /** One sentence when the list is older than it may be. */
  readonly warning?: string;
}

/** Uses that a report rests on; the form and the signature are the business of its making. */
const printedUses: readonly LegalText['use'][] = ['basis', 'related', 'security'];

/** Titles stay Vietnamese; what is said about them is in the chosen language. @param assessedOn YYYY-MM-DD */
export function describeLegalBasis(
  basis: LegalBasis,
  assessedOn: string,
  language: Language,
): LegalBasisLines {
  const vi = language === 'vi';
  const titleOf = (id: string): string => basis.texts.find((one) => one.id === id)?.title ?? id;
  const looked = (one: LegalText) => {
    const on = formatDay(one.checkedOn, language);
    return vi
      ? `nguồn: ${one.source.vi}, rà soát ngày ${on}`
      : `source: ${one.source.en}, looked up on ${on}`;
  };
  const isReplaced = (one: LegalText) =>
    one.replacedOn === undefined || one.replacedOn <= assessedOn;
  const gone = basis.texts.filter((one) => one.replacedBy !== undefined && isReplaced(one));
  const lookedAt = [...new Set(gone.map(looked))];
  const own = (one: LegalText) => (lookedAt.length === 1 ? '' : ` ${capitalise(looked(one))}.`);
  const replacedLine = (one: LegalText, by: string) => {
    const note = one.note === undefined ? '' : ` (${one.note[language]})`;
    return vi
      ? `${one.title}: đã được thay thế bởi ${titleOf(by)}${note}; không viện dẫn.${own(one)}`
      : `${one.title}: replaced by ${titleOf(by)}${note}; not to be cited.${own(one)}`;
  };
  const oldest = formatDay(oldestCheck(basis), language);
  return {
    entries: basis.texts
      .filter(
        ({ status, use }) =>
          (status === 'in-force' || status === 'partly-in-force') && printedUses.includes(use),
      )
      .map((one) => {
        const standing = [
          describeState(one, assessedOn, language),
          ...(one.note === undefined ? [] : [one.note[language]]),
        ].join('; ');
        return {
          title: one.title,
          status: `${standing}; ${looked(one)}`,
          standing,
          source: one.source[language],
          checkedOn: formatDay(one.checkedOn, language),
        };
      }),
    replaced: gone.map((one) => replacedLine(one, one.replacedBy ?? '')),
    ...(lookedAt.length === 1 && { replacedLooked: lookedAt.join() }),
    ...(isLegalBasisOld(basis, assessedOn) && {
      warning: vi
        ? `Danh mục văn bản có mục được rà soát lần cuối ngày ${oldest}, đã quá 180 ngày; phải kiểm tra lại hiệu lực của từng văn bản trước khi ký.`
        : `The list of legal texts holds one last looked up on ${oldest}, more than 180 days ago; check that each is still in force before signing.`,
    }),
  };
}

/** In force, and from when; a text that takes effect after the day of assessment is said not to be in force on it. */
function describeState({ status, effective }: LegalText, on: string, language: Language): string {
  const vi = language === 'vi';
  if (effective !== undefined && effective > on) {
    const from = formatDay(effective, language);
    return vi
      ? `chưa có hiệu lực vào ngày đánh giá, hiệu lực từ ${from}`
      : `not yet in force on the day of assessment, in force from ${from}`;
  }
  const state =
    status === 'partly-in-force'
      ? vi
        ? 'còn hiệu lực một phần'
        : 'in force in part'
      : vi
        ? 'còn hiệu lực'
        : 'in force';
  if (effective === undefined) return state;
  return `${state} ${vi ? 'từ' : 'from'} ${formatDay(effective, language)}`;
}

function capitalise(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase('vi')}${text.slice(1)}`;
}
