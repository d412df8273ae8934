import type { Challenge } from '../../challenge/index.ts';
import type { DataElement } from '../../protocols/dicom/index.ts';
import { type DicomWebConnection, search } from '../../protocols/dicomweb/index.ts';
import { isTestPatientId } from '../../synthetic/index.ts';
import { askNode, readValue } from '../../test-study/ask-node.ts';
import type { Associated } from '../../test-study/associate.ts';
import { webSilence } from '../../test-study/search-study.ts';
import type { ProbeContext } from '../contract.ts';
import type { FoundBy, ListedStudy } from './studies.ts';

/** A study before its objects are listed. */
export type StudyCandidate = Omit<ListedStudy, 'instances'>;

/** The studies that may be ours, and why a question has no complete answer. */
export interface StudySearch {
  readonly candidates: readonly StudyCandidate[];
  readonly problems: readonly string[];
}

const TAGS = {
  accessionNumber: 0x00080050,
  queryLevel: 0x00080052,
  patientId: 0x00100020,
  studyInstanceUid: 0x0020000d,
} as const;

/** An archive that ignores a key would send its whole list. */
const mostAnswers = 100;
/** Test studies of one patient that are looked into. */
const mostCandidates = 12;

interface StudyAnswer {
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly accessionNumber: string;
}

/** Takes answers that carry one of our identifiers, and drops every other. */
class CandidateList {
  readonly #found = new Map<string, StudyAnswer & { readonly foundBy: Set<FoundBy> }>();
  readonly #challenge: Challenge;

  constructor(challenge: Challenge) {
    this.#challenge = challenge;
  }

  take(answer: StudyAnswer): void {
    const { study } = this.#challenge;
    const foundBy: FoundBy[] = [];
    if (answer.studyInstanceUid === study.studyInstanceUid) foundBy.push('study-uid');
    if (answer.patientId === study.patientId) foundBy.push('patient-id');
    if (answer.accessionNumber === study.accessionNumber) foundBy.push('accession');
    if (foundBy.length === 0 || answer.studyInstanceUid === '') return;
    const known = this.#found.get(answer.studyInstanceUid);
    if (known === undefined) {
      this.#found.set(answer.studyInstanceUid, { ...answer, foundBy: new Set(foundBy) });
    } else for (const one of foundBy) known.foundBy.add(one);
  }

  /** Those that have most of ours first. */
  list(): readonly StudyCandidate[] {
    return [...this.#found.values()]
      .sort((a, b) => b.foundBy.size - a.foundBy.size)
      .slice(0, mostCandidates);
  }
}

const keysOf = ({ study }: Challenge) =>
  [
    [TAGS.studyInstanceUid, 'StudyInstanceUID', study.studyInstanceUid],
    [TAGS.patientId, 'PatientID', study.patientId],
    [TAGS.accessionNumber, 'AccessionNumber', study.accessionNumber],
  ] as const;

/** Asks a node by C-FIND at study level, once by each of our identifiers. */
export async function findStudies(
  opened: Extract<Associated, { ok: true }>,
  challenge: Challenge,
  { language, signal }: Pick<ProbeContext, 'language' | 'signal'>,
): Promise<StudySearch> {
  const list = new CandidateList(challenge);
  const problems = new Set<string>();
  for (const [tag, , value] of keysOf(challenge)) {
    if (signal.aborted || opened.association.ending !== undefined) break;
    const text = (key: number): string => (key === tag ? value : '');
    const keys: DataElement[] = [
      { tag: TAGS.queryLevel, vr: 'CS', text: 'STUDY' },
      { tag: TAGS.accessionNumber, vr: 'SH', text: text(TAGS.accessionNumber) },
      { tag: TAGS.patientId, vr: 'LO', text: text(TAGS.patientId) },
      { tag: TAGS.studyInstanceUid, vr: 'UI', text: text(TAGS.studyInstanceUid) },
    ];
    const silence = await askNode(
      opened,
      {
        keys,
        mostAnswers,
        onAnswer: (dataset) =>
          list.take({
            studyInstanceUid: readValue(dataset, TAGS.studyInstanceUid) ?? '',
            patientId: readValue(dataset, TAGS.patientId) ?? '',
            accessionNumber: readValue(dataset, TAGS.accessionNumber) ?? '',
          }),
      },
      language,
    );
    if (silence) problems.add(silence.detail);
  }
  return { candidates: list.list(), problems: [...problems] };
}

/** Asks a DICOMweb service by QIDO-RS, once by each of our identifiers. */
export async function searchStudies(
  connection: DicomWebConnection,
  challenge: Challenge,
  { language, signal }: Pick<ProbeContext, 'language' | 'signal'>,
): Promise<StudySearch> {
  const list = new CandidateList(challenge);
  const problems = new Set<string>();
  for (const [, name, value] of keysOf(challenge)) {
    if (signal.aborted) break;
    const found = await search(connection, {
      level: 'studies',
      match: { [name]: value },
      limit: mostAnswers,
    });
    if (found.kind !== 'answered') {
      problems.add(webSilence(found, language).detail);
      continue;
    }
    for (const one of found.matches) {
      const read = (tag: number): string => one.text(tag)?.trim() ?? '';
      list.take({
        studyInstanceUid: read(TAGS.studyInstanceUid),
        patientId: read(TAGS.patientId),
        accessionNumber: read(TAGS.accessionNumber),
      });
    }
  }
  return { candidates: list.list(), problems: [...problems] };
}

/** Whether a whole study may be fetched: of any other patient only what the recipe itself made. */
export function mayFetchAll({ patientId }: Pick<ListedStudy, 'patientId'>): boolean {
  return isTestPatientId(patientId);
}
