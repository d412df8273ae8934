import { type BuiltMessage, buildMessage, type MessageEnvelope } from './message-header.ts';
import { formatMessageTime } from './message-time.ts';
import { buildTestPid, type TestPatient } from './test-patient.ts';
import type { FieldInput, SegmentInput } from './write-message.ts';

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
}

/** What to do with the order: `discontinue` is for one that has begun (IHE RAD-2, order control codes). */
export type OrderAction = 'new' | 'cancel' | 'discontinue';

const ORDER_CONTROL: Record<OrderAction, { readonly control: string; readonly status: string }> = {
  new: { control: 'NW', status: 'SC' },
  cancel: { control: 'CA', status: 'CA' },
  discontinue: { control: 'DC', status: 'CA' },
};

/**
 * Builds a synthetic order for the test patient, or its cancel: ORM^O01 with ZDS for 2.3.1, OMI^O23 with TQ1 and IPC
 * for 2.5.1 and 2.7 (IHE RAD TF-2, RAD-2 and RAD-4).
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
  const common = [
    buildTestPid(order.patient),
    { id: 'PV1', fields: { 1: '1', 2: 'O' } } satisfies SegmentInput,
  ];
  return order.envelope.version === '2.3.1'
    ? await buildMessage(
        order.envelope,
        ['ORM', 'O01', 'ORM_O01'],
        [...common, ...buildGeneralOrder(order, action)],
      )
    : await buildMessage(
        order.envelope,
        ['OMI', 'O23', 'OMI_O23'],
        [...common, ...buildImagingOrder(order, action)],
      );
}

function buildGeneralOrder(order: TestOrder, action: OrderAction): readonly SegmentInput[] {
  const timing: FieldInput = ['', '', '', startOf(order), '', order.priority ?? 'R'];
  return [
    {
      id: 'ORC',
      fields: {
        ...orderCommon(order, action),
        7: timing,
        ...(order.stationAeTitle === undefined ? {} : { 18: order.stationAeTitle }),
      },
    },
    {
      id: 'OBR',
      fields: {
        ...observationCommon(order),
        18: order.accessionNumber,
        19: order.requestedProcedureId,
        20: order.scheduledStepId,
        27: timing,
      },
    },
    {
      id: 'ZDS',
      fields: { 1: [order.studyInstanceUid, 'RISPACS', 'Application', 'DICOM'] },
    },
  ];
}

function buildImagingOrder(order: TestOrder, action: OrderAction): readonly SegmentInput[] {
  return [
    { id: 'ORC', fields: orderCommon(order, action) },
    { id: 'TQ1', fields: { 1: '1', 7: startOf(order), 9: order.priority ?? 'R' } },
    { id: 'OBR', fields: observationCommon(order) },
    {
      id: 'IPC',
      fields: {
        1: order.accessionNumber,
        2: order.requestedProcedureId,
        3: order.studyInstanceUid,
        4: order.scheduledStepId,
        5: order.modality,
        6: coded(order.protocol ?? order.procedure),
        ...(order.stationAeTitle === undefined ? {} : { 9: order.stationAeTitle }),
      },
    },
  ];
}

function orderCommon(order: TestOrder, action: OrderAction): Record<number, FieldInput> {
  const { control, status } = ORDER_CONTROL[action];
  return {
    1: control,
    2: order.placerOrderNumber,
    ...(order.fillerOrderNumber === undefined ? {} : { 3: order.fillerOrderNumber }),
    5: status,
    9: formatMessageTime(order.envelope.sentAt ?? new Date()),
  };
}

function observationCommon(order: TestOrder): Record<number, FieldInput> {
  // Components 4 to 6 are the alternate term, which dcm4chee and others take as the protocol.
  const service = [...coded(order.procedure), ...coded(order.protocol ?? order.procedure)];
  return {
    1: '1',
    2: order.placerOrderNumber,
    ...(order.fillerOrderNumber === undefined ? {} : { 3: order.fillerOrderNumber }),
    4: service,
    24: order.modality,
    44: coded(order.procedure),
  };
}

function coded(term: CodedTerm): readonly string[] {
  return [term.code, term.text, term.scheme];
}

function startOf(order: TestOrder): string {
  return formatMessageTime(order.scheduledAt, order.offsetMinutes);
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
