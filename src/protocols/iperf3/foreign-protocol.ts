/**
 * What seems to listen on the port when the answer is not iperf3's: a clue for the operator who
 * typed a wrong port, never evidence of anything else.
 */
export type ForeignProtocol =
  | 'http'
  | 'tls'
  | 'ssh'
  | 'text-greeting'
  | 'dicom'
  | 'iperf3-out-of-step'
  | 'unknown';

/** Guesses the protocol from the bytes that could not be understood. */
export function guessForeignProtocol(bytes: Buffer, understoodBefore: boolean): ForeignProtocol {
  if (understoodBefore) return 'iperf3-out-of-step';
  const text = bytes.toString('latin1');
  if (/^HTTP\/|^<(!doctype|html)/i.test(text)) return 'http';
  if (text.startsWith('SSH-')) return 'ssh';
  if (bytes.length >= 3 && (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3) return 'tls';
  // DICOM upper layer PDU header: type 1-7, a reserved zero byte, a 32-bit length (PS3.8 9.3).
  if (bytes.length >= 6 && (bytes[0] ?? 0) <= 7 && bytes[1] === 0 && bytes.readUInt32BE(2) < 65_536)
    return 'dicom';
  if (/^[\x20-\x7e]{3,}/.test(text)) return 'text-greeting';
  return 'unknown';
}
