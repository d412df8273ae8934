import { ByteCursor, PduSyntaxError } from './byte-cursor.ts';
import {
  decodeUserInformation,
  ItemBudget,
  readName,
  takeItem,
} from './decode-user-information.ts';
import { MAX_ITEMS_PER_PDU, MAX_VALUES_PER_PDU } from './limits.ts';
import type {
  AnsweredContextItem,
  AssociateAccept,
  AssociateRequest,
  DataTransfer,
  Pdu,
  PresentationDataValue,
  ProposedContextItem,
  RawItem,
  UserInformation,
} from './pdu.ts';
import { ITEM_TYPE, PDU_TYPE } from './pdu.ts';

/** A decoded PDU, or why the bytes are not one. */
export type DecodedPdu =
  | { readonly ok: true; readonly pdu: Pdu }
  | { readonly ok: false; readonly message: string };

function readProposedContext(data: Buffer, budget: ItemBudget): ProposedContextItem {
  const cursor = new ByteCursor(data);
  const id = cursor.takeUint8('presentation context id');
  cursor.take(3, 'reserved bytes of a presentation context');
  let abstractSyntax: string | undefined;
  const transferSyntaxes: string[] = [];
  while (cursor.remaining > 0) {
    const item = takeItem(cursor, budget);
    if (item.type === ITEM_TYPE.abstractSyntax) abstractSyntax ??= readName(item.data);
    else if (item.type === ITEM_TYPE.transferSyntax) transferSyntaxes.push(readName(item.data));
  }
  return { id, ...(abstractSyntax === undefined ? {} : { abstractSyntax }), transferSyntaxes };
}

function readAnsweredContext(data: Buffer, budget: ItemBudget): AnsweredContextItem {
  const cursor = new ByteCursor(data);
  const id = cursor.takeUint8('presentation context id');
  cursor.takeUint8('reserved byte of a presentation context');
  const result = cursor.takeUint8('presentation context result');
  cursor.takeUint8('reserved byte of a presentation context');
  let transferSyntax: string | undefined;
  while (cursor.remaining > 0) {
    const item = takeItem(cursor, budget);
    if (item.type === ITEM_TYPE.transferSyntax) transferSyntax ??= readName(item.data);
  }
  // A refused context carries a meaningless, often empty, transfer syntax (PS3.8 9.3.3.2).
  return { id, result, ...(transferSyntax ? { transferSyntax } : {}) };
}

function decodeAssociate(
  kind: 'associate-request' | 'associate-accept',
  cursor: ByteCursor,
): AssociateRequest | AssociateAccept {
  const budget = new ItemBudget(MAX_ITEMS_PER_PDU);
  const protocolVersion = cursor.takeUint16('protocol version');
  cursor.take(2, 'reserved bytes');
  const calledAeTitle = cursor.take(16, 'called AE title').toString('latin1').trim();
  const callingAeTitle = cursor.take(16, 'calling AE title').toString('latin1').trim();
  cursor.take(32, 'reserved bytes');
  let applicationContext: string | undefined;
  let userInformation: UserInformation | undefined;
  const proposed: ProposedContextItem[] = [];
  const answered: AnsweredContextItem[] = [];
  const unknownItems: RawItem[] = [];
  while (cursor.remaining > 0) {
    const item = takeItem(cursor, budget);
    if (item.type === ITEM_TYPE.applicationContext && applicationContext === undefined) {
      applicationContext = readName(item.data);
    } else if (item.type === ITEM_TYPE.proposedContext && kind === 'associate-request') {
      proposed.push(readProposedContext(item.data, budget));
    } else if (item.type === ITEM_TYPE.answeredContext && kind === 'associate-accept') {
      answered.push(readAnsweredContext(item.data, budget));
    } else if (item.type === ITEM_TYPE.userInformation && userInformation === undefined) {
      userInformation = decodeUserInformation(item.data, budget);
    } else {
      unknownItems.push(item);
    }
  }
  const common = {
    protocolVersion,
    calledAeTitle,
    callingAeTitle,
    ...(applicationContext === undefined ? {} : { applicationContext }),
    ...(userInformation === undefined ? {} : { userInformation }),
    unknownItems,
  };
  return kind === 'associate-request'
    ? { kind, ...common, contexts: proposed }
    : { kind, ...common, contexts: answered };
}

function decodeDataTransfer(cursor: ByteCursor): DataTransfer {
  const values: PresentationDataValue[] = [];
  while (cursor.remaining > 0) {
    if (values.length === MAX_VALUES_PER_PDU) {
      throw new PduSyntaxError('the P-DATA-TF holds more values than this reader accepts');
    }
    const length = cursor.takeUint32('presentation data value length');
    if (length < 2) throw new PduSyntaxError(`presentation data value of ${length} bytes`);
    const contextId = cursor.takeUint8('presentation context id');
    const control = cursor.takeUint8('message control header');
    values.push({
      contextId,
      isCommand: (control & 1) === 1,
      isLast: (control & 2) === 2,
      data: cursor.take(length - 2, 'presentation data value'),
    });
  }
  if (values.length === 0) throw new PduSyntaxError('P-DATA-TF without a presentation data value');
  return { kind: 'data-transfer', values };
}

function decodeBody(type: number, cursor: ByteCursor): Pdu {
  switch (type) {
    case PDU_TYPE['associate-request']:
      return decodeAssociate('associate-request', cursor);
    case PDU_TYPE['associate-accept']:
      return decodeAssociate('associate-accept', cursor);
    case PDU_TYPE['associate-reject']: {
      cursor.takeUint8('reserved byte');
      const result = cursor.takeUint8('result');
      const source = cursor.takeUint8('source');
      return { kind: 'associate-reject', result, source, reason: cursor.takeUint8('reason') };
    }
    case PDU_TYPE['data-transfer']:
      return decodeDataTransfer(cursor);
    case PDU_TYPE['release-request']:
      return { kind: 'release-request' };
    case PDU_TYPE['release-response']:
      return { kind: 'release-response' };
    case PDU_TYPE.abort: {
      cursor.take(2, 'reserved bytes');
      const source = cursor.takeUint8('source');
      return { kind: 'abort', source, reason: cursor.takeUint8('reason') };
    }
    default:
      throw new PduSyntaxError(`PDU type 0x${type.toString(16).padStart(2, '0')} is unknown`);
  }
}

/**
 * Decodes one whole PDU, header included (PS3.8 9.3). Byte values in the result are views of
 * `bytes`. Never throws for a peer's bytes; reserved fields are not tested (PS3.8 9.3.1).
 */
export function decodePdu(bytes: Buffer): DecodedPdu {
  try {
    const cursor = new ByteCursor(bytes);
    const type = cursor.takeUint8('PDU type');
    cursor.takeUint8('reserved byte');
    const length = cursor.takeUint32('PDU length');
    if (length !== cursor.remaining) {
      return { ok: false, message: `PDU declares ${length} bytes but holds ${cursor.remaining}` };
    }
    return { ok: true, pdu: decodeBody(type, cursor) };
  } catch (error) {
    if (error instanceof PduSyntaxError) return { ok: false, message: error.message };
    throw error;
  }
}
