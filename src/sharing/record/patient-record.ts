import { decodeTable, readCsv } from '../../files/read-csv.ts';
import { readMessage } from '../../protocols/hl7/er7.ts';
import { stripMarks } from './compare-text.ts';

/** A patient as the hospital's record has them. In memory only. */
export interface PatientRecord {
  readonly name: string;
  /** Every identifier that the record gives: the hospital's own number, the insurance card, the identity number. */
  readonly ids: readonly string[];
  /** YYYYMMDD, as DICOM writes it; empty when not given. */
  readonly birthDate: string;
  /** M, F, O or empty (PS3.3 C.7.1.1). */
  readonly sex: string;
}

/** What a file from the HIS holds, or why it is no record. */
export type RecordReading =
  | { readonly ok: true; readonly patients: readonly PatientRecord[] }
  | {
      readonly ok: false;
      readonly reason: 'not-a-record' | 'no-patient' | 'no-columns' | 'broken-table';
    };

const MAX_PATIENTS = 100_000;

/** Column names that hospitals write, without marks, spaces and case. */
const COLUMNS = {
  id: ['manguoibenh', 'mabenhnhan', 'mabn', 'pid', 'patientid', 'mayte'],
  name: ['hoten', 'hovaten', 'tennguoibenh', 'tenbenhnhan', 'name', 'patientname'],
  birthDate: ['ngaysinh', 'namsinh', 'birthdate', 'dob'],
  sex: ['gioitinh', 'gioi', 'sex', 'gender'],
} as const;

/**
 * Reads patients from an HL7 v2 message (PID-3, PID-5, PID-7, PID-8 of every PID segment) or from a table with a header
 * line. Never throws for what is in the file.
 */
export function readPatientRecord(bytes: Uint8Array): RecordReading {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  if (/^(\u00ef\u00bb\u00bf)?[\s\v]*(MSH|FHS|BHS)/.test(start)) return readHl7(bytes);
  return readTable(bytes);
}

function readHl7(bytes: Uint8Array): RecordReading {
  const reading = readMessage(bytes);
  if (reading.kind !== 'message') return { ok: false, reason: 'not-a-record' };
  const patients = reading.message
    .segmentsOf('PID')
    .slice(0, MAX_PATIENTS)
    .map((segment): PatientRecord => {
      const ids = Array.from({ length: 20 }, (_, index) =>
        segment.get({ field: 3, repetition: index + 1, component: 1 }),
      ).flatMap((one) => (one === undefined || one === '' ? [] : [one]));
      const name = [1, 2, 3]
        .flatMap((component) => segment.get({ field: 5, component }) || [])
        .join(' ');
      return {
        name,
        ids,
        birthDate: (segment.get({ field: 7 }) ?? '').slice(0, 8),
        sex: readSex(segment.get({ field: 8 }) ?? ''),
      };
    });
  return patients.length === 0 ? { ok: false, reason: 'no-patient' } : { ok: true, patients };
}

function readTable(bytes: Uint8Array): RecordReading {
  const table = readCsv(decodeTable(bytes));
  if (table.unclosedAt !== undefined) return { ok: false, reason: 'broken-table' };
  const [header, ...rows] = table.records;
  if (header === undefined) return { ok: false, reason: 'not-a-record' };
  const names = header.cells.map((cell) =>
    stripMarks(cell)
      .toLowerCase()
      .replace(/[^a-z]/g, ''),
  );
  const at = (known: readonly string[]): number => names.findIndex((one) => known.includes(one));
  const columns = {
    id: at(COLUMNS.id),
    name: at(COLUMNS.name),
    birthDate: at(COLUMNS.birthDate),
    sex: at(COLUMNS.sex),
  };
  if (columns.id < 0 || columns.name < 0) return { ok: false, reason: 'no-columns' };
  const patients = rows.slice(0, MAX_PATIENTS).map(({ cells }): PatientRecord => {
    const id = cells[columns.id] ?? '';
    return {
      name: cells[columns.name] ?? '',
      ids: id === '' ? [] : [id],
      birthDate: readDay(cells[columns.birthDate] ?? ''),
      sex: readSex(cells[columns.sex] ?? ''),
    };
  });
  return patients.length === 0 ? { ok: false, reason: 'no-patient' } : { ok: true, patients };
}

/** 1980-05-17, 17/05/1980 and 19800517; a year alone cannot be compared with a date. */
function readDay(text: string): string {
  const iso = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(text.trim());
  if (iso) return `${iso[1]}${iso[2]}${iso[3]}`;
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
  return local ? `${local[3]}${local[2]?.padStart(2, '0')}${local[1]?.padStart(2, '0')}` : '';
}

function readSex(text: string): string {
  const plain = stripMarks(text).trim().toUpperCase();
  if (['M', 'NAM', 'MALE', '1'].includes(plain)) return 'M';
  if (['F', 'NU', 'FEMALE', '2'].includes(plain)) return 'F';
  return plain === 'O' || plain === 'KHAC' ? 'O' : '';
}
