/** A protocol other than DICOM that a peer's first bytes look like. */
export type ForeignProtocol = 'http' | 'tls' | 'ssh' | 'mllp';

/** Names what answered instead of a DICOM application entity, if the bytes show it. */
export function recogniseProtocol(firstBytes: Buffer): ForeignProtocol | undefined {
  const text = firstBytes.subarray(0, 32).toString('latin1');
  if (/^(HTTP\/|<!doctype|<html|GET |POST |OPTIONS )/i.test(text)) return 'http';
  if (text.startsWith('SSH-')) return 'ssh';
  const [first, second] = firstBytes;
  // MLLP start block (HL7 MLLP R1 1); some listeners answer a bare MSH.
  if (first === 0x0b || text.startsWith('MSH|')) return 'mllp';
  // TLS record: alert, handshake or application data, then major version 3 (RFC 8446 5.1).
  if ((first === 0x15 || first === 0x16 || first === 0x17) && second === 0x03) return 'tls';
  return undefined;
}
