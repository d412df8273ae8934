import type { AckCode } from '../../protocols/hl7/acknowledgement.ts';
import { createControlId } from '../../protocols/hl7/control-id.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import { formatMessageTime } from '../../protocols/hl7/message-time.ts';
import {
  type FieldInput,
  type SegmentInput,
  writeMessage,
} from '../../protocols/hl7/write-message.ts';
import { HOSPITAL_NAME, SIMULATOR_HL7_APPLICATION } from '../identity.ts';

/** What an answer of the simulated RIS says. */
export interface RisAnswer {
  readonly code: AckCode;
  /** MSA-2; the control ID of the message when absent. */
  readonly controlId?: string;
  readonly error?: { readonly code: string; readonly text: string };
  /** MSH-9 and the segments after MSA; a plain acknowledgement when absent. */
  readonly body?: { readonly type: readonly string[]; readonly segments: readonly SegmentInput[] };
}

/** Builds an answer whose MSH-3 names the simulator, whatever MSH-5 of the message said (HL7 v2.5.1 2.9.2). */
export async function buildAnswer(received: Er7Message, answer: RisAnswer): Promise<Buffer> {
  const now = new Date();
  const version = short(received.version) || '2.5.1';
  const isOld = /^2\.[0-4]/.test(version);
  const trigger = short(received.triggerEvent);
  const ackType = trigger === '' ? ['ACK'] : isOld ? ['ACK', trigger] : ['ACK', trigger, 'ACK'];
  const header: Record<number, FieldInput> = {
    3: SIMULATOR_HL7_APPLICATION,
    4: HOSPITAL_NAME,
    5: short(received.at('MSH-3')),
    6: short(received.at('MSH-4')),
    7: formatMessageTime(now),
    9: answer.body?.type ?? ackType,
    10: createControlId(now),
    11: short(received.at('MSH-11')) || 'P',
    12: version,
    18: 'UNICODE UTF-8',
  };
  const segments: SegmentInput[] = [
    { id: 'MSH', fields: header },
    { id: 'MSA', fields: { 1: answer.code, 2: answer.controlId ?? short(received.controlId) } },
  ];
  if (answer.error !== undefined) segments.push(errorSegment(answer.error, isOld));
  return await writeMessage([...segments, ...(answer.body?.segments ?? [])]);
}

function errorSegment(error: { code: string; text: string }, isOld: boolean): SegmentInput {
  const fields: Record<number, FieldInput> = isOld
    ? { 1: ['', '', '', [error.code, error.text, 'HL70357']] }
    : { 3: [error.code, error.text, 'HL70357'], 4: 'E', 8: error.text };
  return { id: 'ERR', fields };
}

/** Echoed values are bounded and stripped of what cannot stand in a message. */
function short(value: string | undefined): string {
  return (value ?? '').replaceAll(/\p{C}/gu, '').toWellFormed().slice(0, 200);
}
