/** DER (X.690 10): one value with its tag and definite length. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length]), bytes, content]);
}

/** SEQUENCE of encoded values. */
export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);

/** SET OF encoded values, in the order that DER asks for (X.690 11.6). */
export function setOf(...parts: readonly Uint8Array[]): Buffer {
  return tlv(0x31, ...parts.map((one) => Buffer.from(one)).sort(Buffer.compare));
}

/** OCTET STRING. */
export const octets = (bytes: Uint8Array): Buffer => tlv(0x04, bytes);

/** NULL. */
export const nothing = (): Buffer => tlv(0x05);

/** INTEGER of a small number (0 to 127), or of the bytes of a positive big one. */
export function integer(value: number | Uint8Array): Buffer {
  if (typeof value === 'number') return tlv(0x02, Buffer.from([value & 0x7f]));
  const first = value.findIndex((byte) => byte !== 0);
  const bytes = first < 0 ? Buffer.from([0]) : Buffer.from(value.subarray(first));
  return tlv(0x02, ...((bytes[0] ?? 0) >= 0x80 ? [Buffer.from([0])] : []), bytes);
}

/** OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return tlv(0x06, Buffer.from(bytes));
}
