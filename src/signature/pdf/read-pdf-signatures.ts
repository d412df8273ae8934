import type { X509Certificate } from 'node:crypto';
import { type ChainCheck, checkChain } from '../cms/check-chain.ts';
import { type CmsCheck, checkCms } from '../cms/check-cms.ts';
import type { SignerIdentity } from '../cms/signer-identity.ts';
import { checkTimeStamp } from '../time-stamp/check-time-stamp.ts';
import { checkLaterUpdates, type LaterUpdates } from './check-later-updates.ts';
import { readDictionary, UnreadablePdf } from './read-syntax.ts';

/** One digital signature in a PDF file (ISO 32000-1 12.8). */
export interface PdfSignature {
  readonly kind: 'signature' | 'document-time-stamp';
  /** Whether what it covers is as it was signed. Who signed, and whether to believe the certificate, is another question. */
  readonly digest: 'intact' | 'changed' | 'unreadable';
  /** Nothing was appended to the file after this signature. */
  readonly coversWholeFile: boolean;
  /** What was appended after it; only where something was. */
  readonly later?: LaterUpdates;
  readonly signer?: SignerIdentity;
  /** RFC 3339. */
  readonly signedAt?: string;
  /** Whose clock `signedAt` is by. */
  readonly clock?: 'time-stamp' | 'signer';
  /** A time stamp on the signature that is not over it, or broken. */
  readonly timeStampBroken?: true;
  /** Only when trusted authorities were given. */
  readonly chain?: ChainCheck;
  /** Why it cannot be read, in the words of the library. */
  readonly reason?: string;
}

const mostSignatures = 50;
const mostSearchedBack = 256 * 1024;
const byteRange = /\/ByteRange\s*\[\s*(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s*\]/g;

/**
 * Reads every signature of a PDF file, in the order they were added, and checks it. Forms: CMS detached
 * (`adbe.pkcs7.detached`, `ETSI.CAdES.detached`) and document time stamps (`ETSI.RFC3161`). Never throws for what is in
 * the file.
 * @param trusted - authorities to hold the certificates against; without them no chain is judged.
 */
export async function readPdfSignatures(
  bytes: Uint8Array,
  trusted: readonly X509Certificate[] = [],
): Promise<PdfSignature[]> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = file.toString('latin1');
  const found: { readonly end: number; readonly signature: PdfSignature }[] = [];
  for (const match of text.matchAll(byteRange)) {
    if (found.length === mostSignatures) break;
    const [start = 0, length = 0, next = 0, rest = 0] = match.slice(1).map(Number);
    const range = { start, length, next, rest };
    const read = await readOne(file, text, match.index, range, trusted);
    const end = next + rest;
    const isCovering = read.digest === 'intact' && end < file.length;
    const signature = isCovering ? { ...read, later: checkLaterUpdates(file, end) } : read;
    found.push({ end, signature });
  }
  return found.sort((a, b) => a.end - b.end).map((one) => one.signature);
}

/** `/ByteRange`: two stretches by start and length. */
interface ByteRange {
  readonly start: number;
  readonly length: number;
  readonly next: number;
  readonly rest: number;
}

async function readOne(
  file: Buffer,
  text: string,
  at: number,
  { start, length, next, rest }: ByteRange,
  trusted: readonly X509Certificate[],
): Promise<PdfSignature> {
  const words = readWords(text, at);
  const isStamp = words.subFilter === '/ETSI.RFC3161';
  const kind = isStamp ? 'document-time-stamp' : 'signature';
  const coversWholeFile = start === 0 && next + rest === file.length;
  const unreadable = (reason: string): PdfSignature => ({
    kind,
    digest: 'unreadable',
    coversWholeFile,
    reason,
  });
  const hole = text.slice(length, next);
  // The place of the signature is all that may be left out, and it holds hexadecimal digits only.
  if (start !== 0 || next <= length || next + rest > file.length)
    return unreadable('the byte range does not fit the file');
  const hex = /^<([0-9A-Fa-f\s]*)>$/.exec(hole)?.[1];
  if (hex === undefined || words.contents !== hole)
    return unreadable('the byte range leaves out more than the signature');
  const message = Buffer.from(hex.replaceAll(/\s/g, ''), 'hex');
  const covered = [file.subarray(0, length), file.subarray(next, next + rest)];
  if (isStamp) {
    const stamp = await checkTimeStamp(message, Buffer.concat(covered));
    if (stamp.state === 'unreadable') return unreadable(stamp.reason);
    const digest = stamp.state;
    if (stamp.state === 'changed') return { kind, digest, coversWholeFile };
    return { kind, digest, coversWholeFile, signedAt: stamp.time, clock: 'time-stamp' };
  }
  if (!['/ETSI.CAdES.detached', '/adbe.pkcs7.detached'].includes(words.subFilter ?? ''))
    return unreadable(`form ${words.subFilter?.slice(0, 60) ?? '?'}`);
  const cms = await checkCms(message, covered);
  if (cms.state === 'unreadable') return unreadable(cms.reason);
  return { kind, digest: cms.state, coversWholeFile, ...(await describe(cms, words.at, trusted)) };
}

async function describe(
  cms: Exclude<CmsCheck, { readonly state: 'unreadable' }>,
  written: string | undefined,
  trusted: readonly X509Certificate[],
): Promise<Partial<PdfSignature>> {
  const stamp = cms.timeStampToken && (await checkTimeStamp(cms.timeStampToken, cms.signature));
  const stamped = stamp?.state === 'intact' ? stamp.time : undefined;
  const signedAt = stamped ?? cms.signedAt ?? written;
  const at = signedAt ?? new Date().toISOString();
  return {
    signer: cms.signer,
    ...(signedAt !== undefined && { signedAt, clock: stamped ? 'time-stamp' : 'signer' }),
    ...(stamp && stamped === undefined && { timeStampBroken: true }),
    ...(trusted.length > 0 && { chain: await checkChain(cms.certificates, trusted, at) }),
  };
}

interface SignatureWordsRead {
  readonly subFilter?: string;
  /** As written, with its brackets. */
  readonly contents?: string;
  /** `/M` as RFC 3339. */
  readonly at?: string;
}

/** The dictionary that a `/ByteRange` stands in: the object that begins last before it. */
function readWords(text: string, at: number): SignatureWordsRead {
  const from = Math.max(0, at - mostSearchedBack);
  const header = text.lastIndexOf(' obj', at);
  if (header < from) return {};
  const open = text.indexOf('<<', header);
  if (open < 0 || open > at) return {};
  try {
    const { entries, end } = readDictionary(text, open);
    if (end < at) return {};
    const subFilter = entries.get('SubFilter');
    const contents = entries.get('Contents');
    const time = readTime(entries.get('M'));
    return {
      ...(subFilter !== undefined && { subFilter }),
      ...(contents !== undefined && { contents }),
      ...(time !== undefined && { at: time }),
    };
  } catch (error) {
    if (error instanceof UnreadablePdf) return {};
    throw error;
  }
}

/** A date of PDF (ISO 32000-1 7.9.4): `(D:20261122090000+07'00')`. */
function readTime(value: string | undefined): string | undefined {
  const match =
    /^\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-])(\d\d)'?(\d\d)?'?)?.*\)$/.exec(
      value ?? '',
    );
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, sign, hours = '00', minutes = '00'] = match;
  const zone = sign ? `${sign}${hours}:${minutes}` : 'Z';
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
