import type { MeasurementId } from '../../challenge/index.ts';
import type { BilingualText } from '../../locale/language.ts';
import type { ShownFunction } from '../../probes/challenge/facts.ts';
import type { WalkTask } from '../contract.ts';
import type { SeenPicture } from '../log-events.ts';

/** What a picture comes to for a task. */
export type PictureRuling =
  | { readonly kind: 'no'; readonly sentence: BilingualText }
  | { readonly kind: 'partly'; readonly sentence: BilingualText; readonly imageRef?: string }
  | { readonly kind: 'done'; readonly sentence: BilingualText; readonly imageRef?: string };

/** Weighs a picture that shows this run, beside those accepted before for the same task. */
export type PictureRule = (now: SeenPicture, before: readonly SeenPicture[]) => PictureRuling;

/** How what is handed in is checked. */
export type TaskCheck =
  | { readonly kind: 'picture'; readonly rule: PictureRule }
  | { readonly kind: 'code'; readonly expected: string }
  | { readonly kind: 'value'; readonly measurement: MeasurementId }
  | { readonly kind: 'statement' };

/** A task with what the examiner is not told. */
export interface PlannedTask extends WalkTask {
  readonly function: ShownFunction;
  readonly check: TaskCheck;
  readonly part?: string;
  /** Points of the criterion's demonstration that it shows, in the checklist's Vietnamese words. */
  readonly covers: readonly string[];
}
