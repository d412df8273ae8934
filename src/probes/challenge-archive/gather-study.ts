import { judgeObject, type Originals, showImage } from '../../challenge-artefacts/index.ts';
import { type PixelCodecs, readHead } from '../../pixels/index.ts';
import type { ReadDataset } from '../../protocols/dicom/index.ts';
import { MAX_DOCUMENT_BYTES, readDocument } from '../../structured-report/index.ts';
import { isTestPatientId, TEST_PATIENT_PERSON_NAME } from '../../synthetic/index.ts';
import { isDocumentClass } from './artefact-kind.ts';
import type { AddedObject, ArrivedObject, FoundOriginal } from './studies.ts';

const PATIENT = { id: 0x00100020, name: 0x00100010, birthDate: 0x00100030, sex: 0x00100040 };
const ACCESSION_NUMBER = 0x00080050;
const IMAGE_TYPE = 0x00080008;

/** As the recipe writes them. */
const TEST_BIRTH_DATE = '19000101';
const TEST_SEX = 'O';

/** Kept until all have come: enough for a study that many people tried. */
const MAX_KEPT = 200;
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** Takes the objects of one study as they come, compares each, and lets go of its bytes. */
export class StudyGatherer {
  readonly originals: FoundOriginal[] = [];
  readonly added: AddedObject[] = [];
  patientKept: boolean | undefined;
  accessionKept: boolean | undefined;
  readonly #originals: Originals;
  readonly #codecs: PixelCodecs;
  readonly #signal: AbortSignal;
  readonly #seen = new Set<string>();
  #keptBytes = 0;

  constructor(originals: Originals, codecs: PixelCodecs, signal: AbortSignal) {
    this.#originals = originals;
    this.#codecs = codecs;
    this.#signal = signal;
  }

  /** Objects that came, each counted once. */
  get count(): number {
    return this.#seen.size;
  }

  async take(object: ArrivedObject): Promise<void> {
    if (this.#seen.has(object.sopInstanceUid)) return;
    this.#seen.add(object.sopInstanceUid);
    if (isDocumentClass(object.sopClassUid)) {
      this.#takeDocument(object);
      return;
    }
    const head = readHead(object);
    const attributes = head.ok ? head.value.attributes : undefined;
    const judged = await judgeObject(object, this.#originals, this.#codecs, this.#signal);
    if (judged.kind === 'original') {
      const { original, pixels } = judged;
      const { sopInstanceUid, seriesInstanceUid } = object;
      this.originals.push({ original, sopInstanceUid, seriesInstanceUid, pixels });
      if (attributes) this.#compareIdentity(attributes);
      return;
    }
    if (!isOfTestPatient(attributes)) return;
    const isAcquired = /^ORIGINAL\b/.test(attributes?.text(IMAGE_TYPE)?.trim() ?? '');
    // Another study's images are only counted.
    const image = isAcquired ? undefined : judged.image;
    const png = image && (await showImage(image));
    this.#add(object, isAcquired, png && { kind: 'picture', png });
  }

  #takeDocument(object: ArrivedObject): void {
    const read = readDocument(object);
    // What cannot be read may say anything; it is told as such, and its bytes are looked at again only to say why.
    if (read.ok && !isOfTestPatient(read.value)) return;
    const isKept = object.dataset.length <= MAX_DOCUMENT_BYTES;
    const dataset = isKept ? Buffer.from(object.dataset) : Buffer.alloc(0);
    this.#add(object, false, { kind: 'document', dataset });
  }

  #add(
    { sopClassUid, transferSyntaxUid }: ArrivedObject,
    isAcquired: boolean,
    content: AddedObject['content'],
  ): void {
    const bytes = content?.kind === 'document' ? content.dataset.length : content?.png.length;
    this.#keptBytes += bytes ?? 0;
    const isKept = this.added.length < MAX_KEPT && this.#keptBytes <= MAX_KEPT_BYTES;
    this.added.push({
      sopClassUid,
      transferSyntaxUid,
      isAcquired,
      ...(content && isKept && { content }),
    });
  }

  #compareIdentity(attributes: ReadDataset): void {
    const { study } = this.#originals.challenge;
    const text = (tag: number): string => attributes.text(tag)?.trim() ?? '';
    const isPatientKept =
      text(PATIENT.id) === study.patientId &&
      isSameName(text(PATIENT.name)) &&
      text(PATIENT.birthDate) === TEST_BIRTH_DATE &&
      text(PATIENT.sex) === TEST_SEX;
    const isAccessionKept = text(ACCESSION_NUMBER) === study.accessionNumber;
    this.patientKept = (this.patientKept ?? true) && isPatientKept;
    this.accessionKept = (this.accessionKept ?? true) && isAccessionKept;
  }
}

function isOfTestPatient(attributes: ReadDataset | undefined): boolean {
  return isTestPatientId(attributes?.text(PATIENT.id)?.trim() ?? '');
}

/** An archive that damages letters with marks has not corrected a name. */
function isSameName(name: string): boolean {
  const written = TEST_PATIENT_PERSON_NAME.normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]/g, '');
  const letters = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/\^+$/, '');
  if (letters.replace(/[^A-Za-z0-9]/g, '') === written) return true;
  const pattern = [...TEST_PATIENT_PERSON_NAME.normalize('NFC')].map((letter) =>
    /[\x20-\x7e]/.test(letter) ? letter.replace(/[\^$.*+?()[\]{}|\\]/g, '\\$&') : '.{1,3}',
  );
  return new RegExp(`^${pattern.join('')}\\^*$`, 'su').test(name);
}
