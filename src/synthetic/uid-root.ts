import { createHash, randomUUID } from 'node:crypto';
import { IMPLEMENTATION_CLASS_UID } from '../protocols/dicom/uids.ts';

/**
 * Where our UIDs come from. Every one is `2.25.` and a UUID as one decimal number (PS3.5 B.2, ISO/IEC 9834-8), so
 * that no root has to be registered and none can meet that of a manufacturer. The UUID is name-based
 * (version 5): its namespace is the UUID of our implementation class UID, its name `seed/purpose`.
 */
export const UID_ROOT = '2.25.';

/** Longest UID (PS3.5 9.1). Ours have 44 characters at most. */
export const MAX_UID_CHARACTERS = 64;

function namespaceBytes(): Buffer {
  const uuid = BigInt(IMPLEMENTATION_CLASS_UID.slice(UID_ROOT.length));
  return Buffer.from(uuid.toString(16).padStart(32, '0'), 'hex');
}

/** The UID of one thing of one run: the same seed and purpose give the same UID. */
export function deriveUid(seed: string, purpose: string): string {
  const digest = createHash('sha1').update(namespaceBytes()).update(`${seed}/${purpose}`).digest();
  const uuid = digest.subarray(0, 16);
  uuid.writeUInt8((uuid.readUInt8(6) & 0x0f) | 0x50, 6);
  uuid.writeUInt8((uuid.readUInt8(8) & 0x3f) | 0x80, 8);
  return `${UID_ROOT}${BigInt(`0x${uuid.toString('hex')}`)}`;
}

/** A seed that no other run has. */
export function makeFreshSeed(): string {
  return randomUUID();
}

/** Whether a text is a UID: numeric components without leading zeros, 64 characters at most (PS3.5 9.1). */
export function isUid(text: string): boolean {
  return text.length <= MAX_UID_CHARACTERS && /^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(text);
}

/** Bytes that look random and depend on the seed and the purpose only. */
export function deriveBytes(seed: string, purpose: string, lengthBytes: number): Buffer {
  return createHash('shake256', { outputLength: lengthBytes })
    .update(`${seed}/${purpose}`)
    .digest();
}
