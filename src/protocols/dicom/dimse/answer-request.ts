import { USER_ABORT } from '../dul/connection.ts';
import type { Ending, LimitEnding } from '../dul/ending.ts';
import { isAccepted } from '../negotiation.ts';
import type { DimseMessage, StreamedMessage } from './assemble-message.ts';
import {
  COMMAND,
  type CommandFields,
  type CommandSet,
  DATA_SET_PRESENT,
  NO_DATA_SET,
} from './command-fields.ts';
import type { Dialogue } from './dialogue.ts';
import {
  type Answer,
  AssociationEndedError,
  type IncomingRequest,
  type MessageHandler,
  type RequestingPeer,
  STATUS,
  type StoreHandler,
} from './incoming.ts';

/** What the answering of a request needs besides the request. */
export interface AnswerSettings {
  readonly dialogue: Dialogue;
  readonly peer: RequestingPeer;
  readonly signal: AbortSignal;
  readonly maxObjectBytes: number;
  /** Starts the deadline for the peer's next sign of life. */
  readonly restartDeadline: () => void;
  /** Stops it while a handler of ours works: that must not count as the peer's silence. */
  readonly suspendDeadline: () => void;
  /** Accounts for received bytes of objects; a limit returned ends the association. */
  readonly spendBytes?: (bytes: number) => LimitLeft;
}

/** A limit that has been passed, without its phase; `undefined` while there is room. */
export type LimitLeft =
  | { readonly limit: 'total-bytes'; readonly limitBytes: number }
  | { readonly limit: 'total-objects'; readonly limitObjects: number }
  | undefined;

/** A request served, or the end of the association before that. */
export type AnsweredRequest =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly datasetBytes: number;
      /** What the handler threw; the peer was told 0110. */
      readonly failure?: unknown;
    }
  | { readonly kind: 'ended'; readonly ending: Ending };

/** Reads the data set of one C-STORE request, all of it, within its limits. */
class ObjectStream {
  readonly #settings: AnswerSettings;
  #bytes = 0;
  #finished = false;

  constructor(settings: AnswerSettings) {
    this.#settings = settings;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The next fragment; `undefined` after the last. */
  async next(): Promise<Buffer | undefined> {
    if (this.#finished) return undefined;
    const { dialogue, restartDeadline, suspendDeadline } = this.#settings;
    restartDeadline();
    const fragment = await dialogue.nextFragment();
    if (fragment.kind === 'ended') throw new AssociationEndedError(fragment.ending.kind);
    suspendDeadline();
    this.#finished = fragment.isLast;
    this.#bytes += fragment.data.length;
    this.#checkLimits(fragment.data.length);
    return fragment.data;
  }

  async *fragments(): AsyncGenerator<Buffer> {
    for (;;) {
      const data = await this.next();
      if (data === undefined) return;
      yield data;
    }
  }

  async drain(): Promise<void> {
    while ((await this.next()) !== undefined);
  }

  #checkLimits(latestBytes: number): void {
    const { maxObjectBytes, spendBytes } = this.#settings;
    if (this.#bytes > maxObjectBytes) {
      this.#end({ limit: 'dataset-bytes', limitBytes: maxObjectBytes });
    }
    const passed = spendBytes?.(latestBytes);
    if (passed !== undefined) this.#end(passed);
  }

  #end(
    limit: { limit: 'dataset-bytes'; limitBytes: number } | Exclude<LimitLeft, undefined>,
  ): never {
    const { connection } = this.#settings.dialogue;
    const ending: LimitEnding = { kind: 'limit-exceeded', phase: connection.phase, ...limit };
    connection.end(ending, USER_ABORT);
    throw new AssociationEndedError(ending.kind);
  }
}

function findContext(dialogue: Dialogue, contextId: number) {
  const context = dialogue.contexts.find(({ id }) => id === contextId);
  // The dialogue ends the association for data in any other context.
  if (context === undefined || !isAccepted(context)) throw new Error('no such context');
  return context;
}

function describeRequest(
  settings: AnswerSettings,
  { contextId, command }: StreamedMessage,
): IncomingRequest {
  if (command.messageId === undefined) {
    const { connection } = settings.dialogue;
    connection.endByViolation('the request has no Message ID', Buffer.alloc(0), 6);
    throw new AssociationEndedError('protocol-error');
  }
  const { abstractSyntax, outcome } = findContext(settings.dialogue, contextId);
  return {
    peer: settings.peer,
    sopClassUid: abstractSyntax,
    transferSyntaxUid: outcome.transferSyntax,
    command,
    signal: settings.signal,
  };
}

