import type { AcceptedContext } from '../negotiation.ts';
import { COMMAND, DATA_SET_PRESENT, NO_DATA_SET, PRIORITY } from './command-fields.ts';
import type { Dialogue } from './dialogue.ts';
import { endOutcome } from './exchange.ts';
import type { EndedOutcome, OperationOptions, StatusOutcome } from './outcome.ts';
import { readStatus } from './status.ts';

/** One pending response of a C-FIND. */
export interface FindAnswer {
  /** From 0, in order of arrival. */
  readonly index: number;
  /** Identifier as sent, in `transferSyntax`. */
  readonly identifier: Buffer;
  readonly transferSyntax: string;
  /** FF00, or FF01 when optional keys are not supported (PS3.4 C.4.1.1.4). */
  readonly statusCode: 0xff00 | 0xff01;
}

/** Why we sent C-CANCEL: the caller, or a cap on answers, bytes or time. */
export type FindStop = 'caller' | 'answers' | 'bytes' | 'time';

/** A C-FIND query with its bounds (PS3.7 9.3.2). */
export interface FindRequest extends OperationOptions {
  /** Query/Retrieve or worklist FIND SOP class. */
  readonly sopClassUid: string;
  /** Encodes the identifier for the transfer syntax that was accepted. */
  readonly identifier: Buffer | ((transferSyntaxUid: string) => Buffer);
  /**
   * Called for each answer in turn; a promise is awaited. `cancel` sends C-CANCEL. What it throws is thrown
   * by the query, after an A-ABORT.
   */
  readonly onAnswer?: (answer: FindAnswer, cancel: () => void) => unknown;
  readonly maxAnswers?: number;
  /** Sum of the identifiers' bytes. */
  readonly maxBytes?: number;
  /** Whole query, in milliseconds. */
  readonly maxMs?: number;
  /** How long the peer may take to honour C-CANCEL before A-ABORT, in milliseconds. */
  readonly cancelGraceMs?: number;
}

/** What was counted; answers after C-CANCEL are counted apart and not handed over. */
export interface FindCounts {
  readonly answers: number;
  readonly answerBytes: number;
  /** How many answers carried FF01. */
  readonly unsupportedKeyAnswers: number;
  readonly answersAfterCancel: number;
  /** Present when we sent C-CANCEL. */
  readonly stoppedBy?: FindStop;
}

/** The peer did not stop within the grace time after C-CANCEL, so we sent A-ABORT. */
export interface CancelIgnoredOutcome {
  readonly kind: 'cancel-ignored';
  readonly elapsedMs: number;
}

/** Result of a C-FIND. */
export type FindOutcome = (StatusOutcome | CancelIgnoredOutcome | EndedOutcome) & FindCounts;

const DEFAULT_MAX_ANSWERS = 10_000;
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const DEFAULT_MAX_MS = 120_000;
const DEFAULT_CANCEL_GRACE_MS = 5000;

/** One C-FIND in progress. */
class FindRun {
  readonly #dialogue: Dialogue;
  readonly #request: FindRequest;
  readonly #context: AcceptedContext;
  readonly #messageId: number;
  readonly #startedAtMs = performance.now();
  #firstByteMs: number | undefined;
  #answers = 0;
  #answerBytes = 0;
  #pendingResponses = 0;
  #unsupportedKeyAnswers = 0;
  #answersAfterCancel = 0;
  #stoppedBy: FindStop | undefined;
  #handingOver = false;

  constructor(dialogue: Dialogue, request: FindRequest, context: AcceptedContext) {
    this.#dialogue = dialogue;
    this.#request = request;
    this.#context = context;
    this.#messageId = dialogue.nextMessageId();
  }

  async run(): Promise<FindOutcome> {
    const { maxMs = DEFAULT_MAX_MS } = this.#request;
    const timer = setTimeout(() => this.#stop('time'), maxMs);
    try {
      return await this.#converse();
    } finally {
      clearTimeout(timer);
    }
  }

  async #converse(): Promise<FindOutcome> {
    const { id: contextId, outcome } = this.#context;
    const { identifier, sopClassUid } = this.#request;
    const written = await this.#dialogue.send(
      contextId,
      {
        affectedSopClassUid: sopClassUid,
        commandField: COMMAND.findRequest,
        messageId: this.#messageId,
        priority: PRIORITY.medium,
        commandDataSetType: DATA_SET_PRESENT,
      },
      typeof identifier === 'function' ? identifier(outcome.transferSyntax) : identifier,
    );
    if (written !== undefined) return this.#ended(endOutcome(written, this.#startedAtMs));
    const expected = { commandField: COMMAND.findResponse, messageId: this.#messageId, contextId };
    for (;;) {
      const inbound =
        this.#dialogue.takeResponse(expected) ?? (await this.#dialogue.nextResponse(expected));
      if (inbound.kind === 'ended')
        return this.#ended(endOutcome(inbound.ending, this.#startedAtMs));
      this.#firstByteMs ??= Math.max(0, inbound.firstByteAtMs - this.#startedAtMs);
      const { command, dataset } = inbound.message;
      if (command.status === 0xff00 || command.status === 0xff01) {
        const handingOver = this.#onPending(command.status, dataset);
        if (handingOver !== undefined) await handingOver;
        continue;
      }
      const status = readStatus(command);
      if (status !== undefined) {
        this.#noteDataset(status.code, dataset);
        return { kind: 'status', status, ...this.#times(), ...this.#counts() };
      }
      this.#dialogue.connection.endByViolation('the response has no Status', Buffer.alloc(0), 0);
    }
  }

  #noteDataset(code: number, dataset: Buffer | undefined): void {
    if (dataset === undefined) return;
    const words = `status ${code.toString(16).padStart(4, '0')} with ${dataset.length} bytes`;
    this.#dialogue.deviations.add('dataset-in-final-response', words);
  }

