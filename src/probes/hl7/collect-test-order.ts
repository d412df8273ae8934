import type { Attachment } from '../../evidence/evidence.ts';
import { buildTestOrder } from '../../protocols/hl7/orders.ts';
import type { ExchangeOutcome } from '../../protocols/hl7/outcome.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { describeTestOrder } from '../shared/describe-test-order.ts';
import { settle } from '../shared/settle.ts';
import {
  describeAck,
  describeExchange,
  envelopeFor,
  exchange,
  failedObservation,
  isSimulatorAnswer,
  loadTls,
  toDicomTls,
  usualAckMs,
} from './exchange.ts';
import type { Hl7WorklistRow } from './facts.ts';
import { isTaken, judgeRest, type Rest } from './judge-rest.ts';
import { hl7Messages } from './messages.ts';
import type { Hl7Target } from './target.ts';
import { makeTestOrder } from './test-order.ts';
import { type WorklistReading, watchWorklist } from './watch-worklist.ts';

type OrderTarget = Extract<Hl7Target, { kind: 'test-order' }>;

/** How long the parts of a test order may take, in milliseconds. */
export interface OrderPatience {
  readonly ackMs: number;
  /** A RIS may write its worklist by a job that runs every few seconds. */
  readonly worklistMs: number;
  /** The cancel and the look after it, also once the operator stopped the run. */
  readonly cancelMs: number;
}

const usualPatience: OrderPatience = {
  ackMs: usualAckMs,
  worklistMs: 20_000,
  cancelMs: 30_000,
};
/** For the look at the worklist that stands between a stopped run and its cancel. */
const hastyLookMs = 3_000;

/**
 * Sends one test order, sees it come into the worklist, cancels it and sees it go. The journal has the order before it
 * is sent; whatever happens after that, be it a full disk, the cancel is tried.
 */
export async function collectTestOrder(
  target: OrderTarget,
  context: ProbeContext,
  patience: OrderPatience = usualPatience,
): Promise<Observation> {
  const { endpoint } = target;
  const loaded = await loadTls(endpoint.tls, context);
  if (!loaded.ok) return loaded.observation;
  const worklistTls = await loadTls(target.worklist?.node.tls, context);
  if (!worklistTls.ok) return worklistTls.observation;
  const { tls } = loaded;
  const order = makeTestOrder(endpoint);
  const rows: Hl7WorklistRow[] = [];
  const look: Look = async (moment, expected, patienceMs, signal) => {
    if (!target.worklist) return undefined;
    const watch = {
      ...target.worklist,
      ...(worklistTls.tls && { tls: toDicomTls(worklistTls.tls) }),
      accessionNumber: order.accessionNumber,
      signal,
    };
    const reading = await watchWorklist(watch, expected, patienceMs);
    rows.push({ endpoint: endpoint.id, node: target.worklist.node.id, moment, ...reading });
    return reading;
  };

  await look('before-order', 0, 0, context.signal);
  context.signal.throwIfAborted();
  const message = await buildTestOrder(order, 'new');
  const effect = describeTestOrder(endpoint, order);
  await context.journal({ ...effect, state: 'planned' });
  const ordered = await exchange(endpoint, message, tls, context.signal, patience.ackMs);
  if (ordered.kind !== 'ack' && ordered.transcript.sent.length === 0) {
    await context.journal({ ...effect, state: 'removed-verified', note: 'never sent' });
    return failedObservation(ordered, endpoint, context);
  }

  const between = await settle(async () => {
    await context.journal({ ...effect, state: 'sent' });
    const kept = await keepTranscript(ordered, 'order', context);
    return { kept, shown: await lookForOrder(look, ordered, context.signal, patience) };
  });
  const own = AbortSignal.timeout(patience.cancelMs);
  const cancel = await buildTestOrder({ ...order, envelope: envelopeFor(endpoint) }, 'cancel');
  const cancelled = await exchange(endpoint, cancel, tls, own, patience.ackMs);
  const gone = await look('after-cancel', 0, patience.worklistMs, own);
  const shown = between.ok ? between.value.shown : undefined;
  const rest = judgeRest({ ordered, shown, cancelled, gone });
  await context.journal({ ...effect, ...rest });
  if (!between.ok) throw between.error;
  const attachments = [
    ...between.value.kept,
    ...(await keepTranscript(cancelled, 'cancel', context)),
  ];
  context.signal.throwIfAborted();
  const notes = describeRest(rest, cancelled, context);
  if (ordered.kind !== 'ack')
    return { ...failedObservation(ordered, endpoint, context), notes, attachments };
  return {
    state: 'observed',
    facts: {
      'hl7.exchange': [
        describeExchange(endpoint, 'test-order', message, ordered),
        describeExchange(endpoint, 'test-order-cancel', cancel, cancelled),
      ],
      'hl7.worklist': rows,
    },
    notes: [...describeAck(ordered, context), ...notes],
    attachments,
    ...(isSimulatorAnswer(ordered) && { simulated: true as const }),
  };
}

type Look = (
  moment: Hl7WorklistRow['moment'],
  expected: number,
  patienceMs: number,
  signal: AbortSignal,
) => Promise<WorklistReading | undefined>;

/** Waits for an order that was taken; one that was not, or a stopped run, gets a single look before the cancel. */
async function lookForOrder(
  look: Look,
  ordered: ExchangeOutcome,
  signal: AbortSignal,
  { worklistMs }: OrderPatience,
): Promise<WorklistReading | undefined> {
  const shown = signal.aborted
    ? undefined
    : await look('after-order', 1, isTaken(ordered) ? worklistMs : 0, signal);
  if (!signal.aborted || shown?.matches === 1) return shown;
  return look('after-order', 1, 0, AbortSignal.timeout(hastyLookMs));
}

function describeRest(rest: Rest, cancelled: ExchangeOutcome, context: ProbeContext): string[] {
  if (rest.state !== 'left') return [];
  const words = hl7Messages(context.language);
  if (rest.note !== 'cancelRefused') return [words[rest.note]];
  return [words.cancelRefused(cancelled.kind === 'ack' ? (cancelled.code ?? '?') : cancelled.kind)];
}

/** Both sides of an exchange about our own order are ours to keep. */
async function keepTranscript(
  outcome: ExchangeOutcome,
  name: string,
  context: ProbeContext,
): Promise<Attachment[]> {
  const kept: Attachment[] = [];
  for (const side of ['sent', 'received'] as const) {
    const bytes = outcome.transcript[side];
    if (bytes.length === 0) continue;
    kept.push(
      await context.attach(bytes, {
        mediaType: 'application/hl7-v2',
        extension: 'hl7',
        originalName: `${name}-${side}.hl7`,
      }),
    );
  }
  return kept;
}
