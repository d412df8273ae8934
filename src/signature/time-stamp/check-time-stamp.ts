import { createHash } from 'node:crypto';
import { checkCms } from '../cms/check-cms.ts';
import { hashNames, oids } from '../cms/oids.ts';
import {
  type Asn1Node,
  dottedOid,
  isUniversal,
  partOf,
  readAsn1,
  timeOf,
  UnreadableAsn1,
} from '../cms/read-asn1.ts';

/** A time stamp (RFC 3161) held against what it is said to cover. */
export type TimeStampCheck =
  | {
      readonly state: 'intact';
      /** RFC 3339, as the authority says. */
      readonly time: string;
      readonly authority: string;
    }
  /** Its own signature is broken, or it covers something else. */
  | { readonly state: 'changed' }
  | { readonly state: 'unreadable'; readonly reason: string };

/** TSTInfo (RFC 3161 2.4.2), as far as it is used. */
export interface TimeStampInfo {
  /** node:crypto's name of the hash function. */
  readonly hash: string;
  readonly imprint: Buffer;
  readonly time: string;
  /** Content octets of the INTEGER. */
  readonly nonce?: Buffer;
}

/**
 * Checks a stored answer of a time-stamping authority: that it is over these bytes, signed by a certificate made for
 * time stamps. Whether the authority deserves trust is not judged.
 * @param response - DER of a TimeStampResp, or of the token alone.
 */
export async function checkTimeStamp(
  response: Uint8Array,
  stamped: Uint8Array,
): Promise<TimeStampCheck> {
  try {
    const token = tokenOf(await readAsn1(response));
    const read = await readToken(token);
    if (read.state !== 'intact') return read;
    const { hash, imprint, time } = read.info;
    if (!createHash(hash).update(stamped).digest().equals(imprint)) return { state: 'changed' };
    return { state: 'intact', time, authority: read.authority };
  } catch (error) {
    if (!(error instanceof UnreadableAsn1)) throw error;
    return { state: 'unreadable', reason: error.message.slice(0, 200) };
  }
}

/** DER of the token inside an answer (TimeStampResp: status, token), or the value itself when it is one. */
export function tokenOf(node: Asn1Node): Buffer {
  if (isUniversal(node.parts[0], 6)) return node.raw;
  return partOf(node, 1).raw;
}

/** Checks a token's own signature and reads what it says. */
export async function readToken(
  token: Uint8Array,
): Promise<
  | { readonly state: 'intact'; readonly info: TimeStampInfo; readonly authority: string }
  | { readonly state: 'changed' }
  | { readonly state: 'unreadable'; readonly reason: string }
> {
  const cms = await checkCms(token, undefined);
  if (cms.state === 'unreadable') return cms;
  if (cms.state === 'changed') return { state: 'changed' };
  if (cms.contentType !== oids.tstInfo || cms.content === undefined)
    return { state: 'unreadable', reason: 'not a time stamp' };
  if (!cms.certificates[0]?.keyUsage?.includes(oids.timeStamping))
    return { state: 'unreadable', reason: 'the certificate is not one for time stamps' };
  const info = readInfo(await readAsn1(cms.content));
  return { state: 'intact', info, authority: cms.signer.name };
}

/** TSTInfo: version, policy, imprint {algorithm, hash}, serial number, time, … nonce … */
function readInfo(node: Asn1Node): TimeStampInfo {
  const imprint = partOf(node, 2);
  const hash = hashNames[dottedOid(partOf(imprint, 0).parts[0])];
  const time = timeOf(partOf(node, 4));
  if (hash === undefined || time === undefined) throw new UnreadableAsn1('not a time stamp');
  const nonce = node.parts.slice(5).find((one) => isUniversal(one, 2));
  return {
    hash,
    imprint: partOf(imprint, 1).content,
    time,
    ...(nonce && { nonce: nonce.content }),
  };
}
