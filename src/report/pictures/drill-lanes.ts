/** An outage as it is drawn; times in milliseconds from the start of the drill. */
export interface DrawnOutage {
  readonly fromMs: number;
  readonly lowerMs: number;
  /** Absent while it is not known how long it lasted at most. */
  readonly upperMs?: number;
  /** How long it lasted, in words. */
  readonly words: string;
}

/** One service over the whole drill. */
export interface DrawnService {
  readonly name: string;
  /** What came of it, in words. */
  readonly verdict: string;
  readonly intervalMs: number;
  readonly outages: readonly DrawnOutage[];
  /** Which nodes answered before the first outage, and after the last one, in words. */
  readonly before?: string;
  readonly after?: string;
}

/** Numbered objects of one archive. */
export interface DrawnObjects {
  readonly name: string;
  readonly words: string;
  readonly sent: number;
  readonly lostNumbers: readonly number[];
}

/** Words of the picture. */
export interface DrillWords {
  readonly title: string;
  readonly baseline: string;
  readonly seconds: (ms: number) => string;
  readonly count: (value: number) => string;
  readonly legend: {
    readonly answered: string;
    readonly atLeast: string;
    readonly atMost: string;
    readonly nodes: string;
    readonly lost: string;
  };
  readonly objectNumbers: string;
}
