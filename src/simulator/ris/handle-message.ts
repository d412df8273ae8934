import { ERROR_CODES } from '../../protocols/hl7/build-ack.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import type { MessageHandler } from '../../protocols/hl7/listener-session.ts';
import type { SegmentInput } from '../../protocols/hl7/write-message.ts';
import { buildAnswer, type RisAnswer } from './answer.ts';
import type { RisBehaviour } from './behaviour.ts';
import { isTestPatientId, readOrder } from './read-order.ts';
import { type PatientRecords, takePatient } from './take-patient.ts';
import type { Worklist } from './worklist.ts';

/**
 * Makes the handler of the RIS's HL7 port: orders go to the worklist, patients change wherever they stand, demographic
 * queries are answered.
 *
 * @param records - where patients stand besides the worklist
 */
export function makeMessageHandler(
  behaviour: RisBehaviour,
  worklist: Worklist,
  records: readonly PatientRecords[] = [],
): MessageHandler {
  return async ({ message }) => {
    const answer = decide(message, behaviour, worklist, records);
    const isNewOrder = isOrder(message) && message.at('ORC-1') === 'NW';
    const oddity = isNewOrder ? behaviour.orderAnswer : 'application';
    const wrong =
      behaviour.controlId === 'wrong' || oddity === 'wrong-control-id'
        ? { controlId: `WRONG${message.controlId?.slice(0, 15)}` }
        : {};
    const early = oddity === 'commit-only' && answer.code === 'AA' ? { code: 'CA' as const } : {};
    return {
      kind: 'message',
      payload: await buildAnswer(message, { ...answer, ...wrong, ...early }),
    };
  };
}

function decide(
  message: Er7Message,
  behaviour: RisBehaviour,
  worklist: Worklist,
  records: readonly PatientRecords[],
): RisAnswer {
  if (isOrder(message)) {
    switch (behaviour.orders) {
      case 'error':
        return refuse('AE', ERROR_CODES.internalError, 'the order interface is out of service');
      case 'rejected':
        return refuse(
          'AR',
          ERROR_CODES.requiredFieldMissing,
          'the service is not in the catalogue',
        );
      case 'accepted':
        return takeOrder(message, behaviour, worklist);
    }
  }
  const patient = takePatient(message, behaviour, [worklist, ...records]);
  if (patient !== undefined) return patient;
  const type = typeOf(message);
  if (type === 'QBP^Q22' || type === 'QRY^A19') return answerQuery(message, worklist);
  return refuse('AR', ERROR_CODES.unsupportedMessageType, 'message type not supported');
}

function isOrder(message: Er7Message): boolean {
  return /^(ORM\^O01|OMI\^O23|OMG\^O19)$/.test(typeOf(message));
}

function typeOf({ messageCode, triggerEvent }: Er7Message): string {
  return `${messageCode ?? ''}^${triggerEvent ?? ''}`;
}

function takeOrder(message: Er7Message, behaviour: RisBehaviour, worklist: Worklist): RisAnswer {
  const order = readOrder(message);
  switch (order.kind) {
    case 'refused':
      return refuse('AR', order.errorCode, order.text);
    case 'cancel':
      return takeCancel(order.placerOrderNumber, behaviour, worklist);
    case 'change':
      if (behaviour.orderChanges === 'ignored') return { code: 'AA' };
      return worklist.change(order.entry)
        ? { code: 'AA' }
        : refuse('AE', ERROR_CODES.unknownKey, 'no such order');
    case 'new':
      if (behaviour.newOrders === 'lost') return { code: 'AA' };
      return worklist.put(order.entry)
        ? { code: 'AA' }
        : refuse('AE', ERROR_CODES.internalError, 'the worklist is full');
  }
}

function takeCancel(placer: string, { cancels }: RisBehaviour, worklist: Worklist): RisAnswer {
  switch (cancels) {
    case 'ignored':
      return { code: 'AA' };
    case 'error':
      return refuse('AE', ERROR_CODES.internalError, 'orders cannot be cancelled here');
    case 'honoured':
      return worklist.remove(placer)
        ? { code: 'AA' }
        : refuse('AE', ERROR_CODES.unknownKey, 'no such order');
  }
}

/** RSP^K22 to QBP^Q22 (HL7 v2.5.1 3.3.57), ADR^A19 to QRY^A19 (HL7 v2.3.1 3.3.19). */
function answerQuery(message: Er7Message, worklist: Worklist): RisAnswer {
  const isOld = message.messageCode === 'QRY';
  const asked = queriedPatientId(message, isOld);
  const found =
    asked !== undefined && isTestPatientId(asked) ? worklist.entriesOf(asked)[0] : undefined;
  const pid: SegmentInput[] =
    found === undefined
      ? []
      : [{ id: 'PID', fields: { 1: '1', 3: found.patientId, 5: ['KIỂM THỬ', 'MÔ PHỎNG'] } }];
  if (isOld) return { code: 'AA', body: { type: ['ADR', 'A19'], segments: pid } };
  const tag = (message.at('QPD-2') ?? '').replaceAll(/\p{C}/gu, '').slice(0, 32);
  const name = (message.at('QPD-1.1') ?? '').replaceAll(/\p{C}/gu, '').slice(0, 60);
  const qak: SegmentInput = {
    id: 'QAK',
    fields: { 1: tag, 2: found === undefined ? 'NF' : 'OK', 3: name },
  };
  const qpd: SegmentInput = { id: 'QPD', fields: { 1: name, 2: tag } };
  return { code: 'AA', body: { type: ['RSP', 'K22', 'RSP_K21'], segments: [qak, qpd, ...pid] } };
}

function queriedPatientId(message: Er7Message, isOld: boolean): string | undefined {
  return isOld ? message.at('QRD-8.1') : message.at('QPD-3.2');
}

function refuse(code: 'AE' | 'AR', errorCode: string, text: string): RisAnswer {
  return { code, error: { code: errorCode, text } };
}
