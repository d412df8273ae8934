/** Languages the tool speaks; Vietnamese is the default. */
export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in both languages. */
export interface BilingualText {
  readonly vi: string;
  readonly en: string;
}
