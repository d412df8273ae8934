import { formatMessageTime } from './message-time.ts';
import type { CodedTerm, OrderAction, TestOrder } from './orders.ts';
import type { FieldInput, SegmentInput } from './write-message.ts';

const ORDER_CONTROL: Record<OrderAction, { readonly control: string; readonly status: string }> = {
  new: { control: 'NW', status: 'SC' },
  change: { control: 'XO', status: 'SC' },
  'change-completed': { control: 'XO', status: 'CM' },
  cancel: { control: 'CA', status: 'CA' },
  discontinue: { control: 'DC', status: 'CA' },
};

/**
 * Physicians that nobody is: the given name marks them as a test, the family names hold letters that smaller character
 * sets lack.
 */
export const TEST_PHYSICIANS = {
  requesting: { id: 'RPTEST1', family: 'ĐẶNG ĐỨC ƯỚC', given: 'KIỂM THỬ' },
  referring: { id: 'RPTEST2', family: 'NGUYỄN THỊ ÁNH', given: 'KIỂM THỬ' },
} as const;

/** The visit of a test order. A Vietnamese point of care is `code,name` with room and bed (HL7 v2.5.1 3.4.3.3). */
export function buildVisit(order: Pick<TestOrder, 'visit' | 'style' | 'textForm'>): SegmentInput {
  const { visit, style } = order;
  return {
    id: 'PV1',
    fields: {
      1: '1',
      2: 'O',
      ...(visit !== undefined && {
        ...(style === 'vietnam' && {
          3: [inForm('RPTEST,Phòng kiểm thử', order), 'P1', 'G1'],
        }),
        8: physician('referring', order),
        19: visit.number,
      }),
    },
  };
}

/** ORC, OBR and ZDS of ORM^O01 (IHE RAD TF-2 4.4.4.1.2). */
export function buildGeneralOrder(order: TestOrder, action: OrderAction): readonly SegmentInput[] {
  const timing: FieldInput = ['', '', '', startOf(order), '', order.priority ?? 'R'];
  return [
    {
      id: 'ORC',
      fields: { ...orderCommon(order, action), 7: timing, ...stationField(18, order) },
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

/** ORC, TQ1, OBR and IPC of OMI^O23 (HL7 v2.5.1 4.4.12). */
export function buildImagingOrder(order: TestOrder, action: OrderAction): readonly SegmentInput[] {
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
        6: coded(order.protocol ?? order.procedure, order),
        ...stationField(9, order),
      },
    },
  ];
}

/**
 * As Vietnamese connectors send it: insurance card in IN1-2, no IPC and no ZDS, so that the receiver takes the placer
 * order number as accession number and makes its own Study Instance UID.
 */
export function buildVietnameseOrder(
  order: TestOrder,
  action: OrderAction,
): readonly SegmentInput[] {
  return [
    // `XX` is no group of insured persons.
    { id: 'IN1', fields: { 1: '1', 2: 'XX0000000000000' } },
    { id: 'ORC', fields: orderCommon(order, action) },
    { id: 'TQ1', fields: { 1: '1', 7: startOf(order), 9: order.priority ?? 'R' } },
    {
      id: 'OBR',
      fields: { ...observationCommon(order), 2: [order.placerOrderNumber, '1'] },
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
  const { procedure, protocol = procedure } = order;
  // Components 4 to 6 are the alternate term, which dcm4chee and others take as the protocol.
  const service = [...coded(procedure, order), ...coded(protocol, order)];
  return {
    1: '1',
    2: order.placerOrderNumber,
    ...(order.fillerOrderNumber === undefined ? {} : { 3: order.fillerOrderNumber }),
    4: service,
    ...(order.visit !== undefined && { 16: physician('requesting', order) }),
    24: order.modality,
    ...(order.reason !== undefined && { 31: ['', inForm(order.reason, order)] }),
    44: coded(procedure, order),
  };
}

function coded(term: CodedTerm, order: TestOrder): readonly string[] {
  return [term.code, inForm(term.text, order), term.scheme];
}

function physician(
  which: keyof typeof TEST_PHYSICIANS,
  order: Pick<TestOrder, 'textForm'>,
): readonly string[] {
  const { id, family, given } = TEST_PHYSICIANS[which];
  return [id, inForm(family, order), inForm(given, order)];
}

function inForm(text: string, { textForm = 'NFC' }: Pick<TestOrder, 'textForm'>): string {
  return text.normalize(textForm);
}

function startOf(order: TestOrder): string {
  return formatMessageTime(order.scheduledAt, order.offsetMinutes);
}

function stationField(field: number, { stationAeTitle }: TestOrder): Record<number, FieldInput> {
  return stationAeTitle === undefined ? {} : { [field]: stationAeTitle };
}
