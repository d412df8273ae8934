import type { TestOrder } from '../../protocols/hl7/orders.ts';
import { TEST_PATIENT_ID } from '../../synthetic/index.ts';
import type { SideEffect } from '../contract.ts';

/** What tells a test order from every other. */
export type OrderIdentifiers = Pick<
  TestOrder,
  | 'placerOrderNumber'
  | 'accessionNumber'
  | 'requestedProcedureId'
  | 'scheduledStepId'
  | 'studyInstanceUid'
  | 'scheduledAt'
>;

/**
 * The journal's fixed part about an order: everything a cancel needs, so that it can also be sent by a later run that
 * knows the journal only.
 */
export function describeTestOrder(
  { id }: { readonly id: string },
  order: OrderIdentifiers,
): Omit<SideEffect, 'state' | 'note'> {
  return {
    id: `order-${order.placerOrderNumber}`,
    system: id,
    kind: 'order',
    identifiers: {
      patientId: TEST_PATIENT_ID,
      placerOrderNumber: order.placerOrderNumber,
      accessionNumber: order.accessionNumber,
      requestedProcedureId: order.requestedProcedureId,
      scheduledStepId: order.scheduledStepId,
      studyInstanceUid: order.studyInstanceUid,
      scheduledAt: order.scheduledAt.toISOString(),
    },
  };
}
