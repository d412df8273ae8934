import { createHash } from 'node:crypto';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import type { Er7Segment } from '../../protocols/hl7/er7-segment.ts';
import { TEST_PATIENT_NAMES } from '../../protocols/hl7/test-patient.ts';
import { compareText, foldLetters, isWhole } from '../shared/compare-text.ts';
import { type DecodedPicture, decodeBase64, isJpeg, readJpeg } from './read-jpeg.ts';
import { listStudyUids } from './sort-message.ts';
import { ORDER_TEXTS } from './test-case.ts';

/** What a result message about our order holds. */
export interface ReadReport {
  /** ORU, or MDM for a document; anything else is no report. */
  readonly isReport: boolean;
  readonly messageType: string;
  /** OBR-25, or TXA-17 of a document. */
  readonly status?: string;
  readonly isCorrection: boolean;
  readonly isFinal: boolean;
  /** Of all texts together; tells a changed report from the same one sent again. */
  readonly textSha256: string;
  readonly hasText: boolean;
  readonly pictures: readonly DecodedPicture[];
  /** A picture was announced as JPEG, and what came is not base64 or not JPEG. */
  readonly hasBrokenPicture: boolean;
  readonly hasPointer: boolean;
  readonly studyUids: readonly string[];
  readonly charsetDeclared?: string;
  /** Absent where no text that we know came back. */
  readonly textIntact?: boolean;
  readonly activeContent: boolean;
  /** OBR-3, the receiver's number of the order. */
  readonly fillerOrderNumber?: string;
}

interface Contents {
  readonly texts: string[];
  /** Told of each JPEG as it is come by. */
  readonly takePicture: (bytes: Buffer) => void;
  hasBrokenPicture: boolean;
  hasPointer: boolean;
}

const mostObservations = 500;
const mostTextCharacters = 1_000_000;
/** Markup that runs or loads something where a report is shown as HTML. */
const active = /<\s*(?:script|iframe|object|embed|svg|form)\b|\bon[a-z]{3,20}\s*=|javascript\s*:/i;
const link = /^(?:https?:)?\/\/\S+$/i;

/** Reads a report. Links are only noticed, never followed; no text of it leaves this function. */
export function readReport(message: Er7Message): ReadReport {
  const code = message.messageCode ?? '';
  const pictures: DecodedPicture[] = [];
  const contents = readContents(message, (bytes) => pictures.push(readJpeg(bytes)));
  const status = message.at('OBR-25') ?? message.at('TXA-17');
  const trigger = message.triggerEvent ?? '';
  const all = contents.texts.join('\n').slice(0, mostTextCharacters);
  const textIntact = judgeTexts(message, all);
  const filler = message.at('OBR-3') ?? message.at('ORC-3');
  const charset = message.declaredCharset;
  return {
    isReport: code === 'ORU' || code === 'MDM',
    messageType: [code, trigger].filter((part) => part !== '').join('^'),
    ...(status !== undefined && { status: status.slice(0, 20) }),
    isCorrection: status === 'C' || (code === 'MDM' && /^T(?:06|08|10)$/.test(trigger)),
    isFinal: isFinal(code, status),
    textSha256: createHash('sha256').update(all).digest('hex'),
    hasText: contents.texts.some((text) => text.trim() !== ''),
    pictures,
    hasBrokenPicture: contents.hasBrokenPicture,
    hasPointer: contents.hasPointer,
    studyUids: listStudyUids(message),
    ...(charset !== undefined && { charsetDeclared: charset.slice(0, 40) }),
    ...(textIntact !== undefined && { textIntact }),
    activeContent: active.test(all),
    ...(filler !== undefined && { fillerOrderNumber: filler.slice(0, 64) }),
  };
}

/** The JPEG pictures of a report, the first ones within the bounds; the caller lets go of them when it has judged them. */
export function collectPictures(
  message: Er7Message,
  { mostPictures, mostBytes }: { readonly mostPictures: number; readonly mostBytes: number },
): readonly Buffer[] {
  const pictures: Buffer[] = [];
  let total = 0;
  readContents(message, (bytes) => {
    if (pictures.length >= mostPictures || total + bytes.length > mostBytes) return;
    total += bytes.length;
    pictures.push(bytes);
  });
  return pictures;
}

function readContents(message: Er7Message, takePicture: Contents['takePicture']): Contents {
  const contents: Contents = {
    texts: [],
    takePicture,
    hasBrokenPicture: false,
    hasPointer: false,
  };
  for (const segment of message.segmentsOf('OBX').slice(0, mostObservations))
    readObservation(segment, contents);
  return contents;
}

