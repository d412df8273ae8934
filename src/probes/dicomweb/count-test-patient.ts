import {
  type DicomWebConnection,
  type DicomWebOutcome,
  type SearchResult,
  search,
} from '../../protocols/dicomweb/index.ts';
import { TEST_PATIENT_ID } from '../../synthetic/index.ts';
import { describeDeviations, describeOutcome } from './describe-outcome.ts';
import type { DicomwebQueryRow } from './facts.ts';

/** Most answers we ask for: enough to see that the service searches, few enough to be no load. */
const maxAnswers = 10;
const PATIENT_ID = 0x00100020;

/** A count and what it was made from; the matches are gone. */
export interface PatientCount {
  readonly row: DicomwebQueryRow;
  readonly outcome: DicomWebOutcome<object>;
}

/** Counts what a service has of the test patient at one level; every match is dropped here. */
export async function countTestPatient(
  connection: DicomWebConnection,
  endpoint: string,
  level: DicomwebQueryRow['level'],
  readMs: number,
): Promise<PatientCount> {
  const outcome = await search(
    connection,
    { level, match: { PatientID: TEST_PATIENT_ID }, limit: maxAnswers },
    { signal: AbortSignal.timeout(readMs) },
  );
  const row = {
    endpoint,
    level,
    ...describeOutcome(outcome, 'json'),
    ...(outcome.kind === 'answered' ? countMatches(outcome) : {}),
  };
  if (outcome.kind !== 'answered') return { row, outcome };
  const { kind, status, transport } = outcome;
  return { row, outcome: { kind, status, transport } };
}

function countMatches({ deviations, limitIgnored, matches }: SearchResult) {
  const foreign = matches.filter((match) => {
    const patient = match.text(PATIENT_ID);
    return patient !== undefined && patient.trim() !== TEST_PATIENT_ID;
  });
  return {
    answers: matches.length,
    foreignAnswers: foreign.length,
    capped: matches.length >= maxAnswers,
    limitIgnored,
    ...describeDeviations(deviations),
  };
}
