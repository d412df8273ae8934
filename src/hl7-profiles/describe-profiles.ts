import type { Language } from '../locale/language.ts';
import type { Hl7Profile } from './profile.ts';

/** What a profile is, for a list. */
export interface ProfileOverview {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  /** `ORU^R01 2.5.1, 2.6`. */
  readonly messages: readonly string[];
  readonly rules: number;
  /** Rules whose source was read for them; only these can reject a message. */
  readonly verifiedRules: number;
}

/** Every profile in short. */
export function listProfiles(
  profiles: readonly Hl7Profile[],
  language: Language,
): readonly ProfileOverview[] {
  return profiles.map(({ id, title, note, applies, rules }) => ({
    id,
    title: title[language],
    ...(note && { note: note[language] }),
    messages: applies.map(({ message, versions }) =>
      [message, versions?.join(', ')].join(' ').trim(),
    ),
    rules: rules.length,
    verifiedRules: rules.filter(({ source }) => source.verified).length,
  }));
}

/** The list as lines for a terminal. */
export function describeProfiles(
  overviews: readonly ProfileOverview[],
  language: Language,
): string[] {
  const vi = language === 'vi';
  return overviews.flatMap(({ id, title, note, messages, rules, verifiedRules }) => [
    `${id}: ${title}`,
    ...(messages.length > 0 ? [`  ${vi ? 'bản tin' : 'messages'}: ${messages.join('; ')}`] : []),
    vi
      ? `  ${rules} quy tắc, ${verifiedRules} đã đối chiếu nguyên văn (chỉ những quy tắc này mới loại được bản tin)`
      : `  ${rules} rules, ${verifiedRules} with the text checked (only these can reject a message)`,
    ...(note === undefined ? [] : [`  ${note}`]),
  ]);
}