/** Table 0123 for ORU; of a document table 0271: authenticated, legally authenticated, or documented. */
function isFinal(code: string, status: string | undefined): boolean {
  return code === 'MDM'
    ? status === undefined || /^(?:AU|LA|DO)$/.test(status)
    : status === 'F' || status === 'C';
}

function readObservation(segment: Er7Segment, contents: Contents): void {
  const type = segment.get({ field: 2 }) ?? '';
  if (type === 'ED') readEncapsulated(segment, contents);
  else if (type === 'RP') contents.hasPointer ||= segment.get({ field: 5 }) !== undefined;
  else if (/^(?:TX|FT|ST|CE|CWE|)$/.test(type)) {
    const count = Math.min(Math.max(segment.repetitionCount(5), 1), mostObservations);
    for (let repetition = 1; repetition <= count; repetition += 1)
      readText(segment.getWhole(5, repetition) ?? '', segment, contents);
  }
}

/** ED: source, type, subtype, encoding, data (HL7 v2.5.1 2.A.24). */
function readEncapsulated(segment: Er7Segment, contents: Contents): void {
  const part = (component: number): string => segment.get({ field: 5, component }) ?? '';
  const data = part(5);
  const isAnnouncedJpeg = /^jpe?g$/i.test(part(3)) || /jpe?g/i.test(part(2));
  const bytes = /^hex$/i.test(part(4)) ? decodeHex(data) : decodeBase64(data);
  if (bytes !== undefined && isJpeg(bytes)) contents.takePicture(bytes);
  else if (isAnnouncedJpeg) contents.hasBrokenPicture = true;
  else if (/^text$/i.test(part(2))) contents.texts.push(bytes?.toString('utf8') ?? data);
}

/** Vietnamese systems put HTML, links and pictures into text as base64. */
function readText(value: string, segment: Er7Segment, contents: Contents): void {
  const code = segment.get({ field: 3 });
  if (code === '113014' || code === '110180') return;
  const trimmed = value.trim();
  if (trimmed === '') return;
  if (link.test(trimmed)) {
    contents.hasPointer = true;
    return;
  }
  const bytes = trimmed.length >= 16 ? decodeBase64(trimmed) : undefined;
  if (bytes === undefined) {
    contents.texts.push(value);
    return;
  }
  if (isJpeg(bytes)) {
    contents.takePicture(bytes);
    return;
  }
  const decoded = bytes.toString('utf8');
  if (link.test(decoded.trim())) contents.hasPointer = true;
  // Words of sixteen letters and more are rare, and none decodes to markup or plain sentences.
  else if (/[<\s]/.test(decoded) && !decoded.includes('\ufffd')) contents.texts.push(decoded);
  else contents.texts.push(value);
}

function decodeHex(text: string): Buffer | undefined {
  const bare = text.replace(/\s+/g, '');
  return /^(?:[0-9a-f]{2})+$/i.test(bare) ? Buffer.from(bare, 'hex') : undefined;
}

/** Whether the texts that we know, our patient's name and the procedure, came back whole and nothing looks damaged. */
function judgeTexts(message: Er7Message, texts: string): boolean | undefined {
  const name = [message.at('PID-5.1'), message.at('PID-5.2')].filter((part) => part !== undefined);
  const names = Object.values(TEST_PATIENT_NAMES).map(({ family, given }) => `${family} ${given}`);
  const verdicts = [
    judgeAgainst(name.join(' '), names),
    judgeAgainst(message.at('OBR-4.2') ?? '', [ORDER_TEXTS.ordered, ORDER_TEXTS.changed]),
  ].filter((verdict) => verdict !== undefined);
  if (looksDamaged(texts) || looksDamaged(name.join(' '))) return false;
  return verdicts.length === 0 ? undefined : verdicts.every((verdict) => verdict);
}

/** `undefined` when a text is not one of those that we know: a receiver may put its own words there. */
function judgeAgainst(received: string, known: readonly string[]): boolean | undefined {
  if (received === '') return undefined;
  const verdicts = known.map((text) => compareText(text, received));
  if (verdicts.some(isWhole)) return true;
  const isDamaged =
    verdicts.some((verdict) => verdict !== 'other') ||
    known.some((text) => foldLetters(text) === foldLetters(received));
  return isDamaged ? false : undefined;
}

/** Whether a text has traces of UTF-8 that was read as something else, or of letters that could not be written. */
export function looksDamaged(text: string): boolean {
  return /\ufffd|á[»º]|Ä[‘\u0090\u0091]|Æ[°¡]|Ã[\u0080-¿]/u.test(text);
}