/** Whether the command names the SOP class of its context; a class left out is the context's. */
function namesItsContext({ command, sopClassUid }: IncomingRequest): boolean {
  const named = command.affectedSopClassUid ?? command.requestedSopClassUid;
  return named === undefined || named === sopClassUid;
}

function buildResponse(command: CommandSet, answer: Answer): CommandFields {
  const { dataset, ...fields } = answer;
  const sopClassUid = command.affectedSopClassUid ?? command.requestedSopClassUid;
  const sopInstanceUid = command.affectedSopInstanceUid ?? command.requestedSopInstanceUid;
  const { eventTypeId, actionTypeId, messageId } = command;
  return {
    ...(sopClassUid === undefined ? {} : { affectedSopClassUid: sopClassUid }),
    commandField: (command.commandField ?? 0) | 0x8000,
    messageIdBeingRespondedTo: messageId ?? 0,
    commandDataSetType: dataset === undefined ? NO_DATA_SET : DATA_SET_PRESENT,
    ...(sopInstanceUid === undefined ? {} : { affectedSopInstanceUid: sopInstanceUid }),
    ...(eventTypeId === undefined ? {} : { eventTypeId }),
    ...(actionTypeId === undefined ? {} : { actionTypeId }),
    ...fields,
  };
}

async function respond(
  settings: AnswerSettings,
  message: StreamedMessage,
  served: { readonly answer: Answer; readonly failure?: unknown },
  datasetBytes: number,
): Promise<AnsweredRequest> {
  const { dialogue, restartDeadline } = settings;
  const { answer } = served;
  restartDeadline();
  const ending = await dialogue.send(
    message.contextId,
    buildResponse(message.command, answer),
    answer.dataset,
  );
  if (ending !== undefined) return { kind: 'ended', ending };
  const { failure } = served;
  return {
    kind: 'answered',
    status: answer.status,
    datasetBytes,
    ...(failure === undefined ? {} : { failure }),
  };
}

async function runHandler(
  work: () => Answer | Promise<Answer>,
): Promise<{ answer: Answer; failure?: unknown }> {
  try {
    return { answer: await work() };
  } catch (failure) {
    if (failure instanceof AssociationEndedError) throw failure;
    return { answer: { status: STATUS.processingFailure }, failure };
  }
}

async function untilEnded(
  { dialogue }: AnswerSettings,
  work: () => Promise<AnsweredRequest>,
): Promise<AnsweredRequest> {
  try {
    return await work();
  } catch (error) {
    const { ending } = dialogue.connection;
    if (error instanceof AssociationEndedError && ending !== undefined) {
      return { kind: 'ended', ending };
    }
    throw error;
  }
}

/** Serves one C-STORE request (PS3.7 9.1.1): the handler first, then whatever it left unread, then the answer. */
export function answerStore(
  settings: AnswerSettings,
  message: StreamedMessage,
  handler: StoreHandler | undefined,
): Promise<AnsweredRequest> {
  return untilEnded(settings, async () => {
    const stream = new ObjectStream(settings);
    const request = describeRequest(settings, message);
    const served = await runHandler(() => {
      if (handler === undefined) return { status: STATUS.unrecognisedOperation };
      if (!namesItsContext(request)) return { status: STATUS.sopClassNotSupported };
      return handler({ ...request, fragments: stream.fragments() });
    });
    await stream.drain();
    return respond(settings, message, served, stream.bytes);
  });
}

/** Serves one request of another service (PS3.7 9.3.5, 10.3). */
export function answerMessage(
  settings: AnswerSettings,
  message: DimseMessage,
  handler: MessageHandler | undefined,
): Promise<AnsweredRequest> {
  return untilEnded(settings, async () => {
    const request = describeRequest(settings, message);
    const { dataset, command } = message;
    settings.suspendDeadline();
    const served = await runHandler(() => {
      if (handler === undefined) return { status: STATUS.unrecognisedOperation };
      if (!namesItsContext(request)) {
        const isComposite = command.commandField === COMMAND.echoRequest;
        return { status: isComposite ? STATUS.sopClassNotSupported : STATUS.noSuchSopClass };
      }
      return handler({ ...request, ...(dataset === undefined ? {} : { dataset }) });
    });
    return respond(settings, message, served, dataset?.length ?? 0);
  });
}
