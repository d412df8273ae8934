import { randomBytes, randomUUID } from 'node:crypto';
import type { Hl7Endpoint } from '../../facility/schema.ts';
import type { TestOrder } from '../../protocols/hl7/orders.ts';
import type { SideEffect } from '../contract.ts';
import type { OrderIdentifiers } from '../shared/describe-test-order.ts';
import { envelopeFor, testPatientId } from './exchange.ts';

/** A new order with identifiers of its own, and what the journal says about it. */
export function makeTestOrder(endpoint: Hl7Endpoint): TestOrder {
  const made = Date.now().toString(36).toUpperCase().slice(-timeDigits);
  const number = `RP${made}${randomBytes(2).toString('hex').toUpperCase()}`;
  return completeOrder(endpoint, {
    placerOrderNumber: number,
    accessionNumber: number,
    requestedProcedureId: number,
    scheduledStepId: number,
    // PS3.5 B.2: a random UUID as one decimal component under 2.25.
    studyInstanceUid: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`,
    scheduledAt: new Date(),
  });
}

/** What a journal entry about an order holds: our identifiers, or a field that this tool cannot have written. */
export type JournalledOrder =
  | { readonly kind: 'ours'; readonly identifiers: OrderIdentifiers }
  | { readonly kind: 'foreign'; readonly field: string };

const timeDigits = 8;
/** Between the making of a number and its entry in the journal lies one look at the worklist, never a day. */
const mostMsApart = 24 * 60 * 60 * 1000;
const firstPossibleMs = Date.UTC(2024, 0, 1);

/**
 * Reads back what `describeTestOrder` wrote. An order of ours is told by its shape and by the time that is part
 * of its numbers, so that an edited journal cannot make us cancel somebody's real order.
 *
 * @param journalledAt - when the entry was first written.
 */
export function readJournalledOrder(effect: SideEffect, journalledAt: Date): JournalledOrder {
  const { identifiers } = effect;
  const foreign = (field: string): JournalledOrder => ({ kind: 'foreign', field });
  if (identifiers.patientId !== testPatientId) return foreign('patientId');
  const placerOrderNumber = identifiers.placerOrderNumber ?? '';
  // Entries written before these were kept: all numbers of an order have always been one.
  const {
    accessionNumber = placerOrderNumber,
    requestedProcedureId = placerOrderNumber,
    scheduledStepId = placerOrderNumber,
    studyInstanceUid = '',
    scheduledAt = journalledAt.toISOString(),
  } = identifiers;
  const numbers = {
    placerOrderNumber,
    accessionNumber,
    requestedProcedureId,
    scheduledStepId,
  };
  for (const [field, number] of Object.entries(numbers))
    if (!isOurNumber(number, journalledAt)) return foreign(field);
  if (!isRandomUid(studyInstanceUid)) return foreign('studyInstanceUid');
  const scheduled = new Date(scheduledAt);
  if (!isNear(scheduled.getTime(), journalledAt)) return foreign('scheduledAt');
  if (effect.id !== `order-${placerOrderNumber}`) return foreign('id');
  return { kind: 'ours', identifiers: { ...numbers, studyInstanceUid, scheduledAt: scheduled } };
}

/** The order as it was sent, for its cancel. */
export function completeOrder(endpoint: Hl7Endpoint, identifiers: OrderIdentifiers): TestOrder {
  return {
    ...identifiers,
    envelope: envelopeFor(endpoint),
    patient: {
      id: testPatientId,
      birthDate: '19000101',
      sex: 'O',
      nameForm: endpoint.version === '2.7' ? 'single-component' : 'family-given',
      ...(endpoint.textForm !== undefined && { textForm: endpoint.textForm }),
    },
    modality: 'CT',
    procedure: { code: 'RISPACS-TEST', text: 'KIEM THU RISPACS', scheme: 'L' },
  };
}

function isOurNumber(text: string, journalledAt: Date): boolean {
  const match = /^RP([0-9A-Z]{8})[0-9A-F]{4}$/.exec(text);
  return match?.[1] !== undefined && isNear(Number.parseInt(match[1], 36), journalledAt);
}

function isNear(ms: number, journalledAt: Date): boolean {
  return ms >= firstPossibleMs && Math.abs(ms - journalledAt.getTime()) <= mostMsApart;
}

/** A version 4 UUID (RFC 9562 5.4) under 2.25. */
function isRandomUid(uid: string): boolean {
  const match = /^2\.25\.([1-9]\d{0,38})$/.exec(uid);
  if (!match?.[1]) return false;
  const hex = BigInt(match[1]).toString(16).padStart(32, '0');
  return /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/.test(hex);
}
