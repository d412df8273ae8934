import type { FieldInput, SegmentInput } from './write-message.ts';

/** The one patient that all our test data belongs to. The name marks it as a test in any list. */
export const TEST_PATIENT_NAME = { family: 'KIỂM THỬ', given: 'RISPACS' } as const;

/** The synthetic patient as a site is to see it. */
export interface TestPatient {
  /**
   * PID-3.1. Either starts with `RISPACS`, or is a citizen number of province 000, which cannot be issued:
   * `000` and nine digits.
   */
  readonly id: string;
  /** PID-3.4. */
  readonly assigningAuthority?: string;
  /** PID-7, `YYYYMMDD`. */
  readonly birthDate: string;
  readonly sex: 'M' | 'F' | 'O';
  /** `single-component` puts the whole name into PID-5.1, as Vietnamese systems do; default `family-given`. */
  readonly nameForm?: 'family-given' | 'single-component';
}

/**
 * Refuses any identifier that could belong to a person: test messages must never touch a real record.
 *
 * @throws {RangeError} for such an identifier
 */
export function assertTestPatientId(id: string): void {
  if (!/^(?:RISPACS[A-Z0-9-]{0,13}|000\d{9})$/.test(id)) {
    throw new RangeError(
      `${JSON.stringify(id)} is not a test identifier: RISPACS…, or 000 and nine digits`,
    );
  }
}

/**
 * The PID segment of the test patient (HL7 v2.5.1 3.4.2).
 *
 * @throws {RangeError} for an identifier that is not a test identifier, or an impossible birth date
 */
export function buildTestPid(patient: TestPatient): SegmentInput {
  assertTestPatientId(patient.id);
  if (!/^\d{8}$/.test(patient.birthDate)) throw new RangeError('birth date must be YYYYMMDD');
  const { family, given } = TEST_PATIENT_NAME;
  const name: FieldInput =
    patient.nameForm === 'single-component' ? `${family} ${given}` : [family, given];
  const identifier: FieldInput =
    patient.assigningAuthority === undefined
      ? patient.id
      : [patient.id, '', '', patient.assigningAuthority];
  return {
    id: 'PID',
    fields: { 1: '1', 3: identifier, 5: name, 7: patient.birthDate, 8: patient.sex },
  };
}
