import type { BilingualText } from '../locale/language.ts';

/**
 * The guided walk through the challenge study: what the examiner does in front of the hospital's own viewer, what comes
 * of it, and how it is kept. The terminal (`challenge run`) and the local web page (`challenge serve`) are two faces of it.
 */

/** What a task asks for. A picture, a typed code and a value are checked; a statement is only kept. */
export type Wanted =
  | { readonly kind: 'picture'; readonly atLeast: number; readonly atMost: number }
  | { readonly kind: 'code'; readonly label: BilingualText }
  | {
      readonly kind: 'value';
      readonly label: BilingualText;
      readonly unit: 'mm' | 'deg' | 'mm2' | 'HU';
    }
  | { readonly kind: 'statement'; readonly fileRequired: boolean };

/** One thing to show, in the order of the walk. */
export interface WalkTask {
  /** Stable and unique, e.g. `pacs-16.mpr`. */
  readonly id: string;
  readonly criterion: string;
  readonly title: BilingualText;
  /** What to open, what to do, what to enter: one sentence each. */
  readonly open: BilingualText;
  readonly act: BilingualText;
  readonly enter: BilingualText;
  readonly wants: readonly Wanted[];
  /** Points of a demonstration that only a person can see, each ticked off by the examiner. */
  readonly points: readonly BilingualText[];
}

export interface WalkPerson {
  readonly name: string;
  readonly role: string;
  readonly organisation?: string;
}

/** What the examiner hands in for a task. */
export type Submission =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array; readonly originalName?: string }
  | { readonly kind: 'code'; readonly text: string }
  /** `index` is the place of the value in the task's `wants`. */
  | { readonly kind: 'value'; readonly index: number; readonly text: string }
  | {
      readonly kind: 'statement';
      readonly text: string;
      readonly shownPoints: readonly number[];
      readonly files: readonly { readonly bytes: Uint8Array; readonly originalName: string }[];
    }
  | { readonly kind: 'cannot-show'; readonly reason: string };

/** What became of it, in one sentence for the examiner. A rejected picture leaves nothing behind. */
export type SubmissionResult =
  | {
      readonly accepted: true;
      readonly basis: 'demonstrated' | 'attested';
      readonly sentence: BilingualText;
    }
  | { readonly accepted: false; readonly sentence: BilingualText };

export type TaskState = 'open' | 'partly' | 'demonstrated' | 'attested' | 'cannot-show';

export interface WalkProgress {
  readonly examiner?: WalkPerson;
  readonly witnesses: readonly WalkPerson[];
  readonly tasks: readonly {
    readonly id: string;
    readonly state: TaskState;
    /** Accepted so far, newest last; times are RFC 3339 with offset. */
    readonly entries: readonly {
      readonly at: string;
      readonly kind: Submission['kind'];
      readonly sentence: BilingualText;
      readonly sha256?: string;
    }[];
  }[];
}

/** A walk over one dossier. Everything accepted is on disk before a promise resolves, so that closing at any instant loses nothing. */
export interface Walk {
  /** Eight characters that are printed in every picture of this run. */
  readonly runCode: string;
  readonly facilityName: string;
  readonly tasks: readonly WalkTask[];
  readonly progress: () => Promise<WalkProgress>;
  readonly setPeople: (examiner: WalkPerson, witnesses: readonly WalkPerson[]) => Promise<void>;
  /** @throws a UserError when no examiner is set, or for an unknown task. */
  readonly submit: (
    taskId: string,
    submission: Submission,
    signal: AbortSignal,
  ) => Promise<SubmissionResult>;
  /** Judges the dossier again and writes the assessment and the manifest. Call it when the walk is left; it may go on. */
  readonly finish: () => Promise<void>;
}
