import { createControlId } from './control-id.ts';
import { formatMessageTime } from './message-time.ts';
import { type FieldInput, type SegmentInput, writeMessage } from './write-message.ts';

/** Versions we send: IHE Radiology's two, and the one Vietnamese connectors use. */
export type SentVersion = '2.3.1' | '2.5.1' | '2.7';

/** Who sends to whom, and the choices of the message header that sites differ in. */
export interface MessageEnvelope {
  readonly version: SentVersion;
  /** MSH-3 to MSH-6; default of MSH-3 is `RISPACS`. */
  readonly sendingApplication?: string;
  readonly sendingFacility?: string;
  readonly receivingApplication?: string;
  readonly receivingFacility?: string;
  /** MSH-11: `T` (training) where the site agrees; `P` by default, because many receivers reject the rest. */
  readonly processingId?: 'P' | 'T' | 'D';
  /** MSH-18. `absent` leaves it empty; the bytes are UTF-8 in any case. Default `UNICODE UTF-8` (table 0211). */
  readonly charset?: 'UNICODE UTF-8' | 'UTF-8' | 'absent';
  /** MSH-10, at most 20 characters; made anew when absent. */
  readonly controlId?: string;
  /** MSH-7; the present when absent. */
  readonly sentAt?: Date;
}

/** A message ready to send, with what the journal and the evidence need to know of it. */
export interface BuiltMessage {
  readonly controlId: string;
  /** MSH-9 as sent. */
  readonly messageType: string;
  readonly version: SentVersion;
  readonly bytes: Buffer;
}

/**
 * Writes a message below a header made from the envelope (HL7 v2.5.1 2.15.9).
 *
 * @param type MSH-9 by components; the structure is left out in 2.3.1, as IHE does
 * @throws {RangeError} for a control ID over 20 characters or with characters outside ASCII
 * @throws {MessageWriteError} see {@link writeMessage}
 */
export async function buildMessage(
  envelope: MessageEnvelope,
  type: readonly [code: string, trigger: string, structure: string],
  segments: readonly SegmentInput[],
): Promise<BuiltMessage> {
  const sentAt = envelope.sentAt ?? new Date();
  const controlId = envelope.controlId ?? createControlId(sentAt);
  if (!/^[\x21-\x7e]{1,20}$/.test(controlId)) {
    throw new RangeError(`not a control ID of at most 20 characters: ${JSON.stringify(controlId)}`);
  }
  const sentType = envelope.version === '2.3.1' ? type.slice(0, 2) : type;
  const charset = envelope.charset ?? 'UNICODE UTF-8';
  const fields: Record<number, FieldInput> = {
    3: envelope.sendingApplication ?? 'RISPACS',
    4: envelope.sendingFacility ?? '',
    5: envelope.receivingApplication ?? '',
    6: envelope.receivingFacility ?? '',
    7: formatMessageTime(sentAt),
    9: sentType,
    10: controlId,
    11: envelope.processingId ?? 'P',
    12: envelope.version,
  };
  if (charset !== 'absent') fields[18] = charset;
  const bytes = await writeMessage([{ id: 'MSH', fields }, ...segments]);
  return { controlId, messageType: sentType.join('^'), version: envelope.version, bytes };
}
