import { formatLocalDay } from '../../locale/local-time.ts';
import type { Elements } from '../dicom/read-values.ts';

/** Root of the simulator's UIDs: a UUID-derived arc of our own (PS3.5 B.2). */
export const SIMULATOR_UID_ROOT = '2.25.166314690327298996427139894719407040776';

const ct = '1.2.840.10008.5.1.4.1.1.2';
const mr = '1.2.840.10008.5.1.4.1.1.4';
const dx = '1.2.840.10008.5.1.4.1.1.1.1';
const us = '1.2.840.10008.5.1.4.1.1.6.1';

const studies = [
  {
    patient: 1,
    day: '20240305',
    modality: 'CT',
    sopClass: ct,
    text: 'CT ngực mô phỏng',
    images: 4,
  },
  {
    patient: 1,
    day: '20250110',
    modality: 'CT',
    sopClass: ct,
    text: 'CT bụng mô phỏng',
    images: 4,
  },
  { patient: 2, day: '20250214', modality: 'MR', sopClass: mr, text: 'MR sọ mô phỏng', images: 3 },
  {
    patient: 3,
    day: '20250320',
    modality: 'DX',
    sopClass: dx,
    text: 'X-quang ngực mô phỏng',
    images: 2,
  },
  { patient: 0, day: '20250402', modality: 'CT', sopClass: ct, text: 'CT kiểm thử', images: 2 },
  {
    patient: 4,
    day: '20250401',
    modality: 'US',
    sopClass: us,
    text: 'Siêu âm mô phỏng',
    images: 1,
  },
] as const satisfies readonly SyntheticStudy[];

/** Patient as the simulated hospital numbers and names it; nobody can have such an id. */
export function syntheticPatient(number: number): Elements {
  return {
    PatientName: `KIỂM THỬ^MÔ PHỎNG ${number}`,
    PatientID: `RISPACS-SIM-${number}`,
    PatientBirthDate: `19${60 + number}0101`,
    PatientSex: number % 2 === 0 ? 'F' : 'M',
  };
}

/** The one patient that the probes ask a PACS for: it can match nothing but test data. */
const probedPatient: Elements = {
  PatientName: 'KIỂM THỬ^RISPACS',
  PatientID: 'RISPACS-TEST',
  PatientBirthDate: '19000101',
  PatientSex: 'O',
};

/** The instances that the simulated PACS holds from the start: their attributes, without pixels. */
export function makeSyntheticInstances(): readonly Elements[] {
  return studies.flatMap((study, index) => makeInstances(study, index + 1));
}

/** The instances of the one patient that the probes ask for. */
export function makeProbedInstances(): readonly Elements[] {
  return makeSyntheticInstances().filter((one) => one.PatientID === probedPatient.PatientID);
}

/** Studies of a usual day, Monday to Friday, by modality. */
const usualDay: readonly Pick<SyntheticStudy, 'modality' | 'sopClass' | 'text' | 'images'>[] = [
  { modality: 'CT', sopClass: ct, text: 'CT mô phỏng', images: 3 },
  { modality: 'DX', sopClass: dx, text: 'X-quang mô phỏng', images: 2 },
  { modality: 'DX', sopClass: dx, text: 'X-quang mô phỏng', images: 1 },
  { modality: 'US', sopClass: us, text: 'Siêu âm mô phỏng', images: 2 },
  { modality: 'MR', sopClass: mr, text: 'MR mô phỏng', images: 2 },
];
const recentDays = 14;
const firstRecentStudy = 101;
const firstRecentPatient = 11;
const recentPatients = 9;
const dayMs = 86_400_000;

/** What came in the two weeks before a day: less on Saturdays and Sundays, so that days can be told apart. */
export function makeRecentInstances(now: Date): readonly Elements[] {
  const noon = new Date(now);
  noon.setHours(12, 0, 0, 0);
  let number = firstRecentStudy;
  return Array.from({ length: recentDays }, (_, before) => {
    const date = new Date(noon.getTime() - (before + 1) * dayMs);
    const day = formatLocalDay(date).replaceAll('-', '');
    const isWeekend = date.getDay() === 0 || date.getDay() === 6;
    return usualDay.slice(0, isWeekend ? 2 : usualDay.length - (before % 2)).flatMap((study) => {
      const patient = firstRecentPatient + (number % recentPatients);
      return makeInstances({ ...study, day, patient }, number++);
    });
  }).flat();
}

interface SyntheticStudy {
  readonly patient: number;
  /** YYYYMMDD. */
  readonly day: string;
  readonly modality: string;
  readonly sopClass: string;
  readonly text: string;
  readonly images: number;
}

function makeInstances(study: SyntheticStudy, number: number): readonly Elements[] {
  const studyUid = `${SIMULATOR_UID_ROOT}.1.${number}`;
  return Array.from({ length: study.images }, (_, image) => ({
    ...(study.patient === 0 ? probedPatient : syntheticPatient(study.patient)),
    StudyInstanceUID: studyUid,
    StudyDate: study.day,
    StudyTime: '083000',
    StudyID: `SIM${number}`,
    AccessionNumber: `SIM${study.day}${number}`,
    StudyDescription: study.text,
    ReferringPhysicianName: 'BÁC SĨ^MÔ PHỎNG',
    SeriesInstanceUID: `${studyUid}.1`,
    SeriesNumber: '1',
    SeriesDescription: study.text,
    Modality: study.modality,
    SOPClassUID: study.sopClass,
    SOPInstanceUID: `${studyUid}.1.${image + 1}`,
    InstanceNumber: String(image + 1),
  }));
}
