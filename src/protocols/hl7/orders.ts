import { type BuiltMessage, buildMessage, type MessageEnvelope } from './message-header.ts';
import {
  buildGeneralOrder,
  buildImagingOrder,
  buildVietnameseOrder,
  buildVisit,
} from './order-segments.ts';
import { buildTestPid, type TestPatient, type TextForm } from './test-patient.ts';

/** A coded term: CE and CWE data types. */
export interface CodedTerm {
  readonly code: string;
  readonly text: string;
  readonly scheme: string;
}

/** A synthetic imaging order. Identifiers that become DICOM SH values hold at most 16 characters. */
export interface TestOrder {
  readonly envelope: MessageEnvelope;
  readonly patient: TestPatient;
  /** ORC-2, OBR-2. At most 16 characters, because it becomes the accession number of some systems. */
  readonly placerOrderNumber: string;
  /** ORC-3, OBR-3; absent for a new order, the receiver's number for its cancel if known. */
  readonly fillerOrderNumber?: string;
  readonly accessionNumber: string;
  readonly requestedProcedureId: string;
  readonly scheduledStepId: string;
  readonly studyInstanceUid: string;
  /** DICOM modality, such as `CT`. */
  readonly modality: string;
  readonly scheduledAt: Date;
  /** Minutes east of UTC for the scheduled time; Viet Nam's by default. */
  readonly offsetMinutes?: number;
  readonly procedure: CodedTerm;
  readonly protocol?: CodedTerm;
  readonly stationAeTitle?: string;
  /** `S` stat, `A` as soon as possible, `R` routine (table 0485). Default `R`. */
  readonly priority?: 'S' | 'A' | 'R';
  /** PV1-19, with test physicians in PV1-8 and OBR-16. */
  readonly visit?: { readonly number: string };
  /** OBR-31, as text. */
  readonly reason?: string;
  /** Of all texts; default NFC. The patient's name has its own. */
  readonly textForm?: TextForm;
  /** `vietnam`, of 2.7 only: no IPC and no ZDS, insurance card in IN1-2. Default `ihe`. */
  readonly style?: 'ihe' | 'vietnam';
}

/** What to do with the order: `discontinue` is for one that has begun (IHE RAD-2, order control codes). */
export type OrderAction = 'new' | 'change' | 'change-completed' | 'cancel' | 'discontinue';

/**
 * Builds a synthetic order for the test patient, its change or its cancel: ORM^O01 with ZDS for 2.3.1, OMI^O23 with TQ1
 * and IPC for 2.5.1 and 2.7 (IHE RAD TF-2, RAD-2 and RAD-4).
 *
 * The cancel repeats all identifiers of the order, since receivers differ in which one they look for.
 *
 * @throws {RangeError} for an identifier that is too long for DICOM or could be a real patient's
 */
export async function buildTestOrder(
  order: TestOrder,
  action: OrderAction = 'new',
): Promise<BuiltMessage> {
  checkIdentifiers(order);
  const { envelope, style } = order;
  const common = [buildTestPid(order.patient), buildVisit(order)];
  if (envelope.version === '2.3.1') {
    const segments = [...common, ...buildGeneralOrder(order, action)];
    return await buildMessage(envelope, ['ORM', 'O01', 'ORM_O01'], segments);
  }
  const isVietnamese = style === 'vietnam' && envelope.version === '2.7';
  const build = isVietnamese ? buildVietnameseOrder : buildImagingOrder;
  const segments = [...common, ...build(order, action)];
  return await buildMessage(envelope, ['OMI', 'O23', 'OMI_O23'], segments);
}

/** DICOM SH: 16 characters, no backslash and no control characters (PS3.5 6.2); UI: 64 of digits and dots. */
function checkIdentifiers(order: TestOrder): void {
  const short = {
    placerOrderNumber: order.placerOrderNumber,
    accessionNumber: order.accessionNumber,
    requestedProcedureId: order.requestedProcedureId,
    scheduledStepId: order.scheduledStepId,
    stationAeTitle: order.stationAeTitle ?? 'NONE',
    modality: order.modality,
  };
  for (const [name, value] of Object.entries(short)) {
    if (!/^[^\\\p{Cc}]{1,16}$/u.test(value) || value.trim() !== value) {
      throw new RangeError(`${name} must hold 1 to 16 characters: ${JSON.stringify(value)}`);
    }
  }
  if (
    order.studyInstanceUid.length > 64 ||
    !/^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+$/.test(order.studyInstanceUid)
  ) {
    throw new RangeError(`not a DICOM UID: ${JSON.stringify(order.studyInstanceUid)}`);
  }
}
