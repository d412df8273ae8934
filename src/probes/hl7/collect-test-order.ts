import { randomBytes, randomUUID } from 'node:crypto';
import type { Attachment } from '../../evidence/evidence.ts';
import type { Hl7Endpoint } from '../../facility/schema.ts';
import { buildTestOrder, type TestOrder } from '../../protocols/hl7/orders.ts';
import type { ExchangeOutcome } from '../../protocols/hl7/outcome.ts';
import type { ClientTls } from '../../protocols/hl7/tls-options.ts';
import type { Observation, ProbeContext, SideEffect } from '../contract.ts';
import {
  describeExchange,
  envelopeFor,
  exchange,
  failedObservation,
  isSimulatorAnswer,
  loadTls,
  testPatientId,
} from './exchange.ts';
import type { Hl7ExchangeRow, Hl7WorklistRow } from './facts.ts';
import type { Hl7Target } from './index.ts';
import { hl7Messages } from './messages.ts';
import { type WorklistReading, type WorklistWatch, watchWorklist } from './watch-worklist.ts';

type OrderTarget = Extract<Hl7Target, { kind: 'test-order' }>;

/** A RIS may write its worklist by a job that runs every few seconds. */
const worklistPatienceMs = 20_000;
/** The cancel is sent even after the operator stopped the run, within this time. */
const cancelTimeMs = 30_000;

/**
 * Sends one test order, sees it come into the worklist, cancels it and sees it go. The journal has the order before it
 * is sent; whatever happens after that, the cancel is tried.
 */
export async function collectTestOrder(
  target: OrderTarget,
  context: ProbeContext,
): Promise<Observation> {
  const { endpoint } = target;
  const words = hl7Messages(context.language);
  const loaded = await loadTls(endpoint, context);
  if (!loaded.ok) return loaded.observation;
  const { tls } = loaded;
  const order = makeOrder(endpoint);
  const worklistRows: Hl7WorklistRow[] = [];
  const look = (
    moment: Hl7WorklistRow['moment'],
    expected: number,
    patienceMs: number,
    signal: AbortSignal,
  ) => lookAtWorklist(target, order, moment, expected, patienceMs, signal, worklistRows);

  await look('before-order', 0, 0, context.signal);
  const message = await buildTestOrder(order, 'new');
  const effect = describeEffect(endpoint, order);
  await context.journal({ ...effect, state: 'planned' });
  const ordered = await exchange(endpoint, message, tls, context.signal);
  const attachments = await keepTranscript(ordered, 'order', context);
  if (neverReached(ordered)) {
    await context.journal({ ...effect, state: 'removed-verified', note: 'never sent' });
    return failedObservation(ordered, endpoint, context);
  }
  await context.journal({ ...effect, state: 'sent' });
  const rows: Hl7ExchangeRow[] = [describeExchange(endpoint, 'test-order', message, ordered)];
  if (ordered.kind === 'ack' && ordered.code === 'AA' && !context.signal.aborted) {
    await look('after-order', 1, worklistPatienceMs, context.signal);
  }

  const own = AbortSignal.timeout(cancelTimeMs);
  const notes: string[] = [];
  const cancelled = await cancelOrder(endpoint, order, tls, own);
  rows.push(cancelled.row);
  const gone = await look('after-cancel', 0, worklistPatienceMs, own);
  const rest = judgeRest(cancelled.outcome, ordered, gone);
  await context.journal({ ...effect, state: rest.state, note: rest.note });
  if (rest.state === 'left') {
    const refusal = words.cancelRefused(describeOutcome(cancelled.outcome));
    notes.push(rest.note === 'cancelRefused' ? refusal : words[rest.note]);
  }
  context.signal.throwIfAborted();
  if (ordered.kind !== 'ack')
    return { ...failedObservation(ordered, endpoint, context), notes, attachments };
  return {
    state: 'observed',
    facts: { 'hl7.exchange': rows, 'hl7.worklist': worklistRows },
    notes: [
      words.ack(ordered.code ?? '?', ordered.errText ?? ''),
      ...[
        ...ordered.findings.framing,
        ...ordered.findings.answer,
        ...ordered.findings.encoding,
      ].map((one) => words.finding(one.kind)),
      ...notes,
    ],
    attachments: [...attachments, ...(await keepTranscript(cancelled.outcome, 'cancel', context))],
    ...(isSimulatorAnswer(ordered) && { simulated: true as const }),
  };
}

