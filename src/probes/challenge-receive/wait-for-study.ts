import { setTimeout as sleep } from 'node:timers/promises';
import type { StudyInbox } from './received-study.ts';
import type { ReceivePatience } from './target.ts';

/** What the server does now. */
export interface Activity {
  /** When the last object was answered, by `performance.now`. */
  readonly lastAtMs: number;
  /** Objects that are coming at this moment. */
  readonly open: number;
}

const lookMs = 100;

/**
 * Waits until a person has sent something and nothing more comes, everything has come, or the time is up. Never throws
 * for an abort: what came by then counts.
 */
export async function waitForStudy(
  inbox: StudyInbox,
  activity: Activity,
  expected: number,
  { personMs, quietMs, sendingMs }: ReceivePatience,
  signal: AbortSignal,
): Promise<void> {
  const startedAtMs = performance.now();
  let begunAtMs: number | undefined;
  while (!signal.aborted) {
    const nowMs = performance.now();
    const isIdle = activity.open === 0;
    if (inbox.senders.size > 0) begunAtMs ??= nowMs;
    if (begunAtMs === undefined) {
      if (isIdle && nowMs - startedAtMs >= personMs) return;
    } else {
      if (isIdle && inbox.count() >= expected) return;
      if (isIdle && nowMs - activity.lastAtMs >= quietMs) return;
      if (nowMs - begunAtMs >= sendingMs) return;
    }
    await sleep(lookMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
