import { setTimeout as sleep } from 'node:timers/promises';
import type { Challenge, ChallengeRecipe } from '../../challenge/index.ts';
import type { Hl7Endpoint } from '../../facility/schema.ts';
import { sendMessage } from '../../protocols/hl7/client.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import { postMessage } from '../../protocols/hl7/http.ts';
import type { BuiltMessage } from '../../protocols/hl7/message-header.ts';
import type { ExchangeOutcome, Failure } from '../../protocols/hl7/outcome.ts';
import type { ClientTls } from '../../protocols/hl7/tls-options.ts';
import type { ProbeContext, SideEffect } from '../contract.ts';
import { addressOf } from '../shared/hl7-address.ts';
import { type Settled, settle } from '../shared/settle.ts';
import type { DicomPeer } from './dicom-peer.ts';
import { type AckJudgement, judgeAck } from './judge-ack.ts';
import type { OrderStyle } from './mapping-table.ts';
import { type WorkflowWords, workflowMessages } from './messages.ts';
import type { Progress } from './progress.ts';
import type { ResultInbox } from './result-inbox.ts';
import type { StepId, StepOutcome } from './step-ids.ts';
import type { WorkflowPatience, WorkflowTarget } from './target.ts';
import { isVietnamese, type TestCase } from './test-case.ts';
import { Transcript } from './transcript.ts';

/** How one step ended, in the words of its row. */
export interface StepReport {
  readonly outcome: StepOutcome;
  readonly observed: string;
  /** Where the step's duration is not that of its own work. */
  readonly ms?: number;
}

/** The systems of one test case, made ready before anything was sent. */
export interface Systems {
  readonly tls?: ClientTls;
  readonly worklist?: DicomPeer;
  readonly mpps?: DicomPeer;
  readonly pacs?: DicomPeer;
}

/** One message of ours, what came back, and what that means. */
export interface Sent extends AckJudgement {
  readonly outcome: ExchangeOutcome;
}

/** Our simulated RIS signs its acknowledgements so. */
const simulatorApplication = /^RISPACS_SIM/;

/** What the steps of one test case share. */
export class Run {
  readonly target: WorkflowTarget;
  readonly context: ProbeContext;
  readonly patience: WorkflowPatience;
  readonly systems: Systems;
  readonly words: WorkflowWords;
  readonly progress: Progress;
  readonly transcript: Transcript;
  readonly notes = new Set<string>();
  /** Our HIS side; `inboxProblem` says why there is none. */
  inbox: ResultInbox | undefined;
  inboxProblem: string | undefined;
  /** The order as it was sent, for comparing. */
  orderMessage: Er7Message | undefined;
  /** What was answered to the order. */
  orderSent: Sent | undefined;
  /** Of the facility's challenge study, where it has one: the images of the order are made from it. */
  challengeRecipe: ChallengeRecipe | undefined;
  /** Drawn once for what the modality goes by, which `key` tells apart. */
  plannedChallenge: { readonly key: string; readonly challenge: Challenge } | undefined;
  #storageFailure: Extract<Settled<void>, { ok: false }> | undefined;
  #failure: Failure | undefined;
  #wasReached = false;

  constructor(parts: {
    readonly target: WorkflowTarget;
    readonly context: ProbeContext;
    readonly patience: WorkflowPatience;
    readonly systems: Systems;
    readonly progress: Progress;
  }) {
    this.target = parts.target;
    this.context = parts.context;
    this.patience = parts.patience;
    this.systems = parts.systems;
    this.words = workflowMessages(parts.context.language);
    this.progress = parts.progress;
    this.transcript = new Transcript(parts.context, parts.progress.transcript);
  }

  get endpoint(): Hl7Endpoint {
    return this.target.endpoint;
  }

  get testCase(): TestCase {
    return this.progress.testCase;
  }

  /** Fires when the operator or the deadline stops the run. */
  get signal(): AbortSignal {
    return this.context.signal;
  }

  get style(): OrderStyle {
    if (isVietnamese(this.endpoint)) return 'vietnam';
    return this.endpoint.version === '2.3.1' ? '2.3.1' : '2.5.1';
  }

  /** Why the endpoint was never reached; `undefined` once it was. */
  get unreached(): Failure | undefined {
    return this.#wasReached ? undefined : this.#failure;
  }

  /** @throws the first error of storing what went over the wire. */
  throwIfUnstored(): void {
    if (this.#storageFailure !== undefined) throw this.#storageFailure.error;
  }

  readonly noteSimulated = (): void => {
    this.progress.simulated = true;
  };

  /** Keeps when a step began, for whoever looks for it in the logs of a system. */
  noteStart(step: StepId): void {
    this.progress.startedAt[step] = new Date().toISOString();
  }

  /** Limits and listeners of one query. */
  query(signal: AbortSignal): {
    readonly maxMs: number;
    readonly signal: AbortSignal;
    readonly onSimulated: () => void;
  } {
    return { maxMs: this.patience.queryMs, signal, onSimulated: this.noteSimulated };
  }

  /** Writes a side effect down; nothing is sent before `planned` has resolved. */
  journal(
    effect: Omit<SideEffect, 'state' | 'note'>,
    state: SideEffect['state'],
    note?: string,
  ): Promise<void> {
    return this.context.journal({ ...effect, state, ...(note !== undefined && { note }) });
  }

  /** Sends one message to the endpoint by its own transport, keeps both sides, and judges the answer. */
  async send(step: StepId, message: BuiltMessage, signal: AbortSignal): Promise<Sent> {
    const { ackMs, lingerMs, deadlines } = this.patience;
    const limits = {
      connectTimeoutMs: deadlines.tcp + deadlines.tls,
      firstByteTimeoutMs: ackMs,
      ackTimeoutMs: ackMs,
      signal,
      ...(this.systems.tls && { tls: this.systems.tls }),
    };
    const { host, port, transport } = this.endpoint;
    const sentAt = new Date();
    const outcome =
      transport === 'http'
        ? await postMessage(message.bytes, { url: addressOf(this.endpoint), ...limits })
        : await sendMessage(message.bytes, { host, port, lingerMs, ...limits });
    if (outcome.kind === 'ack') {
      if (simulatorApplication.test(outcome.message.at('MSH-3') ?? '')) this.noteSimulated();
    } else this.#failure = outcome;
    if (outcome.transcript.sent.length > 0) this.#wasReached = true;
    // A full disk must not keep the cancel from being sent.
    const kept = await settle(() => this.transcript.addExchange(step, sentAt, outcome));
    if (!kept.ok) this.#storageFailure ??= kept;
    return { ...judgeAck(outcome), outcome };
  }

  /**
   * Looks again with growing pauses until a look is enough or the time is up; the last look counts. Ends early when the
   * signal fires.
   */
  async poll<Seen>(
    look: () => Promise<Seen>,
    isEnough: (seen: Seen) => boolean,
    maxMs: number,
    signal: AbortSignal,
  ): Promise<Seen> {
    const until = performance.now() + maxMs;
    let pauseMs = this.patience.firstPauseMs;
    for (;;) {
      const seen = await look();
      const left = until - performance.now();
      if (isEnough(seen) || left <= 0 || signal.aborted) return seen;
      await pause(Math.min(pauseMs, left), signal);
      pauseMs = Math.min(pauseMs * 2, this.patience.longestPauseMs);
    }
  }
}

/** Ends early, without an error, when the signal fires. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const wait = sleep(ms, undefined, { signal });
  await wait.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
