import {
  CHARACTER_SET_VRS,
  formatTag,
  ITEM,
  LONG_LENGTH_VRS,
  SPECIFIC_CHARACTER_SET,
  type Vr,
} from './value-representations.ts';

type BinaryNumberVr = 'AT' | 'FD' | 'FL' | 'SL' | 'SS' | 'UL' | 'US';
type BytesVr = 'OB' | 'OW' | 'UN';
type TextVr = Exclude<Vr, BinaryNumberVr | BytesVr | 'SQ'>;

/** A text element; several values are separated by a backslash, the empty text is a zero-length key. */
export interface TextElement {
  readonly tag: number;
  readonly vr: TextVr;
  readonly text: string;
}

/** An element of binary numbers; tags (AT) are 0xGGGGEEEE. */
export interface NumbersElement {
  readonly tag: number;
  readonly vr: BinaryNumberVr;
  readonly numbers: readonly number[];
}

/** An element of bytes as they are. */
export interface BytesElement {
  readonly tag: number;
  readonly vr: BytesVr;
  readonly bytes: Buffer;
}

/** A sequence; no item is the zero-length (universal) key. */
export interface SequenceElement {
  readonly tag: number;
  readonly vr: 'SQ';
  readonly items: readonly (readonly DataElement[])[];
}

/** A data element to be written (PS3.5 7.1). */
export type DataElement = TextElement | NumbersElement | BytesElement | SequenceElement;

/** The two encodings that a prober writes (PS3.5 A.1, A.2). */
export type DatasetEncoding = 'implicit-little-endian' | 'explicit-little-endian';

function encodeText({ tag, vr, text }: TextElement, characterSet: string): Buffer {
  const usesCharacterSet = CHARACTER_SET_VRS.has(vr);
  if (usesCharacterSet && characterSet === 'ISO_IR 192') return Buffer.from(text, 'utf8');
  const highest = usesCharacterSet && characterSet === 'ISO_IR 100' ? 0xff : 0x7f;
  if ([...text].some((character) => (character.codePointAt(0) ?? 0) > highest)) {
    throw new RangeError(`${formatTag(tag)} holds characters outside its character set`);
  }
  return Buffer.from(text, 'latin1');
}

function writeTag(target: Buffer, tag: number, at: number): void {
  target.writeUInt16LE(tag >>> 16, at);
  target.writeUInt16LE(tag & 0xffff, at + 2);
}

function encodeNumbers({ vr, numbers }: NumbersElement): Buffer {
  const width = vr === 'FD' ? 8 : vr === 'US' || vr === 'SS' ? 2 : 4;
  const bytes = Buffer.alloc(numbers.length * width);
  numbers.forEach((value, index) => {
    const at = index * width;
    if (vr === 'US') bytes.writeUInt16LE(value, at);
    else if (vr === 'SS') bytes.writeInt16LE(value, at);
    else if (vr === 'UL') bytes.writeUInt32LE(value, at);
    else if (vr === 'SL') bytes.writeInt32LE(value, at);
    else if (vr === 'FL') bytes.writeFloatLE(value, at);
    else if (vr === 'FD') bytes.writeDoubleLE(value, at);
    else writeTag(bytes, value, at);
  });
  return bytes;
}

function encodeItem(body: Buffer): Buffer {
  const header = Buffer.alloc(8);
  writeTag(header, ITEM, 0);
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, body]);
}

function encodeValue(
  element: DataElement,
  encoding: DatasetEncoding,
  characterSet: string,
): Buffer {
  if ('text' in element) return encodeText(element, characterSet);
  if ('numbers' in element) return encodeNumbers(element);
  if ('bytes' in element) return element.bytes;
  return Buffer.concat(
    element.items.map((item) => encodeItem(encodeElements(item, encoding, characterSet))),
  );
}

/** Values have even length: NUL after UIDs and bytes, a space after text (PS3.5 6.2). */
function padValue(vr: Vr, value: Buffer): Buffer {
  if (value.length % 2 === 0) return value;
  const padding = vr === 'UI' || vr === 'OB' || vr === 'UN' ? 0x00 : 0x20;
  return Buffer.concat([value, Buffer.from([padding])]);
}

function encodeHeader(element: DataElement, length: number, encoding: DatasetEncoding): Buffer {
  const { tag, vr } = element;
  const long = encoding === 'explicit-little-endian' && LONG_LENGTH_VRS.has(vr);
  const header = Buffer.alloc(long ? 12 : 8);
  writeTag(header, tag, 0);
  if (encoding === 'implicit-little-endian') {
    header.writeUInt32LE(length, 4);
    return header;
  }
  header.write(vr, 4, 'latin1');
  if (long) header.writeUInt32LE(length, 8);
  else if (length <= 0xffff) header.writeUInt16LE(length, 6);
  else throw new RangeError(`${formatTag(tag)} of ${length} bytes does not fit VR ${vr}`);
  return header;
}

function encodeElements(
  elements: readonly DataElement[],
  encoding: DatasetEncoding,
  inheritedCharacterSet: string,
): Buffer {
  const declared = elements.find(({ tag }) => tag === SPECIFIC_CHARACTER_SET);
  const characterSet = declared && 'text' in declared ? declared.text : inheritedCharacterSet;
  const ordered = [...elements].sort((a, b) => a.tag - b.tag);
  return Buffer.concat(
    ordered.flatMap((element) => {
      const value = padValue(element.vr, encodeValue(element, encoding, characterSet));
      return [encodeHeader(element, value.length, encoding), value];
    }),
  );
}

/**
 * Encodes a data set with its elements in ascending order and sequences of explicit length (PS3.5 7).
 * Text is written in the Specific Character Set found among the elements: ISO_IR 192, ISO_IR 100, or
 * else the default repertoire.
 * @throws RangeError for text outside its character set, or a value or number that does not fit.
 */
export function encodeDataset(elements: readonly DataElement[], encoding: DatasetEncoding): Buffer {
  return encodeElements(elements, encoding, '');
}