  /** Counts one pending response; a promise when the caller takes its time with it. */
  #onPending(
    statusCode: 0xff00 | 0xff01,
    identifier: Buffer | undefined,
  ): Promise<void> | undefined {
    // Once C-CANCEL is sent only its grace time counts, however many answers still come.
    if (this.#stoppedBy !== undefined) {
      this.#answersAfterCancel += 1;
      return undefined;
    }
    this.#pendingResponses += 1;
    if (identifier === undefined) {
      this.#dialogue.deviations.add(
        'pending-without-identifier',
        `response ${this.#pendingResponses}`,
      );
      return this.#afterPending();
    }
    const index = this.#answers;
    this.#answers += 1;
    this.#answerBytes += identifier.length;
    if (statusCode === 0xff01) this.#unsupportedKeyAnswers += 1;
    const { transferSyntax } = this.#context.outcome;
    this.#handingOver = true;
    const answer = { index, identifier, transferSyntax, statusCode };
    const work = this.#request.onAnswer?.(answer, this.#stopForCaller);
    if (!(work instanceof Promise)) return this.#afterPending();
    // The caller's own work must not count as the peer's silence.
    this.#dialogue.connection.startPhase('dimse');
    return work.then(() => this.#afterPending());
  }

  readonly #stopForCaller = (): void => this.#stop('caller');

  #afterPending(): undefined {
    this.#handingOver = false;
    this.#startWaiting();
    const { maxAnswers = DEFAULT_MAX_ANSWERS, maxBytes = DEFAULT_MAX_BYTES } = this.#request;
    if (this.#pendingResponses >= maxAnswers) this.#stop('answers');
    if (this.#answerBytes >= maxBytes) this.#stop('bytes');
  }

  #startWaiting(): void {
    const { cancelGraceMs = DEFAULT_CANCEL_GRACE_MS } = this.#request;
    if (this.#stoppedBy === undefined) this.#dialogue.restartDeadline(this.#request);
    else this.#dialogue.connection.startPhase('dimse', cancelGraceMs);
  }

  /** Sends C-CANCEL once (PS3.7 9.3.2.3) and starts its grace time. */
  #stop(reason: FindStop): void {
    const { connection } = this.#dialogue;
    if (this.#stoppedBy !== undefined || connection.ending !== undefined) return;
    this.#stoppedBy = reason;
    if (!this.#handingOver) this.#startWaiting();
    // Not awaited: if the peer does not even read it, the grace time ends the association.
    void this.#dialogue.send(this.#context.id, {
      commandField: COMMAND.cancelRequest,
      messageIdBeingRespondedTo: this.#messageId,
      commandDataSetType: NO_DATA_SET,
    });
  }

  #ended(outcome: EndedOutcome): FindOutcome {
    if (outcome.kind === 'timeout' && this.#stoppedBy !== undefined) {
      return { kind: 'cancel-ignored', ...this.#times(), ...this.#counts() };
    }
    return { ...outcome, ...this.#times(), ...this.#counts() };
  }

  #times(): { elapsedMs: number; firstByteMs?: number } {
    const elapsedMs = performance.now() - this.#startedAtMs;
    return {
      elapsedMs,
      ...(this.#firstByteMs === undefined ? {} : { firstByteMs: this.#firstByteMs }),
    };
  }

  #counts(): FindCounts {
    return {
      answers: this.#answers,
      answerBytes: this.#answerBytes,
      unsupportedKeyAnswers: this.#unsupportedKeyAnswers,
      answersAfterCancel: this.#answersAfterCancel,
      ...(this.#stoppedBy === undefined ? {} : { stoppedBy: this.#stoppedBy }),
    };
  }
}

/** Runs one C-FIND to its final status, its caps, or the end of the association. */
export function findMatches(
  dialogue: Dialogue,
  request: FindRequest,
  context: AcceptedContext,
): Promise<FindOutcome> {
  return dialogue.run(request, () => new FindRun(dialogue, request, context).run());
}
