import { QUERY_RETRIEVE_SOP_CLASSES } from '../../protocols/dicom/uids.ts';
import { matchesQuery } from '../dicom/match-key.ts';
import { type Elements, queryKeywords, readText, readValues } from '../dicom/read-values.ts';
import {
  type FindResult,
  STATUS_CANNOT_UNDERSTAND,
  STATUS_IDENTIFIER_MISMATCH,
  STATUS_OUT_OF_RESOURCES,
  type StoredObject,
} from '../dicom/services.ts';
import { makeObject } from './make-object.ts';

const maxInstances = 5_000;
const maxArchiveBytes = 256 * 1024 * 1024;

/** Levels of PS3.4 C.6.1.1, from the top, with the key that tells their records apart. */
const levels = [
  { name: 'PATIENT', key: 'PatientID' },
  { name: 'STUDY', key: 'StudyInstanceUID' },
  { name: 'SERIES', key: 'SeriesInstanceUID' },
  { name: 'IMAGE', key: 'SOPInstanceUID' },
] as const;

/** Attributes kept of a stored object; all a query can ask for. */
const keptKeywords = [
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'PatientSex',
  'StudyInstanceUID',
  'StudyDate',
  'StudyTime',
  'StudyID',
  'AccessionNumber',
  'StudyDescription',
  'ReferringPhysicianName',
  'SeriesInstanceUID',
  'SeriesNumber',
  'SeriesDescription',
  'Modality',
  'SOPClassUID',
  'SOPInstanceUID',
  'InstanceNumber',
] as const;

/** The instances of the simulated PACS, in memory, bounded in number and bytes. */
export class Archive {
  readonly #instances = new Map<string, Elements>();
  readonly #objects = new Map<string, StoredObject>();
  #bytes = 0;
  #onStored: (attributes: Elements) => void = () => undefined;

  constructor(instances: readonly Elements[]) {
    for (const one of instances) this.#instances.set(readText(one, 'SOPInstanceUID') ?? '', one);
  }

  /** Tells of every object that is taken from now on; the listener must not throw. */
  watch(onStored: (attributes: Elements) => void): void {
    this.#onStored = onStored;
  }

  /** Gives a patient's instances another name, as an archive does that hears of updates (IHE RAD-12). */
  rename(patientId: string, name: string): void {
    this.#change(patientId, { PatientName: name });
  }

  /** One patient's instances become another's (HL7 v2.5.1 3.3.40). */
  merge(formerId: string, patientId: string, name: string): void {
    this.#change(formerId, { PatientID: patientId, PatientName: name });
  }

  /** Number of instances held. */
  get size(): number {
    return this.#instances.size;
  }

  /** An object that was stored, as it came; `undefined` for the synthetic ones. */
  object(sopInstanceUid: string): StoredObject | undefined {
    return this.#objects.get(sopInstanceUid);
  }

  /** Attributes of an instance; `undefined` when it is not held. */
  attributes(sopInstanceUid: string): Elements | undefined {
    return this.#instances.get(sopInstanceUid);
  }

  /** A whole object to be sent: as it came, or made for a synthetic instance. `undefined` when it is not held. */
  retrieve(sopInstanceUid: string): StoredObject | undefined {
    const attributes = this.#instances.get(sopInstanceUid);
    if (attributes === undefined) return undefined;
    return this.#objects.get(sopInstanceUid) ?? makeObject(attributes);
  }

  /**
   * The instances that a retrieve identifier asks for by its unique keys (PS3.4 C.4.2.2.1), or `undefined` when it is
   * not one: a level that is not there, or the key of that level without a value.
   */
  select(query: Elements): readonly string[] | undefined {
    const level = levels.findIndex((one) => one.name === readText(query, 'QueryRetrieveLevel'));
    const keys = levels.slice(0, level + 1).map((one) => one.key);
    const last = keys.at(-1);
    if (last === undefined || readValues(query[last]).length === 0) return undefined;
    return [...this.#instances].flatMap(([uid, instance]) =>
      keys.every((key) => {
        const wanted = readValues(query[key]);
        return wanted.length === 0 || wanted.includes(readText(instance, key) ?? '');
      })
        ? [uid]
        : [],
    );
  }

