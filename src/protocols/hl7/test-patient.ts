import type { ComponentInput, FieldInput, SegmentInput } from './write-message.ts';

/** The one patient that all our test data belongs to. The name marks it as a test in any list. */
export const TEST_PATIENT_NAME = { family: 'KIỂM THỬ', given: 'RISPACS' } as const;

/**
 * Every name that test data may carry. The family name marks each as a test; the given names hold letters that smaller
 * character sets lack (Đ, Ặ, Ư, Ớ, Ễ, Ị, Á).
 */
export const TEST_PATIENT_NAMES = {
  usual: TEST_PATIENT_NAME,
  /** For an update of the patient. */
  changed: { family: TEST_PATIENT_NAME.family, given: 'ĐẶNG ĐỨC ƯỚC' },
  /** Of a second patient, to be merged into the first. */
  second: { family: TEST_PATIENT_NAME.family, given: 'NGUYỄN THỊ ÁNH' },
} as const;

/** Composed letters, or letters with combining marks, as some input methods write them (Unicode TR 15). */
export type TextForm = 'NFC' | 'NFD';

/** The synthetic patient as a site is to see it. */
export interface TestPatient {
  /**
   * PID-3.1. Either starts with `RISPACS`, or is a citizen number of province 000, which cannot be issued:
   * `000` and nine digits.
   */
  readonly id: string;
  /** PID-3.4. */
  readonly assigningAuthority?: string;
  /** A second repetition of PID-3, under the same rule as `id`. */
  readonly otherId?: { readonly id: string; readonly assigningAuthority: string };
  /** PID-7, `YYYYMMDD`. */
  readonly birthDate: string;
  readonly sex: 'M' | 'F' | 'O';
  /** Default `usual`. */
  readonly name?: keyof typeof TEST_PATIENT_NAMES;
  /** `single-component` puts the whole name into PID-5.1, as Vietnamese systems do; default `family-given`. */
  readonly nameForm?: 'family-given' | 'single-component';
  /** Default NFC. */
  readonly textForm?: TextForm;
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

/** PID-5 of a test patient. */
export function writeTestName({
  name = 'usual',
  nameForm,
  textForm = 'NFC',
}: TestPatient): readonly string[] {
  const family = TEST_PATIENT_NAMES[name].family.normalize(textForm);
  const given = TEST_PATIENT_NAMES[name].given.normalize(textForm);
  return nameForm === 'single-component' ? [`${family} ${given}`] : [family, given];
}

/**
 * The PID segment of the test patient (HL7 v2.5.1 3.4.2).
 *
 * @throws {RangeError} for an identifier that is not a test identifier, or an impossible birth date
 */
export function buildTestPid(patient: TestPatient): SegmentInput {
  const { id, assigningAuthority, otherId } = patient;
  if (!/^\d{8}$/.test(patient.birthDate)) throw new RangeError('birth date must be YYYYMMDD');
  const first = writeIdentifier(id, assigningAuthority);
  const identifiers: FieldInput =
    otherId === undefined
      ? first
      : { repetitions: [first, writeIdentifier(otherId.id, otherId.assigningAuthority)] };
  return {
    id: 'PID',
    fields: {
      1: '1',
      3: identifiers,
      5: writeTestName(patient),
      7: patient.birthDate,
      8: patient.sex,
    },
  };
}

function writeIdentifier(id: string, authority: string | undefined): readonly ComponentInput[] {
  assertTestPatientId(id);
  return authority === undefined ? [id] : [id, '', '', authority];
}
