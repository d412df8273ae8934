/** A value of ASN.1 as it was encoded (X.690), without the types of a library. */
export interface Asn1Node {
  /** 1 universal, 2 application, 3 context-specific. */
  readonly tagClass: number;
  readonly tag: number;
  /** Tag, length and content, as they stood. */
  readonly raw: Buffer;
  /** Content octets; of a string in parts (BER), the parts put together. */
  readonly content: Buffer;
  /** The values inside a constructed one. */
  readonly parts: readonly Asn1Node[];
}

/** What is not ASN.1, or not in the form that is expected of it; somebody else's fault. */
export class UnreadableAsn1 extends Error {
  override readonly name = 'UnreadableAsn1';
}

interface Block {
  readonly idBlock: {
    readonly tagClass: number;
    readonly tagNumber: number;
    readonly isConstructed: boolean;
    readonly blockLength: number;
  };
  readonly lenBlock: { readonly blockLength: number };
  readonly valueBeforeDecodeView: Uint8Array;
  readonly valueBlock: object;
}

const mostNodes = 50_000;
const deepest = 60;

/**
 * Reads one value; bytes after it are left alone (signatures in PDF files are padded with zeros).
 * @throws UnreadableAsn1.
 */
export async function readAsn1(bytes: Uint8Array): Promise<Asn1Node> {
  const { fromBER } = await import('asn1js');
  let block: Block;
  try {
    const { offset, result } = fromBER(Uint8Array.from(bytes).buffer);
    if (offset === -1) throw new UnreadableAsn1(result.error || 'not ASN.1');
    block = result;
  } catch (error) {
    // Endless nesting ends in the library's own RangeError.
    if (error instanceof Error) throw new UnreadableAsn1(error.message);
    throw error;
  }
  let count = 0;
  const toNode = (one: Block, depth: number): Asn1Node => {
    count += 1;
    if (count > mostNodes || depth > deepest) throw new UnreadableAsn1('too many values');
    const { tagClass, tagNumber, isConstructed, blockLength } = one.idBlock;
    const raw = Buffer.from(one.valueBeforeDecodeView);
    const parts = isConstructed ? insideOf(one).map((part) => toNode(part, depth + 1)) : [];
    const own = raw.subarray(blockLength + one.lenBlock.blockLength);
    const content = isConstructed ? Buffer.concat(parts.map((part) => part.content)) : own;
    return { tagClass, tag: tagNumber, raw, content, parts };
  };
  return toNode(block, 0);
}

function insideOf({ valueBlock }: Block): readonly Block[] {
  return 'value' in valueBlock && Array.isArray(valueBlock.value) ? valueBlock.value : [];
}

/** A part of a value that must be there. @throws UnreadableAsn1. */
export function partOf(node: Asn1Node | undefined, index: number): Asn1Node {
  const part = node?.parts[index];
  if (part === undefined) throw new UnreadableAsn1('a part is missing');
  return part;
}

/** The part with a context-specific tag, where it is there. */
export function taggedPart(node: Asn1Node, tag: number): Asn1Node | undefined {
  return node.parts.find((one) => one.tagClass === 3 && one.tag === tag);
}

/** Whether a value has a universal tag: 2 INTEGER, 4 OCTET STRING, 6 OBJECT IDENTIFIER, 16 SEQUENCE, 17 SET. */
export function isUniversal(node: Asn1Node | undefined, tag: number): node is Asn1Node {
  return node?.tagClass === 1 && node.tag === tag;
}

/** Dotted form of an OBJECT IDENTIFIER. @throws UnreadableAsn1 when it is none. */
export function dottedOid(node: Asn1Node | undefined): string {
  if (!isUniversal(node, 6) || node.content.length > 64) throw new UnreadableAsn1('no identifier');
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of node.content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...rest] = arcs;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join('.');
}

/** UTCTime or GeneralizedTime (RFC 5280 4.1.2.5) as RFC 3339; `undefined` when it is neither. */
export function timeOf(node: Asn1Node | undefined): string | undefined {
  const text = node?.content.toString('latin1') ?? '';
  const long = isUniversal(node, 23)
    ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`
    : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,3})\d*)?Z$/.exec(long);
  if (!match || !(isUniversal(node, 23) || isUniversal(node, 24))) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '0'] = match;
  const at = new Date(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}Z`,
  );
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
