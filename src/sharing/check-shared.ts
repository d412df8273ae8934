import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import type { EvidenceRecord } from '../evidence/evidence.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { tellBound, tellMediaProblem } from '../media/messages.ts';
import type { SharingResultRow } from '../probes/sharing/facts.ts';
import type { SharingCase } from './case-file.ts';
import { checkMessages } from './check-messages.ts';
import { type Judging, judgeSubject } from './judge-subject.ts';
import { describeLaboratories } from './lab-rows.ts';
import { matchPatient } from './record/match-patient.ts';
import { type PatientRecord, readPatientRecord } from './record/patient-record.ts';
import { readSignedResult } from './result/read-result.ts';
import type { SharingRules } from './rule-schema.ts';
import type { SharingSubject } from './sharing-report.ts';
import { describeStudy } from './study/describe-study.ts';
import { readStudies, type StudiesRead } from './study/read-studies.ts';
import { tellStudy } from './study/tell-study.ts';

const MOST_RECORD_BYTES = 64 * 1024 * 1024;

/** What one check looks at. */
export interface SharedCheck {
  readonly rules: SharingRules;
  /** Folders, discs and ISO images. */
  readonly paths: readonly string[];
  /** A message or table from the HIS. */
  readonly record?: string | undefined;
  readonly results: readonly string[];
  /** All of it together is what is sent along with a patient. */
  readonly isTransfer: boolean;
  readonly given: Pick<SharingCase, 'laboratories' | 'decisions'>;
  /** Attestations and documents, their files attached already. */
  readonly statements: readonly EvidenceRecord[];
  readonly checkedOn: string;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/**
 * Reads everything named, and judges each study, the transfer and each pair of laboratories by the rules of the draft.
 * Nothing is written, and no patient's data leaves this function.
 * @throws UserError for a path that cannot be read as what it is given for
 */
export async function checkShared(
  check: SharedCheck,
): Promise<{ readonly subjects: SharingSubject[]; readonly notes: string[] }> {
  const words = checkMessages(check.language);
  const records = await readRecords(check);
  const results: Omit<SharingResultRow, 'study'>[] = [];
  for (const file of check.results)
    results.push(await readSignedResult(await readWhole(file, check.language)));
  const judging: Judging = { ...check, decisions: check.given.decisions };
  const notes: string[] = [];
  const subjects: SharingSubject[] = [];
  let hasResult = false;
  for (const [index, from] of check.paths.entries()) {
    check.onProgress(words.reading(from));
    const outcome = await readStudies(path.resolve(from), check.checkedOn, check.signal);
    if (!outcome.ok) {
      throw new UserError(`${from}: ${tellMediaProblem(outcome.problem, check.language)}`);
    }
    const { read } = outcome;
    notes.push(...tellReading(words.source(index + 1), read, check));
    for (const study of read.studies) {
      const label = `ca-${subjects.length + 1}`;
      const { source, broken, directoryMatches, viewerOnMedia } = read;
      const rows = describeStudy(study, {
        label,
        source,
        unreadableObjects: broken,
        ...(directoryMatches !== undefined && { directoryMatches }),
        ...(viewerOnMedia !== undefined && { viewerOnMedia }),
        checkedOn: check.checkedOn,
      });
      const matched =
        study.patient === undefined ? undefined : matchPatient(label, study.patient, records);
      if (study.results.length > 0) hasResult = true;
      const written = [...study.results, ...results];
      const facts = {
        'sharing.study': [rows.study],
        'sharing.series': rows.series,
        ...(rows.runs.length > 0 && { 'sharing.run': rows.runs }),
        ...(matched && { 'sharing.match': matched }),
        ...(written.length > 0 && {
          'sharing.result': written.map((one) => ({ study: label, ...one })),
        }),
      };
      const told = [
        ...tellStudy(
          rows,
          { directory: read.directory, match: matched, results: written },
          check.language,
        ),
        ...(records.length > 0 && matched === undefined ? [words.notInRecord] : []),
      ];
      subjects.push(judgeSubject({ label, about: 'study', facts, notes: told }, judging));
    }
  }
  if (check.isTransfer) {
    const row = {
      package: words.transfer,
      hasResult: hasResult || results.some((one) => one.form !== 'other'),
      hasImages: subjects.length > 0,
    };
    const facts = { 'sharing.transfer': [row] };
    subjects.push(
      judgeSubject({ label: words.transfer, about: 'transfer', facts, notes: [] }, judging),
    );
  }
  for (const pair of check.given.laboratories) {
    const { label, laboratory, techniques } = describeLaboratories(pair);
    const facts = {
      'sharing.laboratory': [laboratory],
      ...(techniques.length > 0 && { 'sharing.technique': techniques }),
    };
    subjects.push(judgeSubject({ label, about: 'laboratory', facts, notes: [] }, judging));
  }
  return { subjects, notes };
}

async function readRecords({ record, language }: SharedCheck): Promise<readonly PatientRecord[]> {
  if (record === undefined) return [];
  const reading = readPatientRecord(await readWhole(record, language));
  if (reading.ok) return reading.patients;
  throw new UserError(checkMessages(language).badRecord(record, reading.reason));
}

async function readWhole(file: string, language: Language): Promise<Buffer> {
  const read = await readBoundedFile(file, MOST_RECORD_BYTES);
  if (read.ok) return read.bytes;
  throw new UserError(checkMessages(language).unreadable(file, read.problem.code));
}

function tellReading(from: string, read: StudiesRead, check: SharedCheck): string[] {
  const words = checkMessages(check.language);
  return [
    ...(read.studies.length === 0 ? [words.noStudy(from)] : []),
    ...(read.studies.length > 1 ? [words.severalStudies(from, read.studies.length)] : []),
    ...(read.broken > 0 ? [words.broken(from, read.broken)] : []),
    ...(read.notRead > 0 ? [words.notRead(from, read.notRead)] : []),
    ...(read.specialEntries > 0 ? [words.specialEntries(from, read.specialEntries)] : []),
    ...[...read.boundsMet].map((bound) => `${from}: ${tellBound(bound, check.language)}`),
  ];
}
