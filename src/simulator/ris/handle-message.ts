import { ERROR_CODES } from '../../protocols/hl7/build-ack.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import type { MessageHandler } from '../../protocols/hl7/listener-session.ts';
import type { SegmentInput } from '../../protocols/hl7/write-message.ts';
import { buildAnswer, type RisAnswer } from './answer.ts';
import { isTestPatientId, readOrder } from './read-order.ts';
import type { Worklist } from './worklist.ts';

/** How the simulated RIS answers. */
export interface RisBehaviour {
  /** `error`: every order is refused with AE, as a RIS whose order interface is broken does. */
  readonly orders: 'accepted' | 'error';
  /** `wrong`: MSA-2 is not the MSH-10 it was sent. */
  readonly controlId: 'echoed' | 'wrong';
  /** `lost`: an order is acknowledged but never comes to the worklist. */
  readonly newOrders: 'listed' | 'lost';
  /** `ignored`: a cancel is acknowledged but the entry stays on the worklist. */
  readonly cancels: 'honoured' | 'ignored';
}

/** Makes the handler of the RIS's HL7 port: orders go to the worklist, demographic queries are answered. */
export function makeMessageHandler(behaviour: RisBehaviour, worklist: Worklist): MessageHandler {
  return async ({ message }) => {
    const answer = decide(message, behaviour, worklist);
    const wrong =
      behaviour.controlId === 'wrong'
        ? { controlId: `WRONG${message.controlId?.slice(0, 15)}` }
        : {};
    return { kind: 'message', payload: await buildAnswer(message, { ...answer, ...wrong }) };
  };
}

function decide(message: Er7Message, behaviour: RisBehaviour, worklist: Worklist): RisAnswer {
  const type = `${message.messageCode ?? ''}^${message.triggerEvent ?? ''}`;
  if (/^(ORM\^O01|OMI\^O23|OMG\^O19)$/.test(type)) {
    return behaviour.orders === 'error'
      ? refuse('AE', ERROR_CODES.internalError, 'the order interface is out of service')
      : takeOrder(message, behaviour, worklist);
  }
  if (type === 'QBP^Q22' || type === 'QRY^A19') return answerQuery(message, worklist);
  return refuse('AR', ERROR_CODES.unsupportedMessageType, 'message type not supported');
}

function takeOrder(message: Er7Message, behaviour: RisBehaviour, worklist: Worklist): RisAnswer {
  const order = readOrder(message);
  if (order.kind === 'refused') return refuse('AR', order.errorCode, order.text);
  if (order.kind === 'cancel') {
    if (behaviour.cancels === 'ignored') return { code: 'AA' };
    return worklist.remove(order.placerOrderNumber)
      ? { code: 'AA' }
      : refuse('AE', ERROR_CODES.unknownKey, 'no such order');
  }
  if (behaviour.newOrders === 'lost') return { code: 'AA' };
  return worklist.put(order.entry)
    ? { code: 'AA' }
    : refuse('AE', ERROR_CODES.internalError, 'the worklist is full');
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
