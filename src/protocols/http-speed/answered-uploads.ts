/** One POST that was answered: when it began, when the answer came, and its body. */
interface AnsweredBody {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly bytes: number;
}

/** The least share of the measured time that answers must cover before they tell a rate. */
const leastCover = 0.5;

/**
 * The uploads that were answered, connection by connection. An answer shows that a body arrived, while what TCP accepts
 * also fills its buffers: over ten seconds on a 50 Mb/s line that alone is up to 3 %, either way.
 */
export class AnsweredUploads {
  readonly #lanes: AnsweredBody[][] = [];
  #trusted = true;

  /** Begins a connection; the returned function notes each of its POSTs, in their order. */
  openLane(): (fromMs: number, untilMs: number, bytes: number) => void {
    const lane: AnsweredBody[] = [];
    this.#lanes.push(lane);
    return (fromMs, untilMs, bytes) => {
      lane.push({ fromMs, untilMs, bytes });
    };
  }

  /** Notes that a server answers before it has the whole body: then no answer of it shows what arrived. */
  distrust(): void {
    this.#trusted = false;
  }

  /** Body bytes of all POSTs that were answered. */
  get bytes(): number {
    return this.#lanes.flat().reduce((sum, body) => sum + body.bytes, 0);
  }

  /**
   * What arrived between two times, as far as answers tell: until the first connection has its last one. A body counts
   * with the share of its time that lies between.
   *
   * @returns `undefined` when answers cover less than half of that time, or came too early once.
   */
  arrivedBetween(fromMs: number, toMs: number): { bytes: number; seconds: number } | undefined {
    const ends = this.#lanes.map((lane) => lane.at(-1)?.untilMs ?? 0);
    const untilMs = Math.min(toMs, ...ends);
    if (!this.#trusted || ends.length === 0) return undefined;
    if (untilMs - fromMs < (toMs - fromMs) * leastCover) return undefined;
    const bytes = this.#lanes.flat().reduce((sum, body) => {
      const insideMs = Math.min(body.untilMs, untilMs) - Math.max(body.fromMs, fromMs);
      const wholeMs = Math.max(body.untilMs - body.fromMs, Number.EPSILON);
      return insideMs > 0 ? sum + (body.bytes * insideMs) / wholeMs : sum;
    }, 0);
    return { bytes: Math.round(bytes), seconds: (untilMs - fromMs) / 1000 };
  }
}
