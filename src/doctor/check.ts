import type { Language } from '../locale/language.ts';

/** Figures behind a check, for `--json`; units are in the names. */
export type CheckDetails = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

interface CheckBase {
  readonly id: string;
  readonly title: string;
  /** What was found, one sentence. */
  readonly found: string;
  readonly details: CheckDetails;
}

/** One thing about this computer. Only `blocks` decides the exit code. */
export type Check =
  | (CheckBase & { readonly state: 'ok' })
  | (CheckBase & { readonly state: 'warning'; readonly advice: string })
  | (CheckBase & {
      readonly state: 'error';
      readonly advice: string;
      /** `assessment`: the main job cannot run. `pdf`: all but the PDF can. */
      readonly blocks: 'assessment' | 'pdf';
    });

/** Picks one of two texts. */
export type Say = (vi: string, en: string) => string;

/** Texts of one language. */
export function sayIn(language: Language): Say {
  return (vi, en) => (language === 'vi' ? vi : en);
}
