import type {
  AssociateAccept,
  AssociateRequest,
  Pdu,
  PresentationDataValue,
  RoleSelection,
  UserIdentity,
  UserInformation,
} from './pdu.ts';
import { ITEM_TYPE, PDU_TYPE } from './pdu.ts';

/** Bytes before the data of the only value of a P-DATA-TF: PDU header, value length, id, control. */
export const DATA_HEADER_BYTES = 12;

/** What a value adds to the declared PDU length besides its data: value length, id, control. */
export const VALUE_OVERHEAD_BYTES = 6;

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function encodeItem(type: number, body: Buffer | string): Buffer {
  const data = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  if (data.length > 0xffff) throw new RangeError(`an item of ${data.length} bytes exceeds 65535`);
  const header = Buffer.alloc(4);
  header.writeUInt8(type, 0);
  header.writeUInt16BE(data.length, 2);
  return Buffer.concat([header, data]);
}

function encodeAeTitle(title: string): Buffer {
  if (!/^[\x20-\x7e]{0,16}$/.test(title)) {
    throw new RangeError(`AE title "${title}" is not 16 printable ASCII characters at most`);
  }
  return Buffer.from(title.padEnd(16), 'latin1');
}

function encodeRoleSelection(role: RoleSelection): Buffer {
  const uid = Buffer.from(role.sopClassUid, 'latin1');
  return Buffer.concat([
    uint16(uid.length),
    uid,
    Buffer.from([Number(role.scu), Number(role.scp)]),
  ]);
}

function encodeUserIdentity(identity: UserIdentity): Buffer {
  return Buffer.concat([
    Buffer.from([identity.type, Number(identity.positiveResponseRequested)]),
    uint16(identity.primary.length),
    identity.primary,
    uint16(identity.secondary.length),
    identity.secondary,
  ]);
}

function encodeUserInformation(info: UserInformation): Buffer {
  const parts: Buffer[] = [];
  if (info.maxPduBytes !== undefined) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(info.maxPduBytes);
    parts.push(encodeItem(ITEM_TYPE.maxLength, length));
  }
  if (info.implementationClassUid !== undefined) {
    parts.push(encodeItem(ITEM_TYPE.implementationClassUid, info.implementationClassUid));
  }
  if (info.asyncWindow !== undefined) {
    const { maxInvoked, maxPerformed } = info.asyncWindow;
    parts.push(
      encodeItem(ITEM_TYPE.asyncWindow, Buffer.concat([uint16(maxInvoked), uint16(maxPerformed)])),
    );
  }
  for (const role of info.roleSelections) {
    parts.push(encodeItem(ITEM_TYPE.roleSelection, encodeRoleSelection(role)));
  }
  if (info.implementationVersion !== undefined) {
    parts.push(encodeItem(ITEM_TYPE.implementationVersion, info.implementationVersion));
  }
  if (info.userIdentity !== undefined) {
    parts.push(encodeItem(ITEM_TYPE.userIdentity, encodeUserIdentity(info.userIdentity)));
  }
  if (info.userIdentityResponse !== undefined) {
    const response = info.userIdentityResponse;
    parts.push(
      encodeItem(
        ITEM_TYPE.userIdentityResponse,
        Buffer.concat([uint16(response.length), response]),
      ),
    );
  }
  for (const item of info.unknownItems) parts.push(encodeItem(item.type, item.data));
  return Buffer.concat(parts);
}

function encodeContexts(pdu: AssociateRequest | AssociateAccept): Buffer[] {
  if (pdu.kind === 'associate-request') {
    return pdu.contexts.map((context) =>
      encodeItem(
        ITEM_TYPE.proposedContext,
        Buffer.concat([
          Buffer.from([context.id, 0, 0, 0]),
          ...(context.abstractSyntax === undefined
            ? []
            : [encodeItem(ITEM_TYPE.abstractSyntax, context.abstractSyntax)]),
          ...context.transferSyntaxes.map((uid) => encodeItem(ITEM_TYPE.transferSyntax, uid)),
        ]),
      ),
    );
  }
  return pdu.contexts.map((context) =>
    encodeItem(
      ITEM_TYPE.answeredContext,
      Buffer.concat([
        Buffer.from([context.id, 0, context.result, 0]),
        // The sub-item is mandatory in shape even where its value is not significant (PS3.8 9.3.3.2).
        encodeItem(ITEM_TYPE.transferSyntax, context.transferSyntax ?? ''),
      ]),
    ),
  );
}

function encodeAssociate(pdu: AssociateRequest | AssociateAccept): Buffer {
  return Buffer.concat([
    uint16(pdu.protocolVersion),
    uint16(0),
    encodeAeTitle(pdu.calledAeTitle),
    encodeAeTitle(pdu.callingAeTitle),
    Buffer.alloc(32),
    ...(pdu.applicationContext === undefined
      ? []
      : [encodeItem(ITEM_TYPE.applicationContext, pdu.applicationContext)]),
    ...encodeContexts(pdu),
    ...(pdu.userInformation === undefined
      ? []
      : [encodeItem(ITEM_TYPE.userInformation, encodeUserInformation(pdu.userInformation))]),
    ...pdu.unknownItems.map((item) => encodeItem(item.type, item.data)),
  ]);
}

function encodeValue(value: PresentationDataValue): Buffer {
  const header = Buffer.alloc(VALUE_OVERHEAD_BYTES);
  header.writeUInt32BE(value.data.length + 2, 0);
  header.writeUInt8(value.contextId, 4);
  header.writeUInt8(Number(value.isCommand) | (value.isLast ? 2 : 0), 5);
  return Buffer.concat([header, value.data]);
}

function encodeBody(pdu: Pdu): Buffer {
  switch (pdu.kind) {
    case 'associate-request':
    case 'associate-accept':
      return encodeAssociate(pdu);
    case 'associate-reject':
      return Buffer.from([0, pdu.result, pdu.source, pdu.reason]);
    case 'data-transfer':
      return Buffer.concat(pdu.values.map(encodeValue));
    case 'release-request':
    case 'release-response':
      return Buffer.alloc(4);
    case 'abort':
      return Buffer.from([0, 0, pdu.source, pdu.reason]);
  }
}

/**
 * Encodes one PDU with its header (PS3.8 9.3).
 * @throws RangeError for an AE title or an item that does not fit its field.
 */
export function encodePdu(pdu: Pdu): Buffer {
  const body = encodeBody(pdu);
  const header = Buffer.alloc(6);
  header.writeUInt8(PDU_TYPE[pdu.kind], 0);
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}

/**
 * Writes the 12 bytes that precede `dataBytes` bytes of data in a P-DATA-TF with a single value, so
 * that the data itself need not be copied.
 */
export function writeDataHeader(
  target: Buffer,
  offset: number,
  value: Omit<PresentationDataValue, 'data'> & { readonly dataBytes: number },
): void {
  target.writeUInt8(PDU_TYPE['data-transfer'], offset);
  target.writeUInt8(0, offset + 1);
  target.writeUInt32BE(value.dataBytes + VALUE_OVERHEAD_BYTES, offset + 2);
  target.writeUInt32BE(value.dataBytes + 2, offset + 6);
  target.writeUInt8(value.contextId, offset + 10);
  target.writeUInt8(Number(value.isCommand) | (value.isLast ? 2 : 0), offset + 11);
}
