/** What a guard has seen so far. */
export interface GuardCounters {
  /** Received from the declared hosts; of TLS as on the wire, of plain http the bodies alone. */
  readonly receivedBytes: () => number;
  readonly isOverLimit: () => boolean;
  /** Names that were asked for and refused, at most 20. */
  readonly otherHosts: () => readonly string[];
  /** The operating system's code of the first connection that failed, such as `ECONNREFUSED`. */
  readonly dialError: () => string | undefined;
}

/** Counts what arrives, and calls `onLimit` once when it is more than `maxBytes`. */
export function countInto(
  counters: { receivedBytes: number; isOverLimit: boolean },
  maxBytes: number,
  onLimit: () => void,
): (chunk: Buffer) => void {
  return (chunk) => {
    counters.receivedBytes += chunk.length;
    if (counters.receivedBytes <= maxBytes || counters.isOverLimit) return;
    counters.isOverLimit = true;
    onLimit();
  };
}
