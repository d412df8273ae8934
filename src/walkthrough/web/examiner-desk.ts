import { isDeepStrictEqual } from 'node:util';
import type { Submission, SubmissionResult, Walk } from '../contract.ts';
import type { People } from './read-people.ts';

/**
 * Several examiners at one walk, each with people of their own. A walk knows one examiner at a time, so the people of
 * whoever hands in are named first; nobody gets in between.
 */
export class ExaminerDesk {
  readonly #walk: Walk;
  readonly #people = new Map<number, People>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  /** People of one browser, once they were named there. */
  peopleOf(session: number): People | undefined {
    return this.#people.get(session);
  }

  /** Names the people of one browser. @throws what the walk throws */
  setPeople(session: number, people: People): Promise<void> {
    return this.#inTurn(async () => {
      await this.#walk.setPeople(people.examiner, people.witnesses);
      this.#people.set(session, people);
    });
  }

  /** Hands something in. @throws what the walk throws */
  submit(
    session: number,
    task: string,
    submission: Submission,
    signal: AbortSignal,
  ): Promise<SubmissionResult> {
    return this.#inTurn(async () => {
      signal.throwIfAborted();
      const people = this.#people.get(session);
      if (people === undefined) throw new Error('people were not named');
      const { examiner, witnesses } = await this.#walk.progress();
      if (!isDeepStrictEqual({ examiner, witnesses }, people))
        await this.#walk.setPeople(people.examiner, people.witnesses);
      return this.#walk.submit(task, submission, signal);
    });
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = this.#last.then(act, act);
    this.#last = next;
    return next;
  }
}
