import type { Dossier } from '../evidence/dossier.ts';
import type { Language } from '../locale/language.ts';
import type { RemovalContext } from '../test-study/index.ts';
import { type ItemResult, makeResult } from './describe-items.ts';
import type { ItemEnd } from './item-note.ts';
import { type AutomaticItem, isAutomatic, type OpenItem } from './prepare-items.ts';
import { type RemovalPatience, removeOrder } from './remove-order.ts';
import { endMpps, removeStudy, type StoredPatience } from './remove-stored.ts';

/** A department is not to be flooded, whatever a journal holds; the next run goes on with the rest. */
export const mostRemovals = 100;

/** What removing the items of one dossier needs. */
export interface RemovalRun {
  readonly dossier: Dossier;
  readonly context: RemovalContext;
  readonly language: Language;
  /** The operator's. */
  readonly signal: AbortSignal;
  readonly patience?: RemovalPatience | undefined;
  readonly storedPatience?: StoredPatience | undefined;
}

interface Ended {
  readonly state: ItemResult['state'];
  readonly end: ItemEnd;
}

/**
 * Removes one item after the other. A system that cannot be reached is not knocked at again for each.
 * @throws the signal's reason when the operator stops: then the journal says how far it came.
 */
export async function removeItems(
  items: readonly OpenItem[],
  run: RemovalRun,
): Promise<readonly ItemResult[]> {
  const results: ItemResult[] = [];
  const gone = new Set<string>();
  let tried = 0;
  for (const item of items) {
    run.signal.throwIfAborted();
    if (isAutomatic(item) && tried < mostRemovals && !gone.has(systemOf(item))) {
      tried += 1;
      const { state, end } = await removeItem(item, run);
      if (end.note === 'notReached') gone.add(systemOf(item));
      results.push(makeResult(item, state, end, run.language));
      continue;
    }
    results.push(await leaveItem(item, gone, run));
  }
  return results;
}

async function removeItem(item: AutomaticItem, run: RemovalRun): Promise<Ended> {
  const { dossier, context, signal } = run;
  switch (item.kind) {
    case 'cancel': {
      const { state, note } = await removeOrder(item, dossier, signal, run.patience);
      return { state, end: { of: 'order', note } };
    }
    case 'remove-study': {
      const removal = await removeStudy(item, dossier, context, signal, run.storedPatience);
      return { state: removal.state, end: { of: 'study', ...withoutState(removal) } };
    }
    case 'close-mpps': {
      const closing = await endMpps(item, dossier, context, signal, run.storedPatience);
      return { state: closing.state, end: { of: 'mpps', ...withoutState(closing) } };
    }
  }
}

/** Nothing is sent for this item, and the journal says so once. */
async function leaveItem(
  item: OpenItem,
  gone: ReadonlySet<string>,
  { dossier, language }: RemovalRun,
): Promise<ItemResult> {
  const { effect } = item.entry;
  if (item.kind === 'foreign') return makeResult(item, effect.state, undefined, language);
  const end = whyLeft(item, gone);
  if (end.note === 'notTried') return makeResult(item, effect.state, end, language);
  if (effect.state !== 'left' || effect.note !== end.note)
    await dossier.journal({ ...effect, state: 'left', note: end.note });
  return makeResult(item, 'left', end, language);
}

function whyLeft(item: Exclude<OpenItem, { kind: 'foreign' }>, gone: ReadonlySet<string>): ItemEnd {
  if (item.kind === 'by-hand') {
    const { note, detail } = item;
    return { of: 'nothing', note, ...(detail !== undefined && { detail }) };
  }
  if (!gone.has(systemOf(item))) return { of: 'nothing', note: 'notTried' };
  if (item.kind === 'cancel') return { of: 'order', note: 'notReached' };
  return item.kind === 'remove-study'
    ? { of: 'study', note: 'notReached' }
    : { of: 'mpps', note: 'notReached' };
}

/** What is knocked at: ids of different sections of the facility file may be the same. */
function systemOf(item: AutomaticItem): string {
  if (item.kind === 'cancel') return `hl7 ${item.route.endpoint.id}`;
  const isWeb = item.kind === 'remove-study' && item.place.kind === 'dicomweb';
  return `${isWeb ? 'dicomweb' : 'dicom'} ${item.entry.effect.system}`;
}

function withoutState<Note extends string>(result: {
  readonly note: Note;
  readonly detail?: string;
}): { readonly note: Note; readonly detail?: string } {
  const { note, detail } = result;
  return { note, ...(detail !== undefined && { detail }) };
}
