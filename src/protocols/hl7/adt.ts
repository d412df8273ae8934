import { type BuiltMessage, buildMessage, type MessageEnvelope } from './message-header.ts';
import { formatMessageTime } from './message-time.ts';
import { buildVisit } from './order-segments.ts';
import { assertTestPatientId, buildTestPid, type TestPatient } from './test-patient.ts';
import type { SegmentInput } from './write-message.ts';

/** A message about the test patient, apart from any order. */
export interface TestAdt {
  readonly envelope: MessageEnvelope;
  readonly patient: TestPatient;
  /** PV1-19. */
  readonly visitNumber?: string;
}

/** Registration of an outpatient (A04), its cancel (A11), update of the patient (A08): HL7 v2.5.1 3.3.4, 3.3.11, 3.3.8. */
export type AdtEvent = 'A04' | 'A08' | 'A11';

const STRUCTURES: Record<AdtEvent, string> = { A04: 'ADT_A01', A08: 'ADT_A01', A11: 'ADT_A09' };

/**
 * Builds an ADT message about the test patient and its visit (IHE RAD TF-2, RAD-1 and RAD-12).
 *
 * @throws {RangeError} for an identifier that could be a real patient's
 */
export async function buildTestAdt(adt: TestAdt, event: AdtEvent): Promise<BuiltMessage> {
  const sentAt = adt.envelope.sentAt ?? new Date();
  const { textForm } = adt.patient;
  const visit = buildVisit({
    ...(adt.visitNumber !== undefined && { visit: { number: adt.visitNumber } }),
    ...(textForm !== undefined && { textForm }),
  });
  return await buildMessage(
    { ...adt.envelope, sentAt },
    ['ADT', event, STRUCTURES[event]],
    [eventSegment(event, sentAt), buildTestPid(adt.patient), visit],
  );
}

/**
 * Builds ADT^A40: the record of one test patient becomes part of another's (HL7 v2.5.1 3.3.40, 3.4.9).
 *
 * @param adt - the patient that remains
 * @param formerId - of the patient whose record ends, MRG-1
 * @throws {RangeError} for an identifier that could be a real patient's, or for a patient merged into itself
 */
export async function buildTestMerge(adt: TestAdt, formerId: string): Promise<BuiltMessage> {
  assertTestPatientId(formerId);
  const { id, assigningAuthority } = adt.patient;
  if (formerId === id) throw new RangeError('a patient cannot be merged into itself');
  const sentAt = adt.envelope.sentAt ?? new Date();
  const former: SegmentInput = {
    id: 'MRG',
    fields: {
      1: assigningAuthority === undefined ? formerId : [formerId, '', '', assigningAuthority],
    },
  };
  return await buildMessage(
    { ...adt.envelope, sentAt },
    ['ADT', 'A40', 'ADT_A39'],
    [eventSegment('A40', sentAt), buildTestPid(adt.patient), former],
  );
}

/** EVN-1 repeats MSH-9.2 for receivers that still read it (withdrawn in v2.5). */
function eventSegment(event: string, sentAt: Date): SegmentInput {
  return { id: 'EVN', fields: { 1: event, 2: formatMessageTime(sentAt) } };
}
