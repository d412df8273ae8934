import type { Dossier } from '../evidence/dossier.ts';
import type { SideEffect } from '../probes/contract.ts';
import {
  closeMpps,
  type MppsClosing,
  type RemovalContext,
  type RemovalOptions,
  removeTestStudy,
  type StudyRemoval,
} from '../test-study/index.ts';
import type { AutomaticItem } from './prepare-items.ts';
import { studySeenNotes, wasNoted } from './seen-notes.ts';

/** How long the parts of removing a study or closing an MPPS may take, in milliseconds. */
export interface StoredPatience extends Pick<RemovalOptions, 'appearMs' | 'goneMs'> {
  /** One item, from the first look to the last. */
  readonly itemMs: number;
}

/** Written before an MPPS is ended. */
const closingNote = 'closing';

/** For an archive in daily use. */
export const usualStoredPatience: StoredPatience = { itemMs: 90_000 };

/**
 * Removes one journalled study and looks whether it is gone. That it was seen is in the journal before a removal is
 * sent: stopped or killed after that, the next cleanup takes its absence for proof.
 * @throws the signal's reason when the operator stops.
 */
export async function removeStudy(
  item: Extract<AutomaticItem, { kind: 'remove-study' }>,
  dossier: Dossier,
  context: RemovalContext,
  operator: AbortSignal,
  patience: StoredPatience = usualStoredPatience,
): Promise<StudyRemoval> {
  const effect = fixedPart(item.entry.effect);
  const { state } = item.entry.effect;
  const signal = AbortSignal.any([operator, AbortSignal.timeout(patience.itemMs)]);
  const removal = await removeTestStudy(item.place, item.study, item.way, context, signal, {
    ...patience,
    seenBefore: wasNoted(item.entry, studySeenNotes),
    onSeen: () => dossier.journal({ ...effect, state, note: 'removing' }),
  });
  operator.throwIfAborted();
  await keepResult(effect, removal, dossier);
  return removal;
}

/**
 * Closes one journalled MPPS; the journal has that before it is sent.
 * @throws the signal's reason when the operator stops.
 */
export async function endMpps(
  item: Extract<AutomaticItem, { kind: 'close-mpps' }>,
  dossier: Dossier,
  context: RemovalContext,
  operator: AbortSignal,
  patience: StoredPatience = usualStoredPatience,
): Promise<MppsClosing> {
  const effect = fixedPart(item.entry.effect);
  const { state } = item.entry.effect;
  const endedBefore = mayHaveEnded(item.entry.effect);
  await dossier.journal({ ...effect, state, note: closingNote });
  const signal = AbortSignal.any([operator, AbortSignal.timeout(patience.itemMs)]);
  const closing = await closeMpps(item.place, item.sopInstanceUid, context, signal, {
    endedBefore,
  });
  operator.throwIfAborted();
  await keepResult(effect, closing, dossier);
  return closing;
}

/** Whoever was to end it was stopped in between: nothing was written after the step was sent, or begun to be ended. */
function mayHaveEnded({ state, note }: SideEffect): boolean {
  return note === closingNote || (state === 'sent' && note === undefined);
}

function fixedPart(effect: SideEffect): Omit<SideEffect, 'state' | 'note' | 'recordedRemoval'> {
  const { id, system, kind, identifiers } = effect;
  return { id, system, kind, identifiers };
}

async function keepResult(
  effect: ReturnType<typeof fixedPart>,
  result: StudyRemoval | MppsClosing,
  dossier: Dossier,
): Promise<void> {
  const { state, note } = result;
  await dossier.journal({ ...effect, state, note });
  const detail = 'detail' in result ? result.detail : undefined;
  await dossier.log('cleanup', { id: effect.id, state, note, detail });
}
