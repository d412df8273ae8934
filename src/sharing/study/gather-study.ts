import { classifyModalities } from '../../probes/dicom-growth/modalities.ts';
import { CURRENT_STORAGE_SOP_CLASSES } from '../../protocols/dicom/index.ts';
import type { ImagePatient } from '../record/match-patient.ts';
import type { ResultRow } from '../result/read-result.ts';
import { readTimes } from './check-times.ts';
import type { StudyObject } from './object-reader.ts';
import type { SlicePlace } from './slice-stack.ts';

/** What is kept of one series while its objects pass: a few numbers each, no text of the patient. */
export interface GatheredSeries {
  readonly uid: string;
  readonly modality: string;
  objects: number;
  readonly numbers: Map<number, number>;
  objectsWithoutNumber: number;
  readonly slices: SlicePlace[];
  readonly declaredObjects: Set<number>;
  /** How many images there are of each size, `rows×columns`. */
  readonly sizes: Map<string, number>;
  readonly runs: { readonly frames: number; readonly time?: string; readonly number: number }[];
}

/** Objects of one study so far. */
export class GatheredStudy {
  readonly uid: string;
  readonly series = new Map<string, GatheredSeries>();
  readonly #hashes = new Map<string, string>();
  /** Patients told apart by identifier, name and birth date together; in memory only. */
  readonly patients = new Set<string>();
  readonly declaredObjects = new Set<number>();
  readonly declaredSeries = new Set<number>();
  objects = 0;
  notPart10 = 0;
  incompletePixels = 0;
  conflictingObjects = 0;
  unknownSopClasses = 0;
  derivedObjects = 0;
  lossyObjects = 0;
  spoiltNames = 0;
  namesBeyondAscii = 0;
  readonly without = { name: 0, birthDate: 0, sex: 0, patientId: 0, issuer: 0, time: 0 };
  implausibleTimes = 0;
  comparedTimes = 0;
  perhapsNationalId = false;
  /** As the first object names them; for comparing with the record, in memory only. */
  patient: ImagePatient | undefined;
  firstDay: string | undefined;
  /** Objects for which an element was there at all: a PACS need not answer what is optional (PS3.4 C.2.2.1.3). */
  readonly told = { imageType: 0, lossy: 0, sopClass: 0, acquisition: 0, sizes: 0 };
  studyTimeMissing = 0;
  /** Written results among the objects. */
  readonly results: ResultRow[] = [];

  constructor(uid: string) {
    this.uid = uid;
  }

  /** Takes one object. A second copy of the same content counts once. */
  add(object: StudyObject, part10: boolean, checkedOn: string): void {
    const known = this.#hashes.get(object.sopInstanceUid);
    if (known !== undefined) {
      if (known !== object.datasetSha256) this.conflictingObjects += 1;
      return;
    }
    this.#hashes.set(object.sopInstanceUid, object.datasetSha256);
    this.objects += 1;
    if (!part10) this.notPart10 += 1;
    if (object.pixels === 'incomplete') this.incompletePixels += 1;
    if (object.sopClassUid !== '') this.told.sopClass += 1;
    if (!STANDARD_CLASSES.has(object.sopClassUid)) this.unknownSopClasses += 1;
    if (object.result !== undefined && this.results.length < MAX_RESULTS)
      this.results.push(object.result);
    this.#addPatient(object);
    this.#addSigns(object);
    const times = readTimes(object, checkedOn);
    if (!times.filled) this.without.time += 1;
    if (!object.text('studyDate')?.trim() || !object.text('studyTime')?.trim())
      this.studyTimeMissing += 1;
    if (times.plausible !== undefined) this.comparedTimes += 1;
    if (times.plausible === false) this.implausibleTimes += 1;
    this.firstDay ??= times.studyDay;
    this.#addToSeries(object);
  }

  /** Of a study without objects there are none. */
  hashOf(sopInstanceUid: string): string | undefined {
    return this.#hashes.get(sopInstanceUid);
  }

  /** Takes over the counts (0020,1206..1209) that a PACS declares of the same study. */
  takeDeclared(listed: GatheredStudy): void {
    for (const count of listed.declaredObjects) this.declaredObjects.add(count);
    for (const count of listed.declaredSeries) this.declaredSeries.add(count);
    for (const [uid, { declaredObjects }] of listed.series)
      for (const count of declaredObjects) this.series.get(uid)?.declaredObjects.add(count);
  }

  /** Notes whose study it is; several patients in one study contradict each other. */
  addPatientOf(text: StudyObject['text']): void {
    const [id = '', name = '', birthDate = ''] = (
      ['patientId', 'patientName', 'patientBirthDate'] as const
    ).map((tag) => text(tag)?.trim() ?? '');
    this.patients.add(JSON.stringify([id, name.normalize('NFC'), birthDate]));
  }

