import { isLeft } from '../evidence/is-left.ts';
import type { LoadedFacility } from '../facility/load.ts';
import { readSecret } from '../facility/secrets.ts';
import type { Language } from '../locale/language.ts';
import { type RemovalContext, removalKind } from '../test-study/index.ts';
import { findForeignField } from './find-foreign.ts';
import { type PreparedOrder, prepareOrder, prepareRoute } from './prepare-order.ts';
import {
  type PreparedMpps,
  type PreparedStudy,
  prepareMpps,
  prepareStudy,
} from './prepare-stored.ts';
import type { JournalEntry } from './read-journal.ts';
import type { Unprepared } from './unprepared.ts';

type Prepared = PreparedOrder | PreparedStudy | PreparedMpps | Unprepared<'byHand'>;

/** What can be done about a side effect that is not yet known to be gone. */
export type OpenItem = { readonly entry: JournalEntry } & Prepared;

/** An item that something is sent for. */
export type AutomaticItem = Exclude<OpenItem, { kind: 'by-hand' | 'foreign' }>;

/** Side effects that the journal says neither are gone nor were removed by hand. */
export function openEntries(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return entries.filter(({ effect }) => isLeft(effect));
}

/** Something is sent for it. */
export function isAutomatic(item: OpenItem): item is AutomaticItem {
  return item.kind !== 'by-hand' && item.kind !== 'foreign';
}

/** What is sent for it may change something there; otherwise it only asks. */
export function isChange(item: OpenItem): boolean {
  if (item.kind === 'remove-study') return removalKind(item.place, item.way) !== 'administrator';
  return isAutomatic(item);
}

/** What resolving TLS files and secrets of a facility file needs. */
export function makeRemovalContext(loaded: LoadedFacility, language: Language): RemovalContext {
  return {
    language,
    baseFolder: loaded.folder,
    readSecret: (ref) => readSecret(ref, loaded.folder, language),
  };
}

/**
 * Decides what can be done about each open entry, before anything is sent.
 * @throws UserError when a passphrase for an HL7 endpoint, named in the facility file, is not there.
 */
export async function prepareItems(
  entries: readonly JournalEntry[],
  loaded: LoadedFacility,
  language: Language,
): Promise<readonly OpenItem[]> {
  const context = makeRemovalContext(loaded, language);
  const routes = new Map<string, ReturnType<typeof prepareRoute>>();
  const routeTo = (endpointId: string) => {
    const route = routes.get(endpointId) ?? prepareRoute(endpointId, loaded, context);
    routes.set(endpointId, route);
    return route;
  };
  const items: OpenItem[] = [];
  for (const entry of entries) items.push({ ...(await prepare(entry, loaded, routeTo)), entry });
  return items;
}

async function prepare(
  entry: JournalEntry,
  { facility }: LoadedFacility,
  routeTo: Parameters<typeof prepareOrder>[1],
): Promise<Prepared> {
  const { effect, journalledAt } = entry;
  const field = findForeignField(entry);
  if (field !== undefined) return { kind: 'foreign', field };
  if (effect.kind === 'study') return prepareStudy(entry, facility);
  if (effect.kind === 'mpps') return prepareMpps(effect, facility);
  return effect.kind === 'order' && journalledAt
    ? prepareOrder({ ...entry, journalledAt }, routeTo)
    : { kind: 'by-hand', note: 'byHand' };
}
