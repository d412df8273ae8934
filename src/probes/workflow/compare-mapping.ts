import type { ReadDataset } from '../../protocols/dicom/index.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import { parseMessageTime } from '../../protocols/hl7/message-time.ts';
import { compareText, isOurs, isWhole } from '../shared/compare-text.ts';
import type { WorkflowMappingRow } from './facts.ts';
import { type MappingRule, mappingTable, type OrderStyle } from './mapping-table.ts';

/** One attribute compared; the row's other columns are the caller's. */
export type ComparedAttribute = Omit<WorkflowMappingRow, 'endpoint' | 'view'> & {
  /** The rule lets it be empty. */
  readonly isOptional: boolean;
};

/** Sequences that attributes stand in. */
const sequences = {
  step: 0x00400100,
  'protocol-code': 0x00400008,
  'procedure-code': 0x00321064,
  'other-ids': 0x00101002,
} as const;

/** LO holds 64 characters (PS3.5 6.2). */
const longestText = 64;
const priorities: Readonly<Record<string, string>> = {
  S: 'STAT',
  A: 'HIGH',
  R: 'ROUTINE',
};

/**
 * Compares a worklist item of ours with the very message that ordered it, attribute by attribute.
 *
 * @param item - known to be about our order
 * @param mayShow - false when the item names another patient: then no value of it is repeated
 */
export function compareMapping(
  item: ReadDataset,
  order: Er7Message,
  style: OrderStyle,
  mayShow: boolean,
): readonly ComparedAttribute[] {
  return mappingTable.flatMap((rule) => {
    const path = rule.from[style];
    if (path === undefined && rule.isRequired === undefined) return [];
    const received = readReceived(item, rule);
    const sent = path === undefined ? undefined : readSent(order, path, rule);
    // An order that does not carry the value leaves it to the receiver.
    if (path !== undefined && sent === undefined && rule.check !== 'unicode') return [];
    const judged = judge(rule, sent, received);
    const isShown = mayShow && received.text !== '' && judged.isOurs;
    return [
      {
        attribute: rule.attribute,
        ...(path !== undefined && { hl7Field: path }),
        ...(sent !== undefined && { sent }),
        ...(isShown && { received: received.text }),
        equal: judged.equal,
        verified: rule.verifiedFor.includes(style) || path === undefined,
        ...(judged.text !== undefined && { text: judged.text }),
        isOptional: rule.isOptional === true && received.text === '',
      },
    ];
  });
}

interface Received {
  readonly text: string;
  readonly asUtf8?: string;
  readonly characterSets: readonly string[];
}

function readReceived(item: ReadDataset, rule: MappingRule): Received {
  const holder = findHolder(item, rule.inside);
  const raw = holder?.elements.get(rule.tag)?.raw;
  const characterSets = item.characterSets;
  if (holder === undefined || raw === undefined) return { text: '', characterSets };
  const text = (holder.text(rule.tag) ?? '').trim();
  const isUnicode = characterSets[0] === 'ISO_IR 192';
  const asUtf8 = isUnicode ? undefined : readUtf8(raw)?.replaceAll('\0', '').trim();
  return { text, characterSets, ...(asUtf8 !== undefined && { asUtf8 }) };
}

function findHolder(item: ReadDataset, inside: MappingRule['inside']): ReadDataset | undefined {
  switch (inside) {
    case undefined:
      return item;
    case 'protocol-code':
      return item.items(sequences.step)?.[0]?.items(sequences['protocol-code'])?.[0];
    default:
      return item.items(sequences[inside])?.[0];
  }
}

function judge(
  rule: MappingRule,
  sent: string | undefined,
  received: Received,
): {
  readonly equal: boolean;
  readonly isOurs: boolean;
  readonly text?: WorkflowMappingRow['text'];
} {
  const plain = (equal: boolean) => ({ equal, isOurs: true });
  if (rule.check === 'unicode') {
    const declared = received.characterSets[0] ?? '';
    return plain(declared === 'ISO_IR 192' || declared === 'GB18030');
  }
  if (sent === undefined || rule.check === 'present') return plain(received.text !== '');
  switch (rule.check) {
    case 'name': {
      const group = (text: string): string => normalizeName(text.split('=')[0] ?? '');
      const verdict = compareText(
        normalizeName(sent),
        group(received.text),
        received.asUtf8 === undefined ? undefined : group(received.asUtf8),
      );
      return { equal: isWhole(verdict), isOurs: isOurs(verdict), text: verdict };
    }
    case 'text': {
      const verdict = compareText(
        [...sent].slice(0, longestText).join('').trim(),
        received.text,
        received.asUtf8,
      );
      return { equal: isWhole(verdict), isOurs: isOurs(verdict), text: verdict };
    }
    case 'time':
      return plain(isSameTime(sent, received.text));
    default:
      return plain(sent === received.text);
  }
}

/** Separators at the end say nothing, and systems differ in where a single-component name is cut. */
function normalizeName(name: string): string {
  return name.replaceAll('^', ' ').replace(/\s+/g, ' ').trim();
}

/** TM may leave out seconds, and may have a fraction (PS3.5 6.2). */
function isSameTime(sent: string, received: string): boolean {
  const digits = received.split('.')[0] ?? '';
  return digits.length >= 4 && sent.startsWith(digits);
}

function readSent(order: Er7Message, path: string, { check }: MappingRule): string | undefined {
  switch (check) {
    case 'name':
      return readName(order, path);
    case 'date': {
      const stamp = order.at(path);
      return stamp === undefined ? undefined : parseMessageTime(stamp)?.localDate;
    }
    case 'time': {
      const stamp = order.at(path);
      return stamp === undefined ? undefined : parseMessageTime(stamp)?.localTime;
    }
    case 'priority':
      return priorities[order.at(path) ?? ''];
    default:
      return order.at(path);
  }
}

/** XPN (PID-5) and XCN have suffix before prefix, PN the other way round; XCN begins with an identifier. */
function readName(order: Er7Message, path: string): string | undefined {
  const shift = path === 'PID-5' ? 0 : 1;
  const part = (component: number): string => order.at(`${path}.${component + shift}`) ?? '';
  const name = [part(1), part(2), part(3), part(5), part(4)].join('^').replace(/\^+$/, '');
  return name === '' ? undefined : name;
}

function readUtf8(raw: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
