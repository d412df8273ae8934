import { ByteCursor, PduSyntaxError } from './byte-cursor.ts';
import type { AsyncWindow, RawItem, RoleSelection, UserIdentity, UserInformation } from './pdu.ts';
import { ITEM_TYPE } from './pdu.ts';

/** Hands out the items of one PDU and stops a peer that sends absurdly many. */
export class ItemBudget {
  #left: number;

  constructor(items: number) {
    this.#left = items;
  }

  spend(): void {
    this.#left -= 1;
    if (this.#left < 0)
      throw new PduSyntaxError('the PDU holds more items than this reader accepts');
  }
}

/** Reads one item header and body: type, reserved byte, 16-bit length (PS3.8 9.3.2.1). */
export function takeItem(cursor: ByteCursor, budget: ItemBudget): RawItem {
  budget.spend();
  const type = cursor.takeUint8('item type');
  cursor.takeUint8('reserved byte of an item');
  const length = cursor.takeUint16('item length');
  const data = cursor.take(length, `item 0x${type.toString(16).padStart(2, '0')}`);
  return { type, data };
}

/** A UID or name as sent, without trailing NUL or space padding (PS3.8 F.1 forbids it, peers do it). */
export function readName(data: Buffer): string {
  return data.toString('latin1').replace(/[\0 ]+$/, '');
}

function readAsyncWindow(data: Buffer): AsyncWindow {
  const cursor = new ByteCursor(data);
  return {
    maxInvoked: cursor.takeUint16('async operations invoked'),
    maxPerformed: cursor.takeUint16('async operations performed'),
  };
}

function readRoleSelection(data: Buffer): RoleSelection {
  const cursor = new ByteCursor(data);
  const length = cursor.takeUint16('role selection UID length');
  const sopClassUid = readName(cursor.take(length, 'role selection UID'));
  const scu = cursor.takeUint8('SCU role') === 1;
  const scp = cursor.takeUint8('SCP role') === 1;
  return { sopClassUid, scu, scp };
}

function readUserIdentity(data: Buffer): UserIdentity {
  const cursor = new ByteCursor(data);
  const type = cursor.takeUint8('user identity type');
  const positiveResponseRequested = cursor.takeUint8('positive response requested') === 1;
  const primary = cursor.take(cursor.takeUint16('primary field length'), 'primary field');
  const secondary = cursor.take(cursor.takeUint16('secondary field length'), 'secondary field');
  return { type, positiveResponseRequested, primary, secondary };
}

function readUserIdentityResponse(data: Buffer): Buffer {
  const cursor = new ByteCursor(data);
  return cursor.take(cursor.takeUint16('server response length'), 'server response');
}

/** Builds the user information item; repeats and unknown sub-items stay raw. */
export function decodeUserInformation(data: Buffer, budget: ItemBudget): UserInformation {
  const cursor = new ByteCursor(data);
  const roleSelections: RoleSelection[] = [];
  const unknownItems: RawItem[] = [];
  const once: {
    -readonly [K in Exclude<
      keyof UserInformation,
      'roleSelections' | 'unknownItems'
    >]?: NonNullable<UserInformation[K]>;
  } = {};
  while (cursor.remaining > 0) {
    const item = takeItem(cursor, budget);
    switch (item.type) {
      case ITEM_TYPE.maxLength:
        if (once.maxPduBytes === undefined) {
          once.maxPduBytes = new ByteCursor(item.data).takeUint32('maximum length');
          continue;
        }
        break;
      case ITEM_TYPE.implementationClassUid:
        if (once.implementationClassUid === undefined) {
          once.implementationClassUid = readName(item.data);
          continue;
        }
        break;
      case ITEM_TYPE.implementationVersion:
        if (once.implementationVersion === undefined) {
          once.implementationVersion = readName(item.data);
          continue;
        }
        break;
      case ITEM_TYPE.asyncWindow:
        if (once.asyncWindow === undefined) {
          once.asyncWindow = readAsyncWindow(item.data);
          continue;
        }
        break;
      case ITEM_TYPE.roleSelection:
        roleSelections.push(readRoleSelection(item.data));
        continue;
      case ITEM_TYPE.userIdentity:
        if (once.userIdentity === undefined) {
          once.userIdentity = readUserIdentity(item.data);
          continue;
        }
        break;
      case ITEM_TYPE.userIdentityResponse:
        if (once.userIdentityResponse === undefined) {
          once.userIdentityResponse = readUserIdentityResponse(item.data);
          continue;
        }
        break;
      default:
        break;
    }
    unknownItems.push(item);
  }
  return { ...once, roleSelections, unknownItems };
}
