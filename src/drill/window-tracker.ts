import type { Asked } from './sample.ts';

/** This many successes in a row end a degraded window; fewer between two failures belong to it. */
export const mergeBelow = 10;

/** A stretch in which a service failed, at times or throughout; times from the start of the drill. */
export interface DegradedWindow {
  readonly firstFailMs: number;
  readonly lastFailMs: number;
  /** Last success before; absent when there was none. */
  readonly lastOkMs?: number;
  /** First success after; absent when there was none. */
  readonly firstOkMs?: number;
  /** Samples from the first to the last failure, both included. */
  readonly samples: number;
  readonly failed: number;
  /** {@link mergeBelow} successes in a row followed. */
  readonly cameBack: boolean;
  /** Codes of the failures, the most frequent first. */
  readonly codes: readonly string[];
}

interface OpenWindow {
  readonly firstFailMs: number;
  readonly lastOkMs: number | undefined;
  lastFailMs: number;
  firstOkMs: number | undefined;
  samples: number;
  failed: number;
  okRun: number;
  readonly codes: Map<string, number>;
}

/** Merges failures into windows as samples come, in the order they were sent. */
export class WindowTracker {
  readonly #closed: DegradedWindow[] = [];
  #open: OpenWindow | undefined;
  #lastOkMs: number | undefined;

  /** Takes the next sample; says what changed by it. */
  feed(sample: Asked): 'opened' | 'closed' | undefined {
    return sample.kind === 'failed' ? this.#fail(sample) : this.#succeed(sample.atMs);
  }

  /** The window that has not ended yet. */
  get open(): DegradedWindow | undefined {
    return this.#open && describe(this.#open);
  }

  /** All windows in order of time, the open one last. */
  windows(): readonly DegradedWindow[] {
    return this.#open ? [...this.#closed, describe(this.#open)] : [...this.#closed];
  }

  #fail({ atMs, code }: Extract<Asked, { kind: 'failed' }>): 'opened' | undefined {
    const isNew = this.#open === undefined;
    const window = this.#open ?? {
      firstFailMs: atMs,
      lastOkMs: this.#lastOkMs,
      lastFailMs: atMs,
      firstOkMs: undefined,
      samples: 0,
      failed: 0,
      okRun: 0,
      codes: new Map<string, number>(),
    };
    window.samples += window.okRun + 1;
    window.failed += 1;
    window.okRun = 0;
    window.firstOkMs = undefined;
    window.lastFailMs = atMs;
    window.codes.set(code, (window.codes.get(code) ?? 0) + 1);
    this.#open = window;
    return isNew ? 'opened' : undefined;
  }

  #succeed(atMs: number): 'closed' | undefined {
    this.#lastOkMs = atMs;
    const window = this.#open;
    if (window === undefined) return undefined;
    window.okRun += 1;
    window.firstOkMs ??= atMs;
    if (window.okRun < mergeBelow) return undefined;
    this.#closed.push(describe(window));
    this.#open = undefined;
    return 'closed';
  }
}

function describe(window: OpenWindow): DegradedWindow {
  const { firstFailMs, lastFailMs, lastOkMs, firstOkMs, samples, failed, okRun, codes } = window;
  return {
    firstFailMs,
    lastFailMs,
    ...(lastOkMs !== undefined && { lastOkMs }),
    ...(firstOkMs !== undefined && { firstOkMs }),
    samples,
    failed,
    cameBack: okRun >= mergeBelow,
    codes: [...codes].sort(([, a], [, b]) => b - a).map(([code]) => code),
  };
}

/**
 * How long a window lasted, in milliseconds: at least from the first to the last failure, at most from the success
 * before to the success after. `upper` is unknown where there was no such success.
 */
export function measureWindow(window: DegradedWindow): {
  readonly lowerMs: number;
  readonly upperMs?: number;
} {
  const { firstFailMs, lastFailMs, lastOkMs, firstOkMs } = window;
  return {
    lowerMs: lastFailMs - firstFailMs,
    ...(lastOkMs !== undefined && firstOkMs !== undefined && { upperMs: firstOkMs - lastOkMs }),
  };
}
