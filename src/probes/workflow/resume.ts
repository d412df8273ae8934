import type { FactTables } from '../../evidence/evidence.ts';
import type { Hl7Endpoint } from '../../facility/schema.ts';
import { type Progress, progressFileName, readProgress } from './progress.ts';

/**
 * What a step that is run again can read of its own record of an earlier run. The scheduler gives it when resuming; a
 * run without it begins a test case of its own.
 */
export interface EarlierAttempt {
  /** An attachment of the earlier record by its name, its hash checked; `undefined` when there is none. */
  readonly readEarlier?: (originalName: string) => Promise<Uint8Array | undefined>;
}

/** Whether a record of this probe waits for a person, so that a resumed run has to go on with it. */
export function isUnfinished(facts: FactTables): boolean {
  return (facts['workflow.step'] ?? []).some(({ outcome }) => outcome === 'awaiting-person');
}

/** The test case that an earlier run of this step left waiting; `undefined` when none did. */
export async function findWaitingCase(
  { readEarlier }: EarlierAttempt,
  endpoint: Hl7Endpoint,
): Promise<Progress | undefined> {
  const bytes = await readEarlier?.(progressFileName);
  const progress = bytes && readProgress(bytes, endpoint);
  const isWaiting = progress?.steps.some(({ outcome }) => outcome === 'awaiting-person');
  return isWaiting ? progress : undefined;
}

/** Without the steps that waited, and those that could not be done because of them. */
export function forgetWaiting(progress: Progress): Progress {
  const steps = progress.steps.filter(
    ({ outcome }) => outcome !== 'awaiting-person' && outcome !== 'not-reached',
  );
  return { ...progress, steps };
}
