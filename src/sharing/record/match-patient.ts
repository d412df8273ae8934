import type { SharingMatchRow } from '../../probes/sharing/facts.ts';
import { compareCodes, compareNames } from './compare-text.ts';
import type { PatientRecord } from './patient-record.ts';

/** The patient as the images name them. In memory only. */
export interface ImagePatient {
  readonly name: string;
  readonly id: string;
  readonly birthDate: string;
  readonly sex: string;
}

/** Rows for one study; `undefined` when a list of several patients has none with this identifier. */
export function matchPatient(
  study: string,
  onImages: ImagePatient,
  records: readonly PatientRecord[],
): SharingMatchRow[] | undefined {
  const only = records.length === 1 ? records[0] : undefined;
  const record = only ?? records.find((one) => one.ids.includes(onImages.id.trim()));
  if (record === undefined) return undefined;
  const id = record.ids.includes(onImages.id.trim()) ? onImages.id : (record.ids[0] ?? '');
  return [
    { study, field: 'name', verdict: compareNames(onImages.name, record.name) },
    { study, field: 'patient-id', verdict: compareCodes(onImages.id, id) },
    { study, field: 'birth-date', verdict: compareCodes(onImages.birthDate, record.birthDate) },
    { study, field: 'sex', verdict: compareCodes(onImages.sex, record.sex) },
  ];
}
