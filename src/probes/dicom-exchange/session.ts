import { setTimeout as sleep } from 'node:timers/promises';
import type { DicomRole } from '../../facility/roles.ts';
import type { Language } from '../../locale/language.ts';
import {
  type Association,
  type ContextProposal,
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  openAssociation,
  type RoleSelection,
} from '../../protocols/dicom/index.ts';
import type { NodeConnection } from '../shared/connect-node.ts';
import { type ExchangeWords, exchangeMessages } from './messages.ts';
import type { ExchangePatience, ReachableNode } from './target.ts';

/** The two encodings that we write, the one of our objects first. */
export const NATIVE_SYNTAXES = [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN] as const;

/** Our simulated hospital calls itself so; its evidence is marked whatever the facility file says. */
const simulatorVersion = /^RISPACS_SIM/;

/** What a service is opened with. */
export interface OpenRequest {
  readonly contexts: readonly ContextProposal[];
  readonly roleSelections?: readonly RoleSelection[];
}

/**
 * One node while a step looks at it: every service opens an association of its own, so that one that breaks takes
 * nothing else with it. Notes are collected once each.
 */
export class Session {
  readonly reachable: ReachableNode;
  readonly patience: ExchangePatience;
  readonly words: ExchangeWords;
  readonly signal: AbortSignal;
  readonly connection: NodeConnection;
  readonly #notes: Set<string>;
  #isSimulated = false;

  constructor(parts: {
    readonly reachable: ReachableNode;
    readonly connection: NodeConnection;
    readonly patience: ExchangePatience;
    readonly language: Language;
    readonly signal: AbortSignal;
    /** Shared by the sessions of one step. */
    readonly notes: Set<string>;
  }) {
    this.reachable = parts.reachable;
    this.connection = parts.connection;
    this.patience = parts.patience;
    this.words = exchangeMessages(parts.language);
    this.signal = parts.signal;
    this.#notes = parts.notes;
  }

  /** First columns of every row about this node. */
  get common(): { readonly node: string; readonly role: DicomRole } {
    const { id, role } = this.reachable.node;
    return { node: id, role };
  }

  /** The peer identified itself as our simulator. */
  get isSimulated(): boolean {
    return this.#isSimulated;
  }

  note(sentence: string): void {
    this.#notes.add(sentence);
  }

  open({ contexts, roleSelections }: OpenRequest) {
    return openAssociation({
      ...this.connection.options,
      contexts,
      ...(roleSelections && { roleSelections }),
    });
  }

  /** Opens an association for one service, and ends it. `undefined`, with a note, when it is not accepted. */
  async converse<Result>(
    service: string,
    request: OpenRequest,
    work: (association: Association) => Promise<Result>,
  ): Promise<Result | undefined> {
    const opened = await this.open(request);
    if (opened.kind !== 'accepted') {
      this.note(this.words.serviceFailed(service, this.connection.tell(opened)));
      return undefined;
    }
    const { association } = opened;
    try {
      return await work(association);
    } finally {
      await this.leave(association);
    }
  }

  /** Releases an association that has not ended, and notes what was out of order on it. */
  async leave(association: Association): Promise<void> {
    if (association.ending === undefined) await association.release();
    if (simulatorVersion.test(association.peer.implementationVersion ?? ''))
      this.#isSimulated = true;
    for (const deviation of association.deviations) this.note(this.words.deviation(deviation));
  }

  /** Waits before another look; at once when the step is stopped. */
  async pause(ms = this.patience.pauseMs): Promise<void> {
    const wait = sleep(ms, undefined, { signal: this.signal });
    await wait.catch((error: unknown) => {
      if (!this.signal.aborted) throw error;
    });
  }
}

/** Each SOP class in each of our encodings apart, so that the answer says which of them may be used. */
export function proposeEach(
  sopClassUids: readonly string[],
  transferSyntaxes: readonly string[] = NATIVE_SYNTAXES,
): ContextProposal[] {
  return sopClassUids.flatMap((abstractSyntax) =>
    transferSyntaxes.map((one) => ({ abstractSyntax, transferSyntaxes: [one] })),
  );
}

/** Each SOP class once, with our encodings to choose from. */
export function proposeAny(sopClassUids: readonly string[]): ContextProposal[] {
  return sopClassUids.map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: NATIVE_SYNTAXES,
  }));
}

/** Whether a SOP class was accepted on an association. */
export function isTaken(association: Association, sopClassUid: string): boolean {
  return association.contexts.some(
    ({ abstractSyntax, outcome }) => abstractSyntax === sopClassUid && outcome.state === 'accepted',
  );
}

/** A duration as a fact: tenths of a millisecond. */
export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
