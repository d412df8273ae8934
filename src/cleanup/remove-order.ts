import type { Dossier } from '../evidence/dossier.ts';
import { envelopeFor, exchange, usualAckMs } from '../probes/hl7/exchange.ts';
import { watchWorklist } from '../probes/hl7/watch-worklist.ts';
import { buildTestOrder } from '../protocols/hl7/orders.ts';
import type { ExchangeOutcome } from '../protocols/hl7/outcome.ts';
import { judgeRemoval, type Removal } from './judge-removal.ts';
import type { OpenItem } from './prepare-items.ts';

/** How long the parts of one removal may take, in milliseconds. */
export interface RemovalPatience {
  readonly ackMs: number;
  /** A RIS may write its worklist by a job that runs every few seconds. */
  readonly worklistMs: number;
  /** One order, from the first look to the last. */
  readonly itemMs: number;
}

/** For a RIS and a worklist in daily use. */
export const usualRemovalPatience: RemovalPatience = {
  ackMs: usualAckMs,
  worklistMs: 20_000,
  itemMs: 90_000,
};

/**
 * Sends the cancel of one journalled order again and looks whether it is gone. The journal has each step before it is
 * sent; stopped or killed in between, the item stays open and the next cleanup begins it anew.
 * @throws the signal's reason when the operator stops.
 */
export async function removeOrder(
  item: Extract<OpenItem, { kind: 'cancel' }>,
  dossier: Dossier,
  operator: AbortSignal,
  patience: RemovalPatience = usualRemovalPatience,
): Promise<Removal> {
  const { order, route } = item;
  const { effect } = item.entry;
  const signal = AbortSignal.any([operator, AbortSignal.timeout(patience.itemMs)]);
  const look = async (patienceMs: number) =>
    route.worklist &&
    (await watchWorklist(
      { ...route.worklist, accessionNumber: order.accessionNumber, signal },
      0,
      patienceMs,
    ));

  const before = await look(0);
  operator.throwIfAborted();
  const cancel = await buildTestOrder(
    { ...order, envelope: envelopeFor(route.endpoint) },
    'cancel',
  );
  await dossier.journal({ ...effect, note: 'cancelling' });
  const cancelled = await exchange(route.endpoint, cancel, route.tls, signal, patience.ackMs);
  operator.throwIfAborted();
  const after = await look(patience.worklistMs);
  operator.throwIfAborted();
  const removal = judgeRemoval({ before, cancelled, after });
  await dossier.journal({ ...effect, ...removal });
  await logCancel(effect.id, cancelled, removal, dossier);
  return removal;
}

/** Keeps what was sent, and what came back where it answers this very message: another answer may name a patient. */
async function logCancel(
  id: string,
  cancelled: ExchangeOutcome,
  removal: Removal,
  dossier: Dossier,
): Promise<void> {
  const { sent, received } = cancelled.transcript;
  const isOurs = cancelled.kind === 'ack' && cancelled.matches;
  const keep = async (bytes: Buffer) =>
    bytes.length === 0
      ? undefined
      : (await dossier.attach(bytes, { mediaType: 'application/hl7-v2', extension: 'hl7' })).path;
  await dossier.log('cleanup', {
    id,
    answer: cancelled.kind === 'ack' ? (cancelled.code ?? '?') : cancelled.kind,
    state: removal.state,
    note: removal.note,
    sent: await keep(sent),
    received: isOurs ? await keep(received) : undefined,
  });
}
