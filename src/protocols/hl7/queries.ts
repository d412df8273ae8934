import { type BuiltMessage, buildMessage, type MessageEnvelope } from './message-header.ts';
import { formatMessageTime } from './message-time.ts';
import { assertTestPatientId } from './test-patient.ts';

/** A question that changes nothing at the receiver: who is the test patient? */
export interface PatientQuery {
  readonly envelope: MessageEnvelope;
  /** A test identifier, see {@link assertTestPatientId}, so that no answer can name a real patient. */
  readonly patientId: string;
}

/**
 * Builds a harmless demographics query for one record at most: QBP^Q22 (HL7 v2.5.1 3.3.57, the query of IHE PDQ),
 * or for 2.3.1 QRY^A19 (HL7 v2.3.1 3.3.19).
 *
 * @throws {RangeError} when the identifier could be a real patient's
 */
export async function buildPatientQuery(query: PatientQuery): Promise<BuiltMessage> {
  assertTestPatientId(query.patientId);
  const sentAt = query.envelope.sentAt ?? new Date();
  const envelope = { ...query.envelope, sentAt };
  // Two parts of one query may be told apart by the tag; ours has one part.
  const tag = `Q${sentAt.getTime().toString(36).toUpperCase()}`;
  if (envelope.version === '2.3.1') {
    const qrd = {
      1: formatMessageTime(sentAt),
      2: 'R',
      3: 'I',
      4: tag,
      7: ['1', 'RD'],
      8: query.patientId,
      9: 'DEM',
      10: 'ALL',
    };
    return await buildMessage(envelope, ['QRY', 'A19', 'QRY_A19'], [{ id: 'QRD', fields: qrd }]);
  }
  const qpd = { 1: 'IHE PDQ Query', 2: tag, 3: ['@PID.3.1', query.patientId] };
  const rcp = { 1: 'I', 2: ['1', 'RD'] };
  return await buildMessage(
    envelope,
    ['QBP', 'Q22', 'QBP_Q21'],
    [
      { id: 'QPD', fields: qpd },
      { id: 'RCP', fields: rcp },
    ],
  );
}
