import { assertTestPatientId, TEST_PATIENT_NAME } from '../protocols/hl7/test-patient.ts';
import type { AttributeValues, TextForm } from './to-elements.ts';
import { deriveBytes, deriveUid, isUid, makeFreshSeed } from './uid-root.ts';

/** Name of the one patient that all our objects belong to (PS3.5 6.2.1, PN). */
export const TEST_PATIENT_PERSON_NAME = `${TEST_PATIENT_NAME.family}^${TEST_PATIENT_NAME.given}`;

/** Identifier of that patient unless a site needs another test identifier. */
export const TEST_PATIENT_ID = 'RISPACS-TEST';

/** Whether an identifier can belong to test data only. */
export function isTestPatientId(id: string): boolean {
  try {
    assertTestPatientId(id);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Date and time, as Vietnam's clocks show them. */
export interface LocalDateTime {
  /** `YYYYMMDD`. */
  readonly date: string;
  /** `HHMMSS`. */
  readonly time: string;
}

/** What a study is given from outside; everything else follows from the seed. */
export interface StudyOptions {
  /** The same seed and options give the same bytes. Without one, every study is a new one. */
  readonly seed?: string;
  /** Default: now for a new study, a fixed day of 2026 for a seeded one. */
  readonly performedAt?: Date;
  /** Of the order, as the worklist gave it. */
  readonly studyInstanceUid?: string;
  readonly accessionNumber?: string;
  readonly requestedProcedureId?: string;
  readonly scheduledProcedureStepId?: string;
  /** SOP Instance UID of the MPPS that announces the objects. */
  readonly performedProcedureStepUid?: string;
  /** Another test identifier, see {@link assertTestPatientId}. */
  readonly patientId?: string;
  readonly textForm?: TextForm;
}

/** A study of the test patient: what all its objects have in common. */
export interface SyntheticStudy {
  readonly seed: string;
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly accessionNumber: string;
  readonly performed: LocalDateTime;
  readonly textForm: TextForm;
  readonly order: Pick<
    StudyOptions,
    'requestedProcedureId' | 'scheduledProcedureStepId' | 'performedProcedureStepUid'
  >;
  /** The UID of one thing in this study. */
  uid(purpose: string): string;
}

const SEEDED_TIME = new Date('2026-01-05T08:00:00+07:00');
const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/** The offset that {@link LocalDateTime} has (PS3.3 C.12.1, Timezone Offset From UTC). */
export const TIMEZONE_OFFSET = '+0700';

function toLocal(instant: Date): LocalDateTime {
  const digits = new Date(instant.getTime() + VIETNAM_OFFSET_MS).toISOString().replace(/\D/g, '');
  return { date: digits.slice(0, 8), time: digits.slice(8, 14) };
}

function takeUid(given: string | undefined, what: string): void {
  if (given !== undefined && !isUid(given)) {
    throw new RangeError(`${what} ${JSON.stringify(given)} is not a UID`);
  }
}

/**
 * Plans a study of the test patient.
 * @throws RangeError for a UID that is none, or a patient identifier that could be a person's
 */
export function planStudy(options: StudyOptions = {}): SyntheticStudy {
  const { seed = makeFreshSeed(), patientId = TEST_PATIENT_ID } = options;
  assertTestPatientId(patientId);
  takeUid(options.studyInstanceUid, 'study');
  takeUid(options.performedProcedureStepUid, 'performed procedure step');
  const { requestedProcedureId, scheduledProcedureStepId, performedProcedureStepUid } = options;
  const uid = (purpose: string): string => deriveUid(seed, purpose);
  const accessionSuffix = deriveBytes(seed, 'accession', 4).toString('hex').toUpperCase();
  return {
    seed,
    studyInstanceUid: options.studyInstanceUid ?? uid('study'),
    patientId,
    accessionNumber: options.accessionNumber ?? `RISPACS${accessionSuffix}`,
    performed: toLocal(
      options.performedAt ?? (options.seed === undefined ? new Date() : SEEDED_TIME),
    ),
    textForm: options.textForm ?? 'NFC',
    order: {
      ...(requestedProcedureId === undefined ? {} : { requestedProcedureId }),
      ...(scheduledProcedureStepId === undefined ? {} : { scheduledProcedureStepId }),
      ...(performedProcedureStepUid === undefined ? {} : { performedProcedureStepUid }),
    },
    uid,
  };
}

/** Content Date and Time, as images and documents have them (PS3.3 C.7.6.1, C.17.2). */
export function describeContentTime({ performed }: SyntheticStudy): AttributeValues {
  return { ContentDate: performed.date, ContentTime: performed.time };
}

/** Patient, General Study and Patient Study modules (PS3.3 C.7.1.1, C.7.2.1, C.7.2.2). */
export function describeStudy(study: SyntheticStudy): AttributeValues {
  return {
    PatientName: TEST_PATIENT_PERSON_NAME,
    PatientID: study.patientId,
    PatientBirthDate: '19000101',
    PatientSex: 'O',
    // SUV needs a weight; study level, hence the same in every object.
    PatientWeight: 70,
    QualityControlSubject: 'YES',
    PatientComments: 'Dữ liệu kiểm thử RISPACS, không phải người bệnh. Synthetic test data.',
    StudyInstanceUID: study.studyInstanceUid,
    StudyDate: study.performed.date,
    StudyTime: study.performed.time,
    StudyID: 'RISPACS-TEST',
    AccessionNumber: study.accessionNumber,
    ReferringPhysicianName: '',
    StudyDescription: 'KIỂM THỬ RISPACS - TEST ONLY',
  };
}
