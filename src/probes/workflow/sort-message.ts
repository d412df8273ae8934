import type { Er7Message } from '../../protocols/hl7/er7.ts';
import { createOwnershipCheck } from '../../protocols/hl7/own-message.ts';
import { TEST_PATIENT_ID } from '../../synthetic/index.ts';
import type { WorkflowReportRow } from './facts.ts';
import type { TestCase } from './test-case.ts';

/** By which of our identifiers a message is about our order. */
export type MatchedBy = WorkflowReportRow['matchedBy'][number];

/** Identifiers that the hospital's systems gave the order, besides ours. */
export interface AssignedIds {
  readonly fillerOrderNumber?: string;
  readonly accessionNumber?: string;
  readonly studyInstanceUid?: string;
}

/** Whose a message is. Of all but `ours` nothing may be kept. */
export type Belonging =
  | { readonly kind: 'ours'; readonly matchedBy: readonly MatchedBy[] }
  /** About our patient, but another order: of an earlier run, say. */
  | { readonly kind: 'other-order' }
  /** It carries our order's numbers and names a patient that is not ours. */
  | { readonly kind: 'wrong-patient' }
  | { readonly kind: 'foreign' };

const mostOccurrences = 50;

/** Decides whose a received message is, by patient and by order numbers. */
export function sortMessage(
  message: Er7Message,
  testCase: TestCase,
  assigned: AssignedIds = {},
): Belonging {
  const isOurPatient = createOwnershipCheck([TEST_PATIENT_ID, testCase.secondPatientId])(message);
  const matchedBy = matchOrder(message, testCase, assigned);
  if (matchedBy.length === 0) return { kind: isOurPatient ? 'other-order' : 'foreign' };
  return isOurPatient
    ? { kind: 'ours', matchedBy: ['patient', ...matchedBy] }
    : { kind: 'wrong-patient' };
}

/** The Study Instance UIDs that a result names (IHE RAD-132 and RAD-128; OBX-4 in Vietnamese practice). */
export function listStudyUids(message: Er7Message): readonly string[] {
  const found = new Set<string>();
  const add = (value: string | undefined): void => {
    // Shorter ones are sub-IDs such as 1.2.
    if (value !== undefined && /^[0-2](?:\.\d{1,39})+$/.test(value) && /^.{10,64}$/.test(value))
      found.add(value);
  };
  add(message.at('ZDS-1'));
  add(message.at('IPC-3'));
  for (const segment of message.segmentsOf('OBX').slice(0, mostOccurrences)) {
    const code = segment.get({ field: 3 });
    // 113014 is DICOM Study, 110180 Study Instance UID; both are in use.
    if (code === '113014' || code === '110180') add(segment.get({ field: 5 }));
    add(segment.get({ field: 4 }));
  }
  return [...found];
}

function matchOrder(
  message: Er7Message,
  testCase: TestCase,
  assigned: AssignedIds,
): readonly MatchedBy[] {
  const values = (id: string, field: number): readonly string[] =>
    message
      .segmentsOf(id)
      .slice(0, mostOccurrences)
      .flatMap((segment) => segment.get({ field }) ?? []);
  const placers = [...values('ORC', 2), ...values('OBR', 2), ...values('TXA', 14)];
  const fillers = [...values('ORC', 3), ...values('OBR', 3), ...values('TXA', 15)];
  const accessions = [...values('OBR', 18), ...values('IPC', 1), ...fillers];
  const studies = listStudyUids(message);
  const matched: MatchedBy[] = [];
  if (placers.includes(testCase.placerOrderNumber)) matched.push('placer');
  if (includesAny(fillers, [assigned.fillerOrderNumber])) matched.push('filler');
  if (includesAny(accessions, [testCase.accessionNumber, assigned.accessionNumber]))
    matched.push('accession');
  if (includesAny(studies, [testCase.studyInstanceUid, assigned.studyInstanceUid]))
    matched.push('study-uid');
  return matched;
}

function includesAny(values: readonly string[], wanted: readonly (string | undefined)[]): boolean {
  return wanted.some((one) => one !== undefined && one !== '' && values.includes(one));
}
