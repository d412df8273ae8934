import type { LoadedFacility } from '../facility/load.ts';
import type { Hl7Endpoint } from '../facility/schema.ts';
import { loadTls, toDicomTls } from '../probes/hl7/exchange.ts';
import { findWorklist, type OrderWorklist } from '../probes/hl7/target.ts';
import { completeOrder, readJournalledOrder } from '../probes/hl7/test-order.ts';
import type { TlsOptions } from '../protocols/dicom/index.ts';
import type { TestOrder } from '../protocols/hl7/orders.ts';
import type { ClientTls } from '../protocols/hl7/tls-options.ts';
import type { RemovalContext } from '../test-study/index.ts';
import type { JournalEntry } from './read-journal.ts';
import type { Unprepared } from './unprepared.ts';

/** Where an order's cancel goes and where its removal can be seen. */
export interface OrderRoute {
  readonly endpoint: Hl7Endpoint;
  readonly tls?: ClientTls;
  readonly worklist?: OrderWorklist & { readonly tls?: TlsOptions };
}

/** An order of ours and where its cancel goes, or why none is sent. */
export type PreparedOrder =
  | { readonly kind: 'cancel'; readonly order: TestOrder; readonly route: OrderRoute }
  | Unprepared<'endpointUnknown' | 'tlsUnusable'>;

/** Prepares the cancel of a journalled order. */
export async function prepareOrder(
  { effect, journalledAt }: JournalEntry & { readonly journalledAt: Date },
  routeTo: (endpointId: string) => ReturnType<typeof prepareRoute>,
): Promise<PreparedOrder> {
  const read = readJournalledOrder(effect, journalledAt);
  if (read.kind === 'foreign') return read;
  const route = await routeTo(effect.system);
  if (route.kind !== 'route') return { ...route, kind: 'by-hand' };
  return { kind: 'cancel', order: completeOrder(route.endpoint, read.identifiers), route };
}

/**
 * The route to an HL7 endpoint of the facility file, its TLS files read.
 * @throws UserError when a passphrase named in the facility file is not there.
 */
export async function prepareRoute(
  endpointId: string,
  { facility }: LoadedFacility,
  context: RemovalContext,
): Promise<
  | ({ readonly kind: 'route' } & OrderRoute)
  | { readonly kind: 'no-route'; readonly note: 'endpointUnknown' }
  | { readonly kind: 'no-route'; readonly note: 'tlsUnusable'; readonly detail: string }
> {
  const endpoint = facility.hl7.endpoints.find((one) => one.id === endpointId);
  if (!endpoint) return { kind: 'no-route', note: 'endpointUnknown' };
  const unusable = (detail: string) => ({ kind: 'no-route', note: 'tlsUnusable', detail }) as const;
  const own = await loadTls(endpoint.tls, context);
  if (!own.ok) return unusable(own.observation.reason.message);
  const worklist = findWorklist(facility);
  const other = await loadTls(worklist?.node.tls, context);
  if (!other.ok) return unusable(other.observation.reason.message);
  return {
    kind: 'route',
    endpoint,
    ...(own.tls && { tls: own.tls }),
    ...(worklist && {
      worklist: { ...worklist, ...(other.tls && { tls: toDicomTls(other.tls) }) },
    }),
  };
}
