import type { InternetTest } from '../../facility/schema.ts';

/** What one step measures. */
export interface InternetTarget {
  readonly test: InternetTest;
  /** Networks that are the facility's own: a test server there is refused. */
  readonly ownRanges: readonly string[];
}
