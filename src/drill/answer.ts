import type { ServiceKind, WatchedService } from './sample.ts';

/** What became of one question. */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly elapsedMs: number;
      /** What the node calls itself: items by name. Never stored. */
      readonly names: readonly (readonly [item: string, value: string])[];
      /** The peer identified itself as our simulator. */
      readonly simulated?: true;
    }
  | { readonly kind: 'failed'; readonly elapsedMs: number; readonly code: string };

/** A service and a way to ask it once, over a connection of its own. */
export interface Asker {
  readonly service: WatchedService;
  /** Never throws for a peer's fault; settles soon after the signal has fired, whose abort counts as `timeout`. */
  readonly ask: (signal: AbortSignal) => Promise<Answer>;
}

/** The unique key of a service. */
export function serviceKey(kind: ServiceKind, subjectId: string): string {
  return `${kind} ${subjectId}`;
}

/** A failure, timed from its beginning on the monotonic clock. */
export function failedSince(startedAtMs: number, code: string): Answer {
  return { kind: 'failed', elapsedMs: performance.now() - startedAtMs, code };
}