  #addPatient(object: StudyObject): void {
    const name = object.text('patientName')?.trim() ?? '';
    const id = object.text('patientId')?.trim() ?? '';
    const birthDate = object.text('patientBirthDate')?.trim() ?? '';
    this.patient ??= { name, id, birthDate, sex: object.text('patientSex')?.trim() ?? '' };
    this.addPatientOf(object.text);
    if (name.replace(/[\^= ]/g, '') === '') this.without.name += 1;
    if (id === '') this.without.patientId += 1;
    if (birthDate === '') this.without.birthDate += 1;
    if (!object.text('patientSex')?.trim()) this.without.sex += 1;
    if (!object.text('issuerOfPatientId')?.trim()) this.without.issuer += 1;
    if (/^\d{12}$/.test(id)) this.perhapsNationalId = true;
    if (object.nameProblems.length > 0) this.spoiltNames += 1;
    if (/[^\0-\x7f]/.test(name)) this.namesBeyondAscii += 1;
  }

  #addSigns(object: StudyObject): void {
    const imageType = (object.text('imageType') ?? '').toUpperCase().split('\\');
    const derived =
      imageType[0] === 'DERIVED' ||
      imageType[1] === 'SECONDARY' ||
      (object.text('derivationDescription') ?? '').trim() !== '';
    if (derived) this.derivedObjects += 1;
    if (imageType[0] !== '') this.told.imageType += 1;
    const lossy = object.text('lossyImageCompression')?.trim() ?? '';
    if (lossy !== '') this.told.lossy += 1;
    if (lossy === '01') this.lossyObjects += 1;
  }

  #addToSeries(object: StudyObject): void {
    const series = this.#seriesOf(object);
    series.objects += 1;
    const number = object.number('instanceNumber');
    if (number === undefined) series.objectsWithoutNumber += 1;
    else series.numbers.set(number, (series.numbers.get(number) ?? 0) + 1);
    const place = readPlace(object);
    if (place !== undefined) series.slices.push(place);
    note(series.declaredObjects, object.number('objectsInSeries'));
    note(this.declaredObjects, object.number('objectsInStudy'));
    note(this.declaredSeries, object.number('seriesInStudy'));
    const rows = object.number('rows');
    if (rows !== undefined) {
      this.told.sizes += 1;
      const size = `${rows}×${object.number('columns') ?? 0}`;
      series.sizes.set(size, (series.sizes.get(size) ?? 0) + 1);
    }
    if (series.modality === 'XA') series.runs.push(readRun(object, series.runs.length));
  }

  #seriesOf(object: StudyObject): GatheredSeries {
    const known = this.series.get(object.seriesInstanceUid);
    if (known !== undefined) return known;
    const made: GatheredSeries = {
      uid: object.seriesInstanceUid,
      // A Defined Term or nothing: whatever else stands there could be anybody's name.
      modality: classifyModalities(object.text('modality'))[0] ?? '?',
      objects: 0,
      numbers: new Map(),
      objectsWithoutNumber: 0,
      slices: [],
      declaredObjects: new Set(),
      sizes: new Map(),
      runs: [],
    };
    this.series.set(object.seriesInstanceUid, made);
    return made;
  }
}

/** Of one study; a dozen is much. */
const MAX_RESULTS = 200;

const STANDARD_CLASSES: ReadonlySet<string> = new Set(
  CURRENT_STORAGE_SOP_CLASSES.map((one) => one.uid),
);

function note(seen: Set<number>, value: number | undefined): void {
  if (value !== undefined) seen.add(value);
}

function readPlace(object: StudyObject): SlicePlace | undefined {
  const numbers = (text: string | undefined): number[] =>
    (text ?? '').split('\\').map((one) => Number.parseFloat(one));
  const position = numbers(object.text('imagePosition'));
  const orientation = numbers(object.text('imageOrientation'));
  const known = [...position, ...orientation].every((one) => Number.isFinite(one));
  return known && position.length === 3 && orientation.length === 6
    ? { position, orientation }
    : undefined;
}

function readRun(object: StudyObject, before: number): GatheredSeries['runs'][number] {
  const time = /^(\d\d)(\d\d)(\d\d)/.exec(
    object.text('acquisitionTime') ?? object.text('acquisitionDateTime')?.slice(8) ?? '',
  );
  return {
    number: object.number('acquisitionNumber') ?? object.number('instanceNumber') ?? before + 1,
    frames: object.number('numberOfFrames') ?? 1,
    ...(time && { time: `${time[1]}:${time[2]}:${time[3]}` }),
  };
}
