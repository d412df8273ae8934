import { matchesQuery } from '../dicom/match-key.ts';
import { type Elements, queryKeywords, readItems, readText } from '../dicom/read-values.ts';
import type { FindResult } from '../dicom/services.ts';
import { stripValue } from '../dicom/strip-marks.ts';
import { SIMULATOR_UID_ROOT, syntheticPatient } from '../pacs/synthetic-studies.ts';
import { SOUND_WORKLIST, type WorklistBehaviour } from './behaviour.ts';

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
  readonly #behaviour: Omit<WorklistBehaviour, 'mpps'>;

  /** @param behaviour - what becomes of items on their way out */
  constructor(behaviour: Omit<WorklistBehaviour, 'mpps'> = SOUND_WORKLIST) {
    this.#behaviour = behaviour;
  }

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

  /** The entry of a placer order number; `undefined` when there is none. */
  entry(placerOrderNumber: string): WorklistEntry | undefined {
    return this.#entries.get(placerOrderNumber);
  }

  /** The entry whose examination gave an image, by accession number or study; `undefined` when none did. */
  entryOfImage(image: Elements): WorklistEntry | undefined {
    const accession = readText(image, 'AccessionNumber') ?? '';
    const study = readText(image, 'StudyInstanceUID') ?? '';
    return [...this.#entries.values()].find(
      ({ item }) =>
        (accession !== '' && item.AccessionNumber === accession) ||
        (study !== '' && item.StudyInstanceUID === study),
    );
  }

  /**
   * The examination of an accession number was done: its item says so from now on. The entry; `undefined` when there is
   * none, or it was done before.
   */
  complete(accessionNumber: string): WorklistEntry | undefined {
    const entry = [...this.#entries.values()].find(
      ({ item }) => accessionNumber !== '' && item.AccessionNumber === accessionNumber,
    );
    if (entry === undefined || readStatus(entry) === 'COMPLETED') return undefined;
    this.put(withStatus(entry, 'COMPLETED'));
    return entry;
  }

  /** Changes what an order asked for; what the entry has become stays. False when there is none. */
  change({ placerOrderNumber, patientId, item }: WorklistEntry): boolean {
    const before = this.#entries.get(placerOrderNumber);
    if (before === undefined) return false;
    const { StudyInstanceUID = item.StudyInstanceUID } = before.item;
    const changed = { placerOrderNumber, patientId, item: { ...item, StudyInstanceUID } };
    return this.put(withStatus(changed, readStatus(before)));
  }

  /** Gives a patient's entries another name (HL7 v2.5.1 3.3.8). */
  rename(patientId: string, name: string): void {
    for (const entry of this.entriesOf(patientId))
      this.put({ ...entry, item: { ...entry.item, PatientName: name } });
  }

  /** One patient's entries become another's (HL7 v2.5.1 3.3.40). */
  merge(formerId: string, patientId: string, name: string): void {
    for (const entry of this.entriesOf(formerId))
      this.put({
        ...entry,
        patientId,
        item: { ...entry.item, PatientID: patientId, PatientName: name },
      });
  }

  /** Entries of one patient. */
  entriesOf(patientId: string): readonly WorklistEntry[] {
    return [...this.#entries.values()].filter((one) => one.patientId === patientId);
  }

  /** Answers a modality worklist query (PS3.4 K.4.1). */
  find(query: Elements): FindResult {
    const found = [...this.#entries.values()]
      .map((entry) => showItem(entry, this.#behaviour.items))
      .filter((item) => matchesQuery(item, query))
      .map((item) => pickAsked(item, query));
    const isEchoed = found.length === 0 && this.#behaviour.answers === 'echoes';
    const { PatientID = '', AccessionNumber = '' } = query;
    const records = isEchoed ? [{ PatientID, AccessionNumber }] : found;
    return {
      kind: 'records',
      records: records.map((one) => ({ ...one, SpecificCharacterSet: 'ISO_IR 192' })),
    };
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

/** An item as the worklist shows it. */
function showItem({ item }: WorklistEntry, items: WorklistBehaviour['items']): Elements {
  switch (items) {
    case 'faithful':
      return item;
    case 'no-accession':
      return { ...item, AccessionNumber: '' };
    case 'strips-marks':
      return Object.fromEntries(
        Object.entries(item).map(([keyword, value]) => [keyword, stripValue(value)]),
      );
    case 'other-study':
      return { ...item, StudyInstanceUID: `${SIMULATOR_UID_ROOT}.8.${studyNumber(item)}` };
  }
}

function studyNumber(item: Elements): string {
  return (readText(item, 'StudyInstanceUID') ?? '').replace(/\D/g, '').slice(-9).replace(/^0+/, '');
}

function readStatus({ item }: WorklistEntry): string {
  const [step] = readItems(item.ScheduledProcedureStepSequence);
  return (step && readText(step, 'ScheduledProcedureStepStatus')) ?? 'SCHEDULED';
}

function withStatus(entry: WorklistEntry, status: string): WorklistEntry {
  const [step] = readItems(entry.item.ScheduledProcedureStepSequence);
  return {
    ...entry,
    item: {
      ...entry.item,
      ScheduledProcedureStepSequence: [{ ...step, ScheduledProcedureStepStatus: status }],
    },
  };
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
