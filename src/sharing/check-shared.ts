import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import type { EvidenceRecord, FactRow, FactTables } from '../evidence/evidence.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { tellBound, tellMediaProblem } from '../media/messages.ts';
import type { SharingResultRow } from '../probes/sharing/facts.ts';
import type { SharingCase } from './case-file.ts';
import { checkMessages } from './check-messages.ts';
import { judgeSharing, summariseSharing } from './judge-sharing.ts';
import { describeLaboratories } from './lab-rows.ts';
import { matchPatient } from './record/match-patient.ts';
import { type PatientRecord, readPatientRecord } from './record/patient-record.ts';
import { readResult } from './result/read-result.ts';
import type { SharingRule, SharingRules } from './rule-schema.ts';
import type { SharingSubject } from './sharing-report.ts';
import { describeStudy } from './study/describe-study.ts';
import { readStudies, type StudiesRead } from './study/read-studies.ts';

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
  for (const file of check.results) results.push(readResult(await readWhole(file, check.language)));
  const notes: string[] = [];
  const subjects: SharingSubject[] = [];
  for (const from of check.paths) {
    check.onProgress(words.reading(from));
    const outcome = await readStudies(path.resolve(from), check.checkedOn, check.signal);
    if (!outcome.ok) {
      throw new UserError(`${from}: ${tellMediaProblem(outcome.problem, check.language)}`);
    }
    const { read } = outcome;
    notes.push(...tellReading(from, read, check));
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
      const facts = {
        'sharing.study': [rows.study],
        'sharing.series': rows.series,
        ...(rows.runs.length > 0 && { 'sharing.run': rows.runs }),
        ...(matched && { 'sharing.match': matched }),
        ...(results.length > 0 && {
          'sharing.result': results.map((one) => ({ study: label, ...one })),
        }),
      };
      const told = [
        ...words.tellStudy(rows),
        ...(records.length > 0 && matched === undefined ? [words.notInRecord] : []),
      ];
      subjects.push(judgeSubject(label, 'study', facts, told, check));
    }
  }
  if (check.isTransfer) {
    const row = {
      package: words.transfer,
      hasResult: results.some((one) => one.form !== 'other'),
      hasImages: subjects.length > 0,
    };
    subjects.push(
      judgeSubject(words.transfer, 'transfer', { 'sharing.transfer': [row] }, [], check),
    );
  }
  for (const pair of check.given.laboratories) {
    const { label, laboratory, techniques } = describeLaboratories(pair);
    const facts = {
      'sharing.laboratory': [laboratory],
      ...(techniques.length > 0 && { 'sharing.technique': techniques }),
    };
    subjects.push(judgeSubject(label, 'laboratory', facts, [], check));
  }
  return { subjects, notes };
}

function judgeSubject(
  label: string,
  about: SharingRule['about'],
  found: FactTables,
  notes: readonly string[],
  check: SharedCheck,
): SharingSubject {
  const decisions: FactRow[] = check.given.decisions.filter((one) => one.about === label);
  const facts: FactTables = {
    ...found,
    ...(decisions.length > 0 && { 'sharing.decision': decisions }),
  };
  const record: EvidenceRecord = {
    id: `sharing-${label}`,
    kind: 'probe',
    probe: 'sharing',
    probeVersion: 1,
    subject: label,
    subjectId: label,
    startedAt: `${check.checkedOn}T00:00:00+07:00`,
    durationMs: 0,
    notes: [],
    attachments: [],
    state: 'observed',
    facts,
  };
  const findings = judgeSharing({
    rules: check.rules,
    evidence: [record, ...check.statements],
    about,
    checkedOn: check.checkedOn,
    language: check.language,
  });
  return {
    label,
    about,
    facts: plainFacts(facts),
    notes: [...notes],
    findings: findings.map((one) => ({
      ...one,
      evidence: [...one.evidence],
      missing: [...one.missing],
    })),
    standing: summariseSharing(findings),
  };
}

/** Facts as JSON holds them: no column whose value is not known. */
function plainFacts(facts: FactTables): SharingSubject['facts'] {
  return Object.fromEntries(
    Object.entries(facts).map(([group, rows]) => [
      group,
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).flatMap(([column, value]) =>
            value === undefined
              ? []
              : [[column, typeof value === 'object' ? value.map(String) : value]],
          ),
        ),
      ),
    ]),
  );
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