async function cancelOrder(
  endpoint: Hl7Endpoint,
  order: TestOrder,
  tls: ClientTls | undefined,
  signal: AbortSignal,
) {
  const message = await buildTestOrder({ ...order, envelope: envelopeFor(endpoint) }, 'cancel');
  const outcome = await exchange(endpoint, message, tls, signal);
  return { outcome, row: describeExchange(endpoint, 'test-order-cancel', message, outcome) };
}

async function lookAtWorklist(
  { endpoint, worklist }: OrderTarget,
  order: TestOrder,
  moment: Hl7WorklistRow['moment'],
  expected: number,
  patienceMs: number,
  signal: AbortSignal,
  rows: Hl7WorklistRow[],
): Promise<WorklistReading | undefined> {
  if (!worklist) return undefined;
  const watch: WorklistWatch = { ...worklist, accessionNumber: order.accessionNumber, signal };
  const reading = await watchWorklist(watch, expected, patienceMs);
  rows.push({ endpoint: endpoint.id, node: worklist.node.id, moment, ...reading });
  return reading;
}

type Rest =
  | { readonly state: 'removed-verified'; readonly note: 'order-refused' | 'cancelled' }
  | {
      readonly state: 'left';
      readonly note: 'leftUnverified' | 'leftInWorklist' | 'cancelRefused';
    };

/** What is left at the hospital. Only a worklist that no longer shows the order, or an order that was refused, is proof. */
function judgeRest(
  cancelled: ExchangeOutcome,
  ordered: ExchangeOutcome,
  gone: WorklistReading | undefined,
): Rest {
  const refused = ordered.kind === 'ack' && (ordered.code === 'AE' || ordered.code === 'AR');
  if (gone?.matches === 0)
    return { state: 'removed-verified', note: refused ? 'order-refused' : 'cancelled' };
  if (refused) return { state: 'removed-verified', note: 'order-refused' };
  if (gone?.matches !== undefined) return { state: 'left', note: 'leftInWorklist' };
  if (cancelled.kind !== 'ack' || cancelled.code !== 'AA')
    return { state: 'left', note: 'cancelRefused' };
  return { state: 'left', note: 'leftUnverified' };
}

function describeOutcome(outcome: ExchangeOutcome): string {
  return outcome.kind === 'ack' ? (outcome.code ?? '?') : outcome.kind;
}

/** Nothing of ours can be there when no connection ever stood. */
function neverReached(
  outcome: ExchangeOutcome,
): outcome is Extract<ExchangeOutcome, { kind: 'refused' | 'unreachable' | 'tls-error' }> {
  return (
    (outcome.kind === 'refused' ||
      outcome.kind === 'unreachable' ||
      outcome.kind === 'tls-error') &&
    outcome.transcript.sent.length === 0
  );
}

function makeOrder(endpoint: Hl7Endpoint): TestOrder {
  const unique = `${Date.now().toString(36)}${randomBytes(2).toString('hex')}`
    .toUpperCase()
    .slice(-12);
  return {
    envelope: envelopeFor(endpoint),
    patient: {
      id: testPatientId,
      birthDate: '19000101',
      sex: 'O',
      nameForm: endpoint.version === '2.7' ? 'single-component' : 'family-given',
    },
    placerOrderNumber: `RP${unique}`,
    accessionNumber: `RP${unique}`,
    requestedProcedureId: `RP${unique}`,
    scheduledStepId: `RP${unique}`,
    // PS3.5 B.2: a random UUID as one decimal component under 2.25.
    studyInstanceUid: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`,
    modality: 'CT',
    scheduledAt: new Date(),
    procedure: { code: 'RISPACS-TEST', text: 'KIEM THU RISPACS', scheme: 'L' },
  };
}

function describeEffect(endpoint: Hl7Endpoint, order: TestOrder): Omit<SideEffect, 'state'> {
  return {
    id: `order-${order.placerOrderNumber}`,
    system: endpoint.id,
    kind: 'order',
    identifiers: {
      patientId: testPatientId,
      placerOrderNumber: order.placerOrderNumber,
      accessionNumber: order.accessionNumber,
      studyInstanceUid: order.studyInstanceUid,
    },
  };
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
