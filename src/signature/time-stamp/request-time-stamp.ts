import { createHash, randomBytes } from 'node:crypto';
import { UserError } from '../../errors/user-error.ts';
import type { Language } from '../../locale/language.ts';
import { oids } from '../cms/oids.ts';
import { isUniversal, partOf, readAsn1, UnreadableAsn1 } from '../cms/read-asn1.ts';
import { integer, nothing, octets, oid, sequence, tlv } from '../cms/write-der.ts';
import { readToken, tokenOf } from './check-time-stamp.ts';

/** What is stamped, and by whom. */
export interface TimeStampRequest {
  readonly url: URL;
  readonly stamped: Uint8Array;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** An answer that was checked. */
export interface TimeStamp {
  /** DER of the whole answer (TimeStampResp), as `openssl ts -verify -in` reads it. */
  readonly response: Buffer;
  /** DER of the token in it. */
  readonly token: Buffer;
  /** RFC 3339. */
  readonly time: string;
  readonly authority: string;
}

const deadlineMs = 20_000;
const mostResponseBytes = 256 * 1024;

/**
 * Asks a time-stamping authority over HTTP (RFC 3161 3.4): only a SHA-256 and a random number are sent. The answer must be
 * granted, over the same hash with the same number, and rightly signed.
 * @throws UserError for whatever else comes; the signal's reason when it aborts.
 */
export async function requestTimeStamp(request: TimeStampRequest): Promise<TimeStamp> {
  const imprint = createHash('sha256').update(request.stamped).digest();
  const nonce = randomBytes(8);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  const query = sequence(
    integer(1),
    sequence(sequence(oid(oids.sha256), nothing()), octets(imprint)),
    integer(nonce),
    tlv(0x01, Buffer.from([0xff])),
  );
  const response = await send(request, query);
  try {
    const answer = await readAsn1(response);
    const status = partOf(partOf(answer, 0), 0);
    if (!isUniversal(status, 2) || status.content.length !== 1 || (status.content[0] ?? 9) > 1)
      throw refusal(request, `PKIStatus ${status.content.toString('hex')}`);
    const token = tokenOf(answer);
    const read = await readToken(token);
    if (read.state !== 'intact')
      throw refusal(request, read.state === 'unreadable' ? read.reason : 'signature');
    const { info, authority } = read;
    if (info.hash !== 'sha256' || !info.imprint.equals(imprint)) throw refusal(request, 'imprint');
    if (!info.nonce?.equals(nonce)) throw refusal(request, 'nonce');
    return { response, token, time: info.time, authority };
  } catch (error) {
    if (error instanceof UnreadableAsn1) throw refusal(request, error.message);
    throw error;
  }
}

async function send(request: TimeStampRequest, query: Buffer): Promise<Buffer> {
  const { url, signal } = request;
  const { request: httpRequest } = await import('undici');
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const { statusCode, body } = await httpRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: query,
      signal: AbortSignal.any([signal, deadline]),
    });
    const chunks: Buffer[] = [];
    let total = 0;
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk);
      total += bytes.length;
      if (total > mostResponseBytes) throw refusal(request, `> ${mostResponseBytes} B`);
      chunks.push(bytes);
    }
    if (statusCode !== 200) throw refusal(request, `HTTP ${statusCode}`);
    return Buffer.concat(chunks);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    throw refusal(request, deadline.aborted ? `> ${deadlineMs / 1000} s` : error.message);
  }
}

function refusal({ url, language }: TimeStampRequest, why: string): UserError {
  const where = `${url.origin}${url.pathname}`;
  return new UserError(
    language === 'vi'
      ? `Máy chủ dấu thời gian ${where} không trả về dấu thời gian dùng được (${why}); chưa ký gì. Thử lại, hoặc ký không có --tsa.`
      : `The time-stamping authority ${where} gave no usable time stamp (${why}); nothing was signed. Try again, or sign without --tsa.`,
  );
}
