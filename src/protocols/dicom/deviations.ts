/** A departure from the standard that was seen and tolerated. */
export type DeviationKind =
  | 'answered-unproposed-context'
  | 'answered-context-twice'
  | 'accepted-unproposed-transfer-syntax'
  | 'missing-user-information'
  | 'missing-max-pdu'
  | 'missing-implementation-class-uid'
  | 'application-context-differs'
  | 'pdu-longer-than-announced'
  | 'foreign-message-id'
  | 'unexpected-command'
  | 'response-in-other-context'
  | 'pending-without-identifier'
  | 'dataset-in-final-response'
  | 'suboperation-counts-go-back'
  | 'context-ids-not-ascending'
  | 'role-not-negotiated';

/** One kind of deviation, how often it was seen, and the first occurrence in words. */
export interface Deviation {
  readonly kind: DeviationKind;
  readonly count: number;
  readonly firstDetail: string;
}

/** Counts deviations; bounded, since there is one entry per kind. */
export class DeviationLog {
  readonly #entries = new Map<DeviationKind, { count: number; firstDetail: string }>();

  add(kind: DeviationKind, detail: string): void {
    const entry = this.#entries.get(kind);
    if (entry === undefined) this.#entries.set(kind, { count: 1, firstDetail: detail });
    else entry.count += 1;
  }

  list(): Deviation[] {
    return [...this.#entries].map(([kind, entry]) => ({ kind, ...entry }));
  }
}
