import { setImmediate } from 'node:timers/promises';
import type { Ending } from '../dul/ending.ts';
import type { AcceptedContext } from '../negotiation.ts';
import { COMMAND, DATA_SET_PRESENT, PRIORITY } from './command-fields.ts';
import type { DatasetBatches } from './dataset-batches.ts';
import type { DatasetSource } from './dataset-source.ts';
import type { Dialogue } from './dialogue.ts';
import { concludeExchange, endOutcome } from './exchange.ts';
import type { EndedOutcome, OperationOptions, StatusOutcome } from './outcome.ts';

/** One C-STORE (PS3.7 9.3.1). */
export interface StoreRequest extends OperationOptions {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** Of the data set; it is sent as it is, so exactly this syntax must have been accepted. */
  readonly transferSyntaxUid: string;
  readonly dataset: DatasetSource;
  /** Whole operation, in milliseconds; 10 minutes otherwise. */
  readonly maxMs?: number;
}

/** What was sent. */
export interface StoreCounts {
  /** Data set bytes handed to the system; the peer may not have read all of them. */
  readonly sentBytes: number;
}

/** Result of a C-STORE. */
export type StoreOutcome = (StatusOutcome | EndedOutcome) & StoreCounts;

const DEFAULT_MAX_MS = 600_000;

/** An object ready to be sent: where it goes, and its data set, of which a part may have been read. */
export interface PreparedStore {
  readonly request: StoreRequest;
  readonly context: AcceptedContext;
  readonly batches: DatasetBatches;
}

async function sendDataset(
  dialogue: Dialogue,
  { request, batches }: PreparedStore,
  commandPieces: readonly Buffer[],
  on: { readonly lastBatch: () => void; readonly sent: (bytes: number) => void },
): Promise<Ending | undefined> {
  const { connection } = dialogue;
  let flushing: Promise<Ending | undefined> | undefined;
  for (;;) {
    const batch = await connection.orEnding(batches.next());
    const ending = await flushing;
    if (ending !== undefined) return ending;
    dialogue.restartDeadline(request);
    if (batch === undefined) return undefined;
    if ('kind' in batch) return batch.ending;
    // A write that meets a reset connection makes Node drop what the peer sent before, often an A-ABORT that
    // says why. So what has arrived is read before each write. (Not waiting before the first one would let the second
    // go out in the same turn of the event loop, unread bytes or not.)
    await setImmediate();
    if (batches.isFinished) on.lastBatch();
    // The command rides with the first batch; alone it would wait for the peer's delayed ACK.
    const pieces = flushing === undefined ? [...commandPieces, ...batch.pieces] : batch.pieces;
    flushing = connection.write(pieces).then((end) => {
      if (end !== undefined) return end;
      if (batch.slab !== undefined) dialogue.slabs.giveBack(batch.slab);
      on.sent(batch.dataBytes);
      return undefined;
    });
  }
}

/**
 * Streams one composite object to the peer and waits for its status; `onLastBatch` is called when nothing more has to be
 * read for it.
 */
export function storeObject(
  dialogue: Dialogue,
  prepared: PreparedStore,
  onLastBatch: () => void = () => undefined,
): Promise<StoreOutcome> {
  const { request, context } = prepared;
  return dialogue.run(request, async () => {
    const startedAtMs = performance.now();
    const { connection } = dialogue;
    const messageId = dialogue.nextMessageId();
    const contextId = context.id;
    const limitMs = request.maxMs ?? DEFAULT_MAX_MS;
    const timer = setTimeout(() => connection.endByTimeout(limitMs), limitMs);
    let sentBytes = 0;
    try {
      const commandPieces = dialogue.encodeCommandPieces(contextId, {
        affectedSopClassUid: request.sopClassUid,
        commandField: COMMAND.storeRequest,
        messageId,
        priority: PRIORITY.medium,
        commandDataSetType: DATA_SET_PRESENT,
        affectedSopInstanceUid: request.sopInstanceUid,
      });
      const ending = await sendDataset(dialogue, prepared, commandPieces, {
        lastBatch: onLastBatch,
        sent: (bytes) => {
          sentBytes += bytes;
        },
      });
      if (ending !== undefined) {
        return { ...endOutcome(ending, startedAtMs), sentBytes };
      }
      const commandField = COMMAND.storeResponse;
      const inbound = await dialogue.nextResponse({ commandField, messageId, contextId });
      const outcome = await concludeExchange(dialogue, inbound, startedAtMs);
      return { ...outcome, sentBytes };
    } finally {
      clearTimeout(timer);
      prepared.batches.close();
    }
  });
}
