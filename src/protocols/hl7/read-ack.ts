import { ACK_CODES, type AckCode, type AnswerFinding } from './acknowledgement.ts';
import { type Er7Message, readMessage } from './er7.ts';
import type { Er7Segment } from './er7-segment.ts';

/** What an acknowledgement says (HL7 v2.5.1 2.9.2, 2.15.8, 2.15.5). */
export interface AckReading {
  /** MSA-1; absent when empty or not in table 0008. */
  readonly code?: AckCode;
  /** MSA-2 as sent; absent when empty. */
  readonly msa2?: string;
  /** MSA-2 equals the MSH-10 we sent, character by character. */
  readonly matches: boolean;
  /** MSH-12 of the answer. */
  readonly version?: string;
  /** MSH-18 of the answer, first repetition. */
  readonly charset?: string;
  /** Error text: MSA-3, else ERR-8, ERR-3.2 or ERR-1.4.2, cut to 500 characters. */
  readonly errText?: string;
  /** Error codes of table 0357 as sent in ERR-3.1 or ERR-1.4.1, at most ten. */
  readonly errCodes: readonly string[];
}

/** What a received block turned out to be. */
export type AnswerReading =
  | {
      readonly kind: 'ack';
      readonly ack: AckReading;
      readonly message: Er7Message;
      readonly findings: readonly AnswerFinding[];
    }
  | { readonly kind: 'not-an-ack' }
  | { readonly kind: 'unreadable' };

const MAX_ERROR_TEXT = 500;
const MAX_ERROR_CODES = 10;

/**
 * Reads a received block as the answer to a message of ours.
 *
 * @param sent the message it should answer
 */
export function readAnswer(payload: Uint8Array, sent: Er7Message): AnswerReading {
  const reading = readMessage(payload);
  if (reading.kind === 'unreadable') return { kind: 'unreadable' };
  const { message } = reading;
  if (message.segment('MSA') === undefined) return { kind: 'not-an-ack' };
  const msa1 = message.at('MSA-1');
  const code = ACK_CODES.find((known) => known === msa1);
  const msa2 = message.at('MSA-2');
  const { version } = message;
  const charset = message.declaredCharset;
  const errText = readErrorText(message);
  const ack: AckReading = {
    ...(code === undefined ? {} : { code }),
    ...(msa2 === undefined ? {} : { msa2 }),
    matches: msa2 !== undefined && msa2 === sent.controlId,
    ...(version === undefined ? {} : { version }),
    ...(charset === undefined ? {} : { charset }),
    ...(errText === undefined ? {} : { errText }),
    errCodes: readErrorCodes(message),
  };
  return { kind: 'ack', ack, message, findings: compareHeaders(message, sent, ack) };
}

/**
 * Whether an answer holds protocol segments only, so that keeping its bytes cannot keep a patient's data even when
 * it was meant for somebody else.
 */
export function holdsProtocolOnly(message: Er7Message): boolean {
  return message.segments.every(
    (segment) =>
      segment.id === 'MSH' ||
      segment.id === 'SFT' ||
      // What follows MSA-2 are the peer's own words, which may name somebody.
      (segment.id === 'MSA' && isEmptyFrom(segment, 3)),
  );
}

function isEmptyFrom(segment: Er7Segment, first: number): boolean {
  for (let field = first; field <= segment.fieldCount(); field += 1)
    if ((segment.rawField(field) ?? '') !== '') return false;
  return true;
}

function compareHeaders(
  answer: Er7Message,
  sent: Er7Message,
  ack: AckReading,
): readonly AnswerFinding[] {
  const findings: AnswerFinding[] = [];
  const limit = (text: string): string => text.slice(0, 60);
  if (ack.code === undefined) {
    findings.push({ kind: 'unknown-ack-code', value: limit(answer.at('MSA-1') ?? '') });
  }
  if (ack.msa2 === undefined) findings.push({ kind: 'empty-msa-2' });
  const type = answer.messageCode ?? '';
  if (type !== 'ACK') findings.push({ kind: 'answer-type', value: limit(type) });
  const addressed =
    answer.at('MSH-5') === sent.at('MSH-3') && answer.at('MSH-6') === sent.at('MSH-4');
  if (!addressed) findings.push({ kind: 'not-addressed-to-us' });
  const versions = { sent: sent.version ?? '', received: limit(ack.version ?? '') };
  if (versions.sent !== versions.received) findings.push({ kind: 'version-differs', ...versions });
  const charsets = { sent: sent.declaredCharset ?? '', received: limit(ack.charset ?? '') };
  if (charsets.sent !== charsets.received) findings.push({ kind: 'charset-differs', ...charsets });
  return findings;
}

function readErrorText(message: Er7Message): string | undefined {
  const text =
    message.at('MSA-3') ??
    message.at('ERR-8') ??
    message.at('ERR-7') ??
    message.at('ERR-3.2') ??
    message.at('ERR-1.4.2');
  return text?.slice(0, MAX_ERROR_TEXT);
}

function readErrorCodes(message: Er7Message): readonly string[] {
  const codes: string[] = [];
  for (const segment of message.segmentsOf('ERR').slice(0, MAX_ERROR_CODES)) {
    const code =
      segment.get({ field: 3 }) ?? segment.get({ field: 1, component: 4, subcomponent: 1 });
    if (code !== undefined) codes.push(code.slice(0, 20));
  }
  return codes;
}
