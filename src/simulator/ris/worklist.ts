import { matchesQuery } from '../dicom/match-key.ts';
import { type Elements, queryKeywords, readItems } from '../dicom/read-values.ts';
import type { FindResult } from '../dicom/services.ts';
import { SIMULATOR_UID_ROOT, syntheticPatient } from '../pacs/synthetic-studies.ts';

const maxEntries = 500;

/** An examination to be done: the identifiers that name it, and its worklist item (PS3.4 K.6.1.2.2). */
export interface WorklistEntry {
  readonly placerOrderNumber: string;
  readonly patientId: string;
  readonly item: Elements;
}

/** The examinations that the simulated RIS has planned. */
export class Worklist {
  readonly #entries = new Map<string, WorklistEntry>();

  /** Adds an entry, or replaces the one of the same placer order number. False when the list is full. */
  put(entry: WorklistEntry): boolean {
    if (!this.#entries.has(entry.placerOrderNumber) && this.#entries.size >= maxEntries) {
      return false;
    }
    this.#entries.set(entry.placerOrderNumber, entry);
    return true;
  }

  /** Takes an entry out. False when there is none of that placer order number. */
  remove(placerOrderNumber: string): boolean {
    return this.#entries.delete(placerOrderNumber);
  }

  /** Takes out the entry of an accession number; `undefined` when there is none. */
  takeByAccession(accessionNumber: string): WorklistEntry | undefined {
    const entry = [...this.#entries.values()].find(
      ({ item }) => accessionNumber !== '' && item.AccessionNumber === accessionNumber,
    );
    if (entry !== undefined) this.#entries.delete(entry.placerOrderNumber);
    return entry;
  }

  /** Entries of one patient. */
  entriesOf(patientId: string): readonly WorklistEntry[] {
    return [...this.#entries.values()].filter((one) => one.patientId === patientId);
  }

  /** Answers a modality worklist query (PS3.4 K.4.1). */
  find(query: Elements): FindResult {
    const records = [...this.#entries.values()]
      .map((entry) => entry.item)
      .filter((item) => matchesQuery(item, query))
      .map((item) => ({ ...pickAsked(item, query), SpecificCharacterSet: 'ISO_IR 192' }));
    return { kind: 'records', records };
  }
}

/** Examinations of the synthetic patients that are planned from the start. */
export function makeSyntheticEntries(day: string): readonly WorklistEntry[] {
  return [1, 2, 3].map((number) => ({
    placerOrderNumber: `SIMPLACER${number}`,
    patientId: `RISPACS-SIM-${number}`,
    item: {
      ...syntheticPatient(number),
      AccessionNumber: `SIMACC${number}`,
      StudyInstanceUID: `${SIMULATOR_UID_ROOT}.2.${number}`,
      RequestedProcedureID: `SIMRP${number}`,
      RequestedProcedureDescription: 'CT ngực mô phỏng',
      PlacerOrderNumberImagingServiceRequest: `SIMPLACER${number}`,
      ScheduledProcedureStepSequence: [
        {
          Modality: 'CT',
          ScheduledStationAETitle: 'CT_SIM',
          ScheduledProcedureStepStartDate: day,
          ScheduledProcedureStepStartTime: `0${7 + number}0000`.slice(-6),
          ScheduledProcedureStepDescription: 'CT ngực mô phỏng',
          ScheduledProcedureStepID: `SIMSPS${number}`,
          ScheduledProcedureStepStatus: 'SCHEDULED',
        },
      ],
    },
  }));
}

/** The attributes asked for; a sequence asked for without keys, or an empty query, means all of them. */
function pickAsked(record: Elements, query: Elements): Elements {
  const asked = queryKeywords(query).filter((keyword) => keyword in record);
  if (asked.length === 0) return record;
  return Object.fromEntries(
    asked.map((keyword) => {
      const value = record[keyword];
      if (!keyword.endsWith('Sequence')) return [keyword, value];
      const keys = readItems(query[keyword])[0] ?? {};
      return [keyword, readItems(value).map((item) => pickAsked(item, keys))];
    }),
  );
}
