import { formatLocalDay } from '../../locale/local-time.ts';
import type { SharingResultRow } from '../../probes/sharing/facts.ts';
import { readMessage } from '../../protocols/hl7/er7.ts';
import type { Er7Segment } from '../../protocols/hl7/er7-segment.ts';
import { stripMarks } from '../record/compare-text.ts';
import { CONCLUSION, DESCRIPTION } from './headings.ts';

/** What a written result says about itself; its words stay here. */
export type ResultRow = Omit<SharingResultRow, 'study'>;

const MAX_OBSERVATIONS = 2_000;

/**
 * Reads a written result: an HL7 ORU or MDM message, or a PDF. Of a PDF only whether it carries a digital signature is
 * read here; its text is not. Never throws for what is in the file.
 */
export function readResult(bytes: Uint8Array): ResultRow {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (head.includes('%PDF-')) return readPdf(bytes);
  const reading = readMessage(bytes);
  if (reading.kind !== 'message') return { form: 'other' };
  const { message } = reading;
  const code = message.messageCode ?? '';
  if (code !== 'ORU' && code !== 'MDM') return { form: 'other' };
  const observations = message.segmentsOf('OBX').slice(0, MAX_OBSERVATIONS);
  const texts = observations.map(readText);
  const known = texts.some((text) => text !== '');
  const all = stripMarks(texts.join('\n')).toLowerCase();
  const identifiers = stripMarks(
    observations.map((one) => one.getWhole(3) ?? '').join('\n'),
  ).toLowerCase();
  const says = (pattern: RegExp): boolean => pattern.test(all) || pattern.test(identifiers);
  const order = message.segment('OBR');
  const status = order?.get({ field: 25 }) ?? message.at('TXA-17');
  const names = (field: number): boolean => isFilled(order?.getWhole(field));
  return {
    form: 'hl7',
    ...(known && { hasDescription: says(DESCRIPTION), hasConclusion: says(CONCLUSION) }),
    namesReader: names(32),
    // OBR-34 technician, OBR-33 assistant interpreter (HL7 v2.5.1 4.5.3.33-34).
    namesPerformer: names(34) || names(33),
    // Who ordered it neither performed nor read it: told apart, and never taken for either (HL7 v2.5.1 4.5.1.12).
    ...(message.segment('ORC') !== undefined && {
      namesOrderer: isFilled(message.segment('ORC')?.getWhole(12)),
    }),
    ...(status !== undefined && { verified: ['F', 'C', 'AU', 'LA'].includes(status) }),
  };
}

function isFilled(field: string | undefined): boolean {
  return (field ?? '').replace(/[\^&~\s]/g, '') !== '';
}

/**
 * Reads a written result as {@link readResult} does, and checks the digital signatures of a PDF: `intact` when every one
 * holds and nothing was appended after the last, `broken` when something changed. Whether a certificate deserves trust
 * is not judged. Never throws for what is in the file.
 */
export async function readSignedResult(bytes: Uint8Array): Promise<ResultRow> {
  const row = readResult(bytes);
  if (row.form !== 'pdf' || row.signature === 'none') return row;
  const { readPdfSignatures } = await import('../../signature/pdf/read-pdf-signatures.ts');
  const signatures = await readPdfSignatures(bytes);
  const last = signatures.at(-1);
  if (last === undefined || signatures.some((one) => one.digest === 'unreadable')) return row;
  const whole = last.coversWholeFile && signatures.every((one) => one.digest === 'intact');
  const signedAt = signatures.findLast((one) => one.kind === 'signature')?.signedAt;
  return {
    ...row,
    signature: whole ? 'intact' : 'broken',
    ...(signedAt !== undefined && { signedOn: formatLocalDay(new Date(signedAt)) }),
  };
}

function readText(segment: Er7Segment): string {
  const type = segment.get({ field: 2 }) ?? '';
  if (!['TX', 'FT', 'ST', 'CWE', 'CE'].includes(type)) return '';
  const text = segment.getWhole(5) ?? '';
  return decodeIfBase64(text).replace(/<[^>]{0,500}>/g, ' ');
}

/** Vietnamese connectors send HTML as base64 in a text observation. */
function decodeIfBase64(text: string): string {
  const bare = text.replace(/\s+/g, '');
  if (bare.length < 40 || bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(bare))
    return text;
  return Buffer.from(bare, 'base64').toString('utf8');
}

function readPdf(bytes: Uint8Array): ResultRow {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const signed = /\/ByteRange\s*\[\s*\d+\s+\d+\s+\d+\s+\d+\s*\]/.test(text);
  return { form: 'pdf', signature: signed ? 'unreadable' : 'none' };
}