  /** Records of one level that match a query, with every attribute that is known of them. */
  records(level: 'STUDY' | 'SERIES' | 'IMAGE', query: Elements): readonly Elements[] {
    return this.#group(levels.find((one) => one.name === level)?.key ?? '').filter((record) =>
      matchesQuery(record, query),
    );
  }

  /** Takes an object; storing one again replaces it. Returns the C-STORE status. */
  store(object: StoredObject): number {
    const { elements } = object;
    const kept: Elements = {
      ...Object.fromEntries(
        keptKeywords.flatMap((keyword) => {
          const text = readText(elements, keyword);
          return text === undefined ? [] : [[keyword, text]];
        }),
      ),
      SOPClassUID: object.sopClassUid,
      SOPInstanceUID: object.sopInstanceUid,
    };
    // The library reads on after garbage, so that it looks like a data set with nothing in it.
    if (!kept.StudyInstanceUID || !kept.SeriesInstanceUID || object.sopInstanceUid === '') {
      return STATUS_CANNOT_UNDERSTAND;
    }
    const replaced = this.#objects.get(object.sopInstanceUid)?.bytes.length ?? 0;
    const bytes = this.#bytes - replaced + object.bytes.length;
    const isNew = !this.#instances.has(object.sopInstanceUid);
    if (bytes > maxArchiveBytes || (isNew && this.size >= maxInstances)) {
      return STATUS_OUT_OF_RESOURCES;
    }
    this.#bytes = bytes;
    this.#instances.set(object.sopInstanceUid, kept);
    this.#objects.set(object.sopInstanceUid, object);
    this.#onStored(kept);
    return 0;
  }

  /** Forgets a study; the number of instances that it had. */
  removeStudy(studyInstanceUid: string): number {
    const uids = [...this.#instances].flatMap(([uid, instance]) =>
      readText(instance, 'StudyInstanceUID') === studyInstanceUid ? [uid] : [],
    );
    for (const uid of uids) {
      this.#bytes -= this.#objects.get(uid)?.bytes.length ?? 0;
      this.#objects.delete(uid);
      this.#instances.delete(uid);
    }
    return uids.length;
  }

  /** Answers a patient root or study root query (PS3.4 C.6). */
  find(sopClassUid: string, query: Elements): FindResult {
    const level = levels.findIndex((one) => one.name === readText(query, 'QueryRetrieveLevel'));
    const isPatientRoot = sopClassUid === QUERY_RETRIEVE_SOP_CLASSES.patientRootFind.uid;
    const found = levels[level];
    if (found === undefined || (level === 0 && !isPatientRoot)) {
      return { kind: 'failed', status: STATUS_IDENTIFIER_MISMATCH };
    }
    const records = this.#group(found.key)
      .filter((record) => matchesQuery(record, query))
      .map((record) => ({
        ...pick(record, [...queryKeywords(query), found.key]),
        QueryRetrieveLevel: found.name,
        SpecificCharacterSet: 'ISO_IR 192',
      }));
    return { kind: 'records', records };
  }

  #change(patientId: string, changes: Elements): void {
    for (const [uid, instance] of this.#instances)
      if (readText(instance, 'PatientID') === patientId)
        this.#instances.set(uid, { ...instance, ...changes });
  }

  #group(key: string): Elements[] {
    const groups = new Map<string, Elements[]>();
    for (const instance of this.#instances.values()) {
      const value = readText(instance, key) ?? '';
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [instance]);
      else group.push(instance);
    }
    return [...groups.values()].map((group) => summarise(group));
  }
}

function summarise(group: readonly Elements[]): Elements {
  const distinct = (keyword: string): string[] => [
    ...new Set(group.flatMap((one) => readText(one, keyword) ?? [])),
  ];
  return {
    ...group[0],
    ModalitiesInStudy: distinct('Modality'),
    NumberOfPatientRelatedStudies: String(distinct('StudyInstanceUID').length),
    NumberOfStudyRelatedSeries: String(distinct('SeriesInstanceUID').length),
    NumberOfStudyRelatedInstances: String(group.length),
    NumberOfSeriesRelatedInstances: String(group.length),
  };
}

/** Only what was asked for goes back (PS3.4 C.4.1.1.3.2). */
function pick(record: Elements, keywords: readonly string[]): Elements {
  return Object.fromEntries(
    keywords.flatMap((keyword) => (keyword in record ? [[keyword, record[keyword]]] : [])),
  );
}
