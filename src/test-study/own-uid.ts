import { isUid, UID_ROOT } from '../synthetic/uid-root.ts';
import type { StudyIdentity } from './study-place.ts';

const mostUuid = 1n << 128n;

/**
 * Whether this tool can have made a UID: a UUID under our root, name-based as {@link deriveUid} makes them or random
 * as our orders have (RFC 9562 5.4, 5.5). It tells an edited journal, not who put an object at a peer.
 */
export function isOwnUid(uid: string): boolean {
  if (!isUid(uid) || !uid.startsWith(UID_ROOT)) return false;
  const number = uid.slice(UID_ROOT.length);
  if (!/^\d{1,39}$/.test(number)) return false;
  const value = BigInt(number);
  if (value >= mostUuid) return false;
  const hex = value.toString(16).padStart(32, '0');
  return /^[0-9a-f]{12}[45][0-9a-f]{3}[89ab][0-9a-f]{15}$/.test(hex);
}

/**
 * Whether a study can be one of ours by its UID alone. One that the hospital's worklist gave tells nothing: whose the
 * study is, and whether all of it is ours, has then to be asked before anything is removed.
 */
export function canBeOurs({
  studyInstanceUid,
  uidAssignedBy,
}: Pick<StudyIdentity, 'studyInstanceUid' | 'uidAssignedBy'>): boolean {
  return uidAssignedBy === undefined ? isOwnUid(studyInstanceUid) : isUid(studyInstanceUid);
}
