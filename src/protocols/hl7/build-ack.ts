import type { AckCode } from './acknowledgement.ts';
import { createControlId } from './control-id.ts';
import type { Er7Message } from './er7.ts';
import { formatMessageTime } from './message-time.ts';
import {
  type ComponentInput,
  type FieldInput,
  type SegmentInput,
  writeMessage,
} from './write-message.ts';

/** Codes of table 0357 that a receiver needs. */
export const ERROR_CODES = {
  requiredFieldMissing: '101',
  unsupportedMessageType: '200',
  unsupportedVersion: '203',
  unknownKey: '204',
  internalError: '207',
} as const;

/** What an acknowledgement shall say. */
export interface AckContent {
  readonly code: AckCode;
  /** Why, for a refusal. Never repeat patient data here. */
  readonly text?: string;
  /** Table 0357, for a refusal; 207 by default. */
  readonly errorCode?: string;
}

const MAX_ECHOED_CHARACTERS = 250;
const MAX_ECHOED_COMPONENTS = 5;

/**
 * Builds the acknowledgement of a received message (HL7 v2.5.1 2.9.2, 2.15.8, 2.15.5): MSA-2 repeats MSH-10, MSH-3/4
 * and MSH-5/6 change places, version, processing ID and charset are those of the message.
 *
 * A message whose bytes were not UTF-8 is answered in ASCII, which is part of every charset it can have declared;
 * other characters become `?`. Echoed values are cut at 250 characters.
 *
 * @returns the message bytes without framing
 */
export async function buildAck(
  received: Er7Message,
  content: AckContent,
  now: Date = new Date(),
): Promise<Buffer> {
  const echo = (field: number): FieldInput => echoField(received, field);
  const version = received.version ?? '';
  const trigger = received.triggerEvent ?? '';
  const type: ComponentInput[] = ['ACK'];
  if (trigger !== '') type.push(clean(received, trigger));
  if (trigger !== '' && !isBefore(version, 2, 4)) type.push('ACK');
  const refused = content.code !== 'AA' && content.code !== 'CA';
  const text = clean(received, content.text ?? '');
  const msa: Record<number, FieldInput> = {
    1: content.code,
    2: clean(received, received.controlId ?? ''),
  };
  // MSA-3 was withdrawn in v2.7 in favour of ERR.
  if (text !== '' && isBefore(version, 2, 7)) msa[3] = text;
  const segments: SegmentInput[] = [
    {
      id: 'MSH',
      fields: {
        3: echo(5),
        4: echo(6),
        5: echo(3),
        6: echo(4),
        7: formatMessageTime(now),
        9: type,
        10: createControlId(now),
        11: echo(11),
        12: echo(12),
        ...(received.declaredCharset === undefined
          ? {}
          : { 18: clean(received, received.declaredCharset) }),
      },
    },
    { id: 'MSA', fields: msa },
  ];
  if (refused) {
    segments.push(
      errorSegment(version, clean(received, content.errorCode ?? ERROR_CODES.internalError), text),
    );
  }
  return await writeMessage(segments);
}

function errorSegment(version: string, code: string, text: string): SegmentInput {
  if (isBefore(version, 2, 5)) {
    return { id: 'ERR', fields: { 1: ['', '', '', [code, text, 'HL70357']] } };
  }
  return { id: 'ERR', fields: { 3: [code, '', 'HL70357'], 4: 'E', 8: text } };
}

/** The components of a header field's first repetition, each cut to a bound. */
function echoField(received: Er7Message, field: number): FieldInput {
  const header = received.segment('MSH');
  const count = Math.min(header?.componentCount(field) ?? 0, MAX_ECHOED_COMPONENTS);
  const components: string[] = [];
  for (let component = 1; component <= count; component += 1) {
    components.push(clean(received, header?.get({ field, component }) ?? ''));
  }
  return components;
}

function clean(received: Er7Message, value: string): string {
  const cut = value.slice(0, MAX_ECHOED_CHARACTERS).toWellFormed();
  const isUnicode = received.encoding === 'utf-8' || received.declaredCharset === undefined;
  return isUnicode || received.encoding === 'ascii' ? cut : cut.replace(/[^\x20-\x7e]/g, '?');
}

/** Whether a version such as `2.3.1` lies before another; an unreadable one counts as new. */
function isBefore(version: string, major: number, minor: number): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})/.exec(version);
  if (match === null) return false;
  const [ours, theirs] = [Number(match[1]) * 1000 + Number(match[2]), major * 1000 + minor];
  return ours < theirs;
}
