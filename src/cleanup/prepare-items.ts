import type { LoadedFacility } from '../facility/load.ts';
import type { Facility, Hl7Endpoint } from '../facility/schema.ts';
import { readSecret } from '../facility/secrets.ts';
import type { Language } from '../locale/language.ts';
import { loadTls, toDicomTls } from '../probes/hl7/exchange.ts';
import { findWorklist, type OrderWorklist } from '../probes/hl7/target.ts';
import { completeOrder, readJournalledOrder } from '../probes/hl7/test-order.ts';
import type { TlsOptions } from '../protocols/dicom/index.ts';
import type { TestOrder } from '../protocols/hl7/orders.ts';
import { assertTestPatientId } from '../protocols/hl7/test-patient.ts';
import type { ClientTls } from '../protocols/hl7/tls-options.ts';
import type { JournalEntry } from './read-journal.ts';

/** Where an order's cancel goes and where its removal can be seen. */
export interface OrderRoute {
  readonly endpoint: Hl7Endpoint;
  readonly tls?: ClientTls;
  readonly worklist?: OrderWorklist & { readonly tls?: TlsOptions };
}

/** What can be done about a side effect that is not yet known to be gone. */
export type OpenItem =
  | {
      readonly kind: 'cancel';
      readonly entry: JournalEntry;
      readonly order: TestOrder;
      readonly route: OrderRoute;
    }
  /** Nothing is sent: this tool has no way to remove it, or cannot reach where it is. */
  | {
      readonly kind: 'by-hand';
      readonly entry: JournalEntry;
      readonly note: 'byHand' | 'endpointUnknown' | 'tlsUnusable';
      readonly detail?: string;
    }
  /** The journal was edited: this tool cannot have written the named field. Nothing is sent. */
  | { readonly kind: 'foreign'; readonly entry: JournalEntry; readonly field: string };

/** Side effects that the journal does not say are gone. */
export function openEntries(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return entries.filter(({ effect }) => effect.state !== 'removed-verified');
}

/**
 * Decides what can be done about each open entry, before anything is sent.
 * @throws UserError when a passphrase named in the facility file is not there.
 */
export async function prepareItems(
  entries: readonly JournalEntry[],
  loaded: LoadedFacility,
  language: Language,
): Promise<readonly OpenItem[]> {
  const routes = new Map<string, Promise<OrderRoute | { readonly problem: string }>>();
  const routeTo = (endpoint: Hl7Endpoint) => {
    const route = routes.get(endpoint.id) ?? prepareRoute(endpoint, loaded, language);
    routes.set(endpoint.id, route);
    return route;
  };
  const items: OpenItem[] = [];
  for (const entry of entries) {
    const field = findForeignField(entry);
    const read =
      field === undefined && entry.effect.kind === 'order' && entry.journalledAt
        ? readJournalledOrder(entry.effect, entry.journalledAt)
        : undefined;
    if (field !== undefined) items.push({ kind: 'foreign', entry, field });
    else if (!read) items.push({ kind: 'by-hand', entry, note: 'byHand' });
    else if (read.kind === 'foreign') items.push({ ...read, entry });
    else {
      const endpoint = findEndpoint(loaded.facility, entry);
      if (!endpoint) {
        items.push({ kind: 'by-hand', entry, note: 'endpointUnknown' });
        continue;
      }
      const route = await routeTo(endpoint);
      if ('problem' in route)
        items.push({ kind: 'by-hand', entry, note: 'tlsUnusable', detail: route.problem });
      else {
        const order = completeOrder(endpoint, read.identifiers);
        items.push({ kind: 'cancel', entry, order, route });
      }
    }
  }
  return items;
}

/** The endpoint a side effect was sent to, by the facility file's id. */
export function findEndpoint(facility: Facility, entry: JournalEntry): Hl7Endpoint | undefined {
  return facility.hl7.endpoints.find((one) => one.id === entry.effect.system);
}

function findForeignField({
  effect,
  journalledAt,
  isConsistent,
}: JournalEntry): string | undefined {
  if (!isConsistent) return 'identifiers';
  if (journalledAt === undefined) return 'at';
  const { patientId } = effect.identifiers;
  return patientId === undefined || isTestPatient(patientId) ? undefined : 'patientId';
}

function isTestPatient(id: string): boolean {
  try {
    assertTestPatientId(id);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

async function prepareRoute(
  endpoint: Hl7Endpoint,
  loaded: LoadedFacility,
  language: Language,
): Promise<OrderRoute | { readonly problem: string }> {
  const files = {
    language,
    baseFolder: loaded.folder,
    readSecret: (ref: Parameters<typeof readSecret>[0]) => readSecret(ref, loaded.folder, language),
  };
  const own = await loadTls(endpoint.tls, files);
  if (!own.ok) return { problem: own.observation.reason.message };
  const worklist = findWorklist(loaded.facility);
  const other = await loadTls(worklist?.node.tls, files);
  if (!other.ok) return { problem: other.observation.reason.message };
  return {
    endpoint,
    ...(own.tls && { tls: own.tls }),
    ...(worklist && {
      worklist: { ...worklist, ...(other.tls && { tls: toDicomTls(other.tls) }) },
    }),
  };
}
