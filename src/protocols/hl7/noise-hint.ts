/** What unexpected bytes look like. */
export type NoiseHint =
  | 'tls'
  | 'http'
  | 'dicom'
  | 'ssh'
  /** Seen over HTTP only. */
  | 'mllp'
  | 'unframed-hl7'
  | 'not-hl7-in-frame'
  | 'oversized-frame'
  | 'unknown';

/**
 * Guesses the protocol of a peer that answered with something else than what was expected of it.
 *
 * @param bytes the first bytes received; eight are enough
 */
export function guessProtocol(bytes: Uint8Array): NoiseHint {
  const head = Buffer.from(bytes.subarray(0, 16));
  const text = head.toString('latin1');
  const [first, second, third] = head;
  if (first === 0x0b) return 'mllp';
  // TLS record: alert or handshake, major version 3 (RFC 8446 5.1).
  if ((first === 0x15 || first === 0x16) && second === 3 && third !== undefined && third <= 4) {
    return 'tls';
  }
  if (/^(?:HTTP\/|(?:GET|HEAD|POST|PUT|OPTIONS) \/|<(?:!doctype|html))/i.test(text)) return 'http';
  if (text.startsWith('SSH-')) return 'ssh';
  if (/^(?:MSH|FHS|BHS)[^A-Za-z0-9]/.test(text)) return 'unframed-hl7';
  // DICOM upper layer: A-ASSOCIATE-AC, -RJ, A-RELEASE, A-ABORT; reserved second byte 0 (PS3.8 9.3).
  if (first !== undefined && first >= 1 && first <= 7 && second === 0 && head.length >= 6) {
    return head.readUInt32BE(2) <= 0x10_0000 ? 'dicom' : 'unknown';
  }
  return 'unknown';
}
