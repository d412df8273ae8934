import type {
  CommandFields,
  CommandSet,
  CommandValueKind,
  RawCommandElement,
} from './command-fields.ts';
import { COMMAND_FIELDS } from './command-fields.ts';

/** A decoded command set, or why the bytes are not one. */
export type DecodedCommand =
  | { readonly ok: true; readonly command: CommandSet }
  | { readonly ok: false; readonly message: string };

const HEADER_BYTES = 8;

/** Elements that one command set may hold; the standard's longest has about 15. */
const MAX_ELEMENTS = 256;

type FieldName = keyof typeof COMMAND_FIELDS;
type CommandValue = string | number | readonly number[];

const FIELD_NAMES = Object.keys(COMMAND_FIELDS) as readonly FieldName[];
const FIELD_OF_ELEMENT: ReadonlyMap<number, FieldName> = new Map(
  FIELD_NAMES.map((name) => [COMMAND_FIELDS[name].element, name]),
);

function encodePadded(text: string, padding: string): Buffer {
  return Buffer.from(text.length % 2 === 1 ? text + padding : text, 'latin1');
}

function encodeValue(kind: CommandValueKind, value: CommandValue): Buffer {
  if (typeof value === 'string') return encodePadded(value, kind === 'uid' ? '\0' : ' ');
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
    return bytes;
  }
  const bytes = Buffer.alloc(value.length * 4);
  value.forEach((tag, index) => {
    bytes.writeUInt16LE(tag >>> 16, index * 4);
    bytes.writeUInt16LE(tag & 0xffff, index * 4 + 2);
  });
  return bytes;
}

function encodeElement(group: number, element: number, value: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16LE(group, 0);
  header.writeUInt16LE(element, 2);
  header.writeUInt32LE(value.length, 4);
  return Buffer.concat([header, value]);
}

/**
 * Encodes a command set in Implicit VR Little Endian with its group length (PS3.7 6.3.1).
 * @throws RangeError for a number that does not fit 16 bits.
 */
export function encodeCommand(fields: CommandFields): Buffer {
  const elements: Buffer[] = [];
  for (const name of FIELD_NAMES) {
    const value = fields[name];
    if (value === undefined) continue;
    const { element, kind } = COMMAND_FIELDS[name];
    elements.push(encodeElement(0, element, encodeValue(kind, value)));
  }
  const body = Buffer.concat(elements);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([encodeElement(0, 0, length), body]);
}

function decodeValue(kind: CommandValueKind, value: Buffer): CommandValue | undefined {
  switch (kind) {
    case 'uid':
    case 'text':
      return value.toString('latin1').replace(/[\0 ]+$/, '');
    case 'uint16':
      return value.length === 2 ? value.readUInt16LE(0) : undefined;
    case 'tags': {
      if (value.length % 4 !== 0) return undefined;
      const tags: number[] = [];
      for (let at = 0; at < value.length; at += 4) {
        tags.push(value.readUInt16LE(at) * 0x10000 + value.readUInt16LE(at + 2));
      }
      return tags;
    }
  }
}

/**
 * Decodes a command set (PS3.7 6.3.1). Elements of other groups and unknown elements stay raw; the
 * group length is not tested, since nothing depends on it. Never throws for a peer's bytes.
 */
export function decodeCommand(bytes: Buffer): DecodedCommand {
  const values: Partial<Record<FieldName, CommandValue>> = {};
  const unknownElements: RawCommandElement[] = [];
  let at = 0;
  for (let count = 0; at < bytes.length; count += 1) {
    if (count === MAX_ELEMENTS)
      return { ok: false, message: 'the command set has too many elements' };
    if (bytes.length - at < HEADER_BYTES) {
      return { ok: false, message: `${bytes.length - at} stray bytes end the command set` };
    }
    const group = bytes.readUInt16LE(at);
    const element = bytes.readUInt16LE(at + 2);
    const length = bytes.readUInt32LE(at + 4);
    at += HEADER_BYTES;
    if (length > bytes.length - at) {
      return {
        ok: false,
        message: `command element (${hex4(group)},${hex4(element)}) declares ${length} bytes, ${bytes.length - at} are left`,
      };
    }
    const value = bytes.subarray(at, at + length);
    at += length;
    if (group === 0 && element === 0) continue;
    const name = group === 0 ? FIELD_OF_ELEMENT.get(element) : undefined;
    if (name === undefined || values[name] !== undefined) {
      unknownElements.push({ group, element, value });
      continue;
    }
    const decoded = decodeValue(COMMAND_FIELDS[name].kind, value);
    if (decoded === undefined) {
      return { ok: false, message: `command element (0000,${hex4(element)}) has ${length} bytes` };
    }
    values[name] = decoded;
  }
  // Each value was decoded by the kind that its field's type is derived from.
  return { ok: true, command: { ...(values as CommandFields), unknownElements } };
}

function hex4(value: number): string {
  return value.toString(16).padStart(4, '0');
}
