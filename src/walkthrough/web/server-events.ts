import type { BilingualText } from '../../locale/language.ts';

/** What the person at the terminal is told. */
export type ServerEvent =
  /** A browser took a link. */
  | { readonly kind: 'opened'; readonly number: number; readonly peer: string }
  /** Somebody came with a link that another browser has. */
  | { readonly kind: 'came-late'; readonly number: number; readonly peer: string }
  | {
      readonly kind: 'submitted';
      readonly number: number;
      readonly task: string;
      readonly accepted: boolean;
      readonly sentence: BilingualText;
    }
  /** An address asks and asks without a link; told once a minute at most. */
  | { readonly kind: 'stranger'; readonly peer: string }
  /** Something failed that the person has to mend, or that is our own bug. */
  | { readonly kind: 'trouble'; readonly message: string };
