import type { OpenAssociationOptions } from '../protocols/dicom/index.ts';
import { openAssociation } from '../protocols/dicom/index.ts';
import {
  encodeObject,
  SYNTHETIC_TRANSFER_SYNTAX,
  type SyntheticObject,
} from '../synthetic/index.ts';
import type { NumberedObject, ObjectOutcome } from './analyse-loss.ts';
import { pause } from './pause.ts';

/** Objects under way at the same time: a hanging archive must not be buried. */
const mostWaiting = 4;

/** How the objects are sent. */
export interface StoringOptions {
  /** From one object to the next, in milliseconds. */
  readonly intervalMs: number;
  /** Longest wait for one answer: a modality waits longer than a ping. */
  readonly storeMs: number;
  /** Ends the sending; objects under way are still waited for. */
  readonly signal: AbortSignal;
}

/**
 * Stores one object after the other at a fixed interval, each on an association of its own, and notes what the archive
 * said about each. An object is sent once: what a modality would do after a failure is not the question here.
 *
 * @param startedAtMs - of the drill, on the monotonic clock.
 */
export async function storeNumbered(
  objects: readonly SyntheticObject[],
  association: Omit<OpenAssociationOptions, 'contexts' | 'signal'>,
  startedAtMs: number,
  { intervalMs, storeMs, signal }: StoringOptions,
): Promise<NumberedObject[]> {
  const results: NumberedObject[] = [];
  const waiting = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  for (const [index, object] of objects.entries()) {
    while (waiting.size >= mostWaiting && !signal.aborted)
      await Promise.race([...waiting, pause(intervalMs, signal)]);
    if (signal.aborted || failure !== undefined) break;
    const atMs = performance.now() - startedAtMs;
    const task: Promise<void> = storeOne(object, association, AbortSignal.timeout(storeMs))
      .then((outcome) => {
        const { sopInstanceUid } = object;
        results.push({ number: index + 1, sopInstanceUid, atMs, outcome });
      })
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => waiting.delete(task));
    waiting.add(task);
    // From the sending of this one: after a stall the rest is not sent in a burst.
    await pause(intervalMs, signal);
  }
  await Promise.all(waiting);
  if (failure) throw failure.error;
  return results.sort((a, b) => a.number - b.number);
}

async function storeOne(
  object: SyntheticObject,
  options: Omit<OpenAssociationOptions, 'contexts' | 'signal'>,
  signal: AbortSignal,
): Promise<ObjectOutcome> {
  const { sopClassUid, sopInstanceUid } = object;
  const opened = await openAssociation({
    ...options,
    contexts: [{ abstractSyntax: sopClassUid, transferSyntaxes: [SYNTHETIC_TRANSFER_SYNTAX] }],
    signal,
  });
  if (opened.kind !== 'accepted') return 'unsent';
  const { association } = opened;
  const stored = await association.store({
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid: SYNTHETIC_TRANSFER_SYNTAX,
    dataset: { kind: 'bytes', bytes: encodeObject(object) },
  });
  if (association.ending === undefined) await association.release();
  if (stored.kind === 'no-accepted-context') return 'refused';
  if (stored.kind !== 'status') return 'unanswered';
  const { category } = stored.status;
  return category === 'success' || category === 'warning' ? 'acknowledged' : 'refused';
}
