/** Thrown by {@link RunGuard} once the run has ended, so that the conversation unwinds. */
export class RunEnded extends Error {
  constructor() {
    super('the run has ended');
    this.name = 'RunEnded';
  }
}

/**
 * One way out for a conversation that many things can end: a deadline, a cancellation, a socket.
 * The first reason given wins; whoever waits inside {@link until} is released by {@link RunEnded}.
 */
export class RunGuard<End> {
  readonly #released = Promise.withResolvers<undefined>();
  #end: End | undefined;

  /** The reason the run ended for; `undefined` while it goes on. */
  get end(): End | undefined {
    return this.#end;
  }

  /** Ends the run for this reason, unless it has ended already. */
  finish(end: End): void {
    this.#end ??= end;
    this.#released.resolve(undefined);
  }

  /** Ends the run from inside the conversation. */
  leave(end: End): never {
    this.finish(end);
    throw new RunEnded();
  }

  /**
   * Waits for `work`, for at most `limitMs`; after that the run ends for the reason `late` names.
   *
   * @throws RunEnded when the run ends first.
   */
  async until<Value>(work: Promise<Value>, limitMs: number, late: () => End): Promise<Value> {
    const timer = setTimeout(() => this.finish(late()), limitMs);
    try {
      const first = await Promise.race([this.#released.promise, work.then((value) => ({ value }))]);
      if (first === undefined || this.#end !== undefined) throw new RunEnded();
      return first.value;
    } finally {
      clearTimeout(timer);
    }
  }
}
