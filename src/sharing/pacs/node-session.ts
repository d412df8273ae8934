import type { DicomNode } from '../../facility/schema.ts';
import type { ProbeContext } from '../../probes/contract.ts';
import { connectNode, type NodeConnection } from '../../probes/shared/connect-node.ts';
import {
  type Association,
  type AssociationResult,
  chooseEncoding,
  DEFAULT_DEADLINES,
  type OpenAssociationOptions,
  openAssociation,
  type ReadDataset,
  readDataset,
} from '../../protocols/dicom/index.ts';
import { pacsMessages } from './messages.ts';
import { Pace } from './pace.ts';
import { FIND_CONTEXTS, FIND_SOP_CLASS } from './query.ts';

/** What a session may use: where secrets and TLS files are, the language, and what stops it. */
export type SessionContext = Pick<
  ProbeContext,
  'baseFolder' | 'readSecret' | 'language' | 'signal'
>;

/** How one question went. */
export type Asked =
  | { readonly kind: 'answered'; readonly capped: boolean }
  /** In one sentence, why not. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' };

/** Longest answer that is taken, in bytes. */
const MAX_ANSWER_BYTES = 256 * 1024;
const QUERY_MS = 60_000;

/** Asks one node, one question at a time, over one association that is opened again when the node has ended it. */
export class NodeSession {
  readonly node: DicomNode;
  readonly connection: NodeConnection;
  readonly context: SessionContext;
  readonly #pace: Pace;
  #association: Association | undefined;

  private constructor(
    node: DicomNode,
    connection: NodeConnection,
    context: SessionContext,
    pace: Pace,
  ) {
    this.node = node;
    this.connection = connection;
    this.context = context;
    this.#pace = pace;
  }

  /**
   * Makes ready; connects only when asked something.
   * @throws UserError when a passphrase's variable or file is not there
   */
  static async prepare(
    node: DicomNode,
    callingAe: string,
    context: SessionContext,
    perSecond: number,
  ): Promise<
    | { readonly ok: true; readonly session: NodeSession }
    | { readonly ok: false; readonly message: string }
  > {
    const prepared = await connectNode(node, callingAe, context, DEFAULT_DEADLINES);
    if (!prepared.ok) return { ok: false, message: prepared.observation.reason.message };
    const session = new NodeSession(node, prepared.connection, context, new Pace(perSecond));
    return { ok: true, session };
  }

  /** Whether the operator or a deadline stopped the session. */
  get isStopped(): boolean {
    return this.context.signal.aborted;
  }

  /**
   * One C-FIND (PS3.4 C.4.1). Each answer that can be read is handed over and dropped; an answer that breaks PS3.5 counts
   * as a failure of the node.
   */
  async find(
    identifier: (syntax: string) => Buffer,
    maxAnswers: number,
    onAnswer: (answer: ReadDataset) => void,
  ): Promise<Asked> {
    const words = pacsMessages(this.context.language);
    if (!(await this.waitTurn())) return { kind: 'stopped' };
    if (this.#association === undefined || this.#association.ending !== undefined) {
      const opened = await this.open({ contexts: FIND_CONTEXTS });
      if (opened.kind !== 'accepted') return this.#fail(this.connection.tell(opened));
      this.#association = opened.association;
    }
    let unreadable = 0;
    const found = await this.#association.find({
      sopClassUid: FIND_SOP_CLASS,
      identifier,
      maxAnswers,
      maxMs: QUERY_MS,
      onAnswer: ({ identifier: bytes, transferSyntax }) => {
        const encoding = chooseEncoding(transferSyntax);
        const read = encoding === undefined ? undefined : readDataset(bytes, encoding);
        if (read?.ok === true) onAnswer(read.dataset);
        else unreadable += 1;
      },
    });
    switch (found.kind) {
      case 'status':
        if (unreadable > 0) return this.#fail(words.unreadableAnswers(unreadable));
        if (found.stoppedBy !== undefined) return { kind: 'answered', capped: true };
        return found.status.code === 0
          ? { kind: 'answered', capped: false }
          : this.#fail(words.status('C-FIND', found.status.code));
      case 'no-accepted-context':
        return this.#fail(words.notOffered('C-FIND'));
      case 'cancel-ignored':
        return this.#fail(words.cancelIgnored);
      default:
        return this.#fail(this.connection.tell(found));
    }
  }

  /** Waits until the next question may be asked; false once stopped. */
  waitTurn(): Promise<boolean> {
    return this.#pace.takeTurn(this.context.signal);
  }

  /** Opens a further association, which the caller ends. */
  open(
    more: Pick<OpenAssociationOptions, 'contexts' | 'roleSelections'>,
  ): Promise<AssociationResult> {
    return openAssociation({
      ...this.connection.options,
      maxDatasetBytes: MAX_ANSWER_BYTES,
      ...more,
    });
  }

  /** Ends the association. */
  async close(): Promise<void> {
    const association = this.#association;
    this.#association = undefined;
    if (association !== undefined && association.ending === undefined) await association.release();
  }

  #fail(message: string): Asked {
    return this.isStopped ? { kind: 'stopped' } : { kind: 'failed', message };
  }
}
