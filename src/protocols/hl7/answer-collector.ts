import type { AnswerFinding, ExchangeFindings } from './acknowledgement.ts';
import type { Er7Message } from './er7.ts';
import {
  CARRIAGE_RETURN,
  END_BLOCK,
  type MllpEvent,
  type MllpFinding,
  START_BLOCK,
} from './mllp.ts';
import { type AckReading, type AnswerReading, holdsProtocolOnly, readAnswer } from './read-ack.ts';

type Ack = Extract<AnswerReading, { kind: 'ack' }>;

/** An acknowledgement that may end an exchange. */
export interface CollectedAck {
  readonly ack: AckReading;
  readonly message: Er7Message;
  /** When its last byte came, in milliseconds of the caller's clock. */
  readonly atMs: number;
}

/**
 * Sorts what a peer sends while one message of ours is in flight: the answer to it, a commit acknowledgement that
 * announces another, answers to somebody else, messages out of turn, and blocks that are not HL7.
 * Of messages that are not for us nothing but their number is kept.
 */
export class AnswerCollector {
  readonly #sent: Er7Message;
  readonly #framing: MllpFinding[] = [];
  #answer: { readonly reading: Ack; readonly atMs: number } | undefined;
  #commit: { readonly reading: Ack; readonly atMs: number } | undefined;
  #foreign: { readonly reading: Ack; readonly atMs: number } | undefined;
  #foreignCount = 0;
  #unsolicited = 0;
  #unreadable = 0;
  #afterAnswer = 0;
  #repeated = 0;
  #contradicted = false;
  #unreadableHex: string | undefined;

  constructor(sent: Er7Message) {
    this.#sent = sent;
  }

  /** The final answer to our message has come. */
  get isAnswered(): boolean {
    return this.#answer !== undefined;
  }

  /** A commit acknowledgement (CA) has come and an application acknowledgement may follow. */
  get isCommitted(): boolean {
    return this.#commit !== undefined;
  }

  /** First bytes of a block that was not HL7, if there was one. */
  get unreadableHex(): string | undefined {
    return this.#unreadableHex;
  }

  /** Takes what the deframer delivered at a time. */
  take(events: readonly MllpEvent[], atMs: number): void {
    for (const event of events) {
      if (event.kind === 'finding') this.#framing.push(event.finding);
      else this.#takeFrame(event.payload, atMs);
    }
  }

  /** The best acknowledgement so far: the answer, else the commit, else one for another message. */
  best(): CollectedAck | undefined {
    const held = this.#answer ?? this.#commit ?? this.#foreign;
    if (held === undefined) return undefined;
    return { ack: held.reading.ack, message: held.reading.message, atMs: held.atMs };
  }

  /** The blocks that answer us, framed anew. */
  received(): Buffer {
    const kept = [this.#commit, this.#answer].filter((held) => held !== undefined);
    const foreign = this.#foreign?.reading.message;
    const messages = kept.map(({ reading }) => reading.message);
    if (messages.length === 0 && foreign !== undefined && holdsProtocolOnly(foreign)) {
      messages.push(foreign);
    }
    return Buffer.concat(
      messages.flatMap(({ bytes }) => [
        Buffer.of(START_BLOCK),
        bytes,
        Buffer.of(END_BLOCK, CARRIAGE_RETURN),
      ]),
    );
  }

  /** All findings, those of the best acknowledgement included. */
  findings(): ExchangeFindings {
    const held = this.#answer ?? this.#commit ?? this.#foreign;
    const answer: AnswerFinding[] = [...(held?.reading.findings ?? [])];
    const commitCode = this.#commit?.reading.ack.code;
    if (commitCode !== undefined) answer.push({ kind: 'enhanced-mode', commitCode });
    const counted = [
      ['foreign-acknowledgement', this.#foreignCount],
      ['unsolicited-message', this.#unsolicited],
      ['unreadable-frame', this.#unreadable],
      ['frames-after-answer', this.#afterAnswer],
    ] as const;
    for (const [kind, count] of counted) if (count > 0) answer.push({ kind, count });
    if (this.#repeated > 0) {
      const contradicts = this.#contradicted;
      answer.push({ kind: 'repeated-answer', count: this.#repeated, contradicts });
    }
    return {
      framing: this.#framing,
      answer,
      encoding: held?.reading.message.findings ?? [],
    };
  }

  #takeFrame(payload: Buffer, atMs: number): void {
    const reading = readAnswer(payload, this.#sent);
    if (this.#answer !== undefined) this.#takeAfterAnswer(reading, this.#answer.reading);
    else if (reading.kind === 'unreadable') {
      this.#unreadable += 1;
      this.#unreadableHex ??= payload.toString('hex', 0, 16);
    } else if (reading.kind === 'not-an-ack') this.#unsolicited += 1;
    else if (!reading.ack.matches) {
      this.#foreignCount += 1;
      this.#foreign ??= { reading, atMs };
    } else if (reading.ack.code === 'CA' && this.#commit === undefined) {
      this.#commit = { reading, atMs };
    } else if (reading.ack.code !== 'CA') this.#answer = { reading, atMs };
    // CE and CR are final: no application acknowledgement follows a failed commit (HL7 v2.5.1 2.9.3.1).
  }

  #takeAfterAnswer(reading: AnswerReading, answer: Ack): void {
    if (reading.kind === 'ack' && reading.ack.matches) {
      this.#repeated += 1;
      this.#contradicted ||= accepts(reading.ack) !== accepts(answer.ack);
    } else {
      this.#afterAnswer += 1;
    }
  }
}

function accepts({ code }: AckReading): boolean {
  return code === 'AA' || code === 'CA';
}
