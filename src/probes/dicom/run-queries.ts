import {
  type Association,
  type AssociationResult,
  type ContextProposal,
  EXPLICIT_VR_LITTLE_ENDIAN,
  type FindOutcome,
  IMPLICIT_VR_LITTLE_ENDIAN,
  type NoContextOutcome,
  VERIFICATION_SOP_CLASS,
} from '../../protocols/dicom/index.ts';
import type { DicomTrouble } from '../shared/dicom-trouble.ts';
import type { DicomQueryRow } from './facts.ts';
import type { DicomWords } from './messages.ts';
import { OwnAnswers } from './own-answers.ts';
import type { HarmlessQuery } from './queries.ts';
import type { DicomPatience } from './target.ts';

/** A node that ends every association over a query is not called again and again. */
const mostReopened = 2;
/** A PACS that ignores our keys would send its whole list; this many answers show that it does. */
const mostAnswers = 100;

/** The queries of one node, and what is needed to ask and to tell. */
export interface QueryRound {
  readonly queries: readonly HarmlessQuery[];
  /** Association the first query goes over; it is ended here. */
  readonly first: Association;
  readonly reopen: () => Promise<AssociationResult>;
  readonly common: Pick<DicomQueryRow, 'node' | 'role'>;
  readonly patience: DicomPatience;
  readonly words: DicomWords;
  readonly tell: (trouble: DicomTrouble) => string;
}

/** Verification and one context for each SOP class of the queries, in the transfer syntaxes we encode. */
export function proposeQueries(queries: readonly HarmlessQuery[]): ContextProposal[] {
  const classes = new Set([VERIFICATION_SOP_CLASS, ...queries.map((query) => query.sopClassUid)]);
  return [...classes].map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
  }));
}

/**
 * Answers are counted and dropped: nothing of an identifier is kept but, of our own test patient's, the character set and
 * whether it holds. A node that ends the association over one query
 * is asked the next one on a new association. Every level has its row; one without an answer has no status.
 */
export async function runQueries(
  round: QueryRound,
): Promise<{ readonly rows: DicomQueryRow[]; readonly notes: string[] }> {
  const { common, patience, words, tell } = round;
  const startedAtMs = performance.now();
  const rows: DicomQueryRow[] = [];
  const notes: string[] = [];
  const used = [round.first];
  let association = round.first;
  for (const query of round.queries) {
    const { level } = query;
    const isLate = performance.now() - startedAtMs > patience.allQueriesMs;
    if (isLate || (association.ending !== undefined && used.length > mostReopened)) {
      rows.push({ ...common, level });
      notes.push(isLate ? words.queryNotAsked(level) : words.queryGivenUp(level));
      continue;
    }
    if (association.ending !== undefined) {
      const next = await round.reopen();
      if (next.kind !== 'accepted') {
        rows.push({ ...common, level });
        notes.push(words.queryUnanswered(level, tell(next)));
        continue;
      }
      association = next.association;
      used.push(association);
    }
    const own = new OwnAnswers();
    const found = await association.find({
      sopClassUid: query.sopClassUid,
      identifier: query.identifier,
      maxAnswers: mostAnswers,
      maxMs: patience.queryMs,
      onAnswer: (one) => own.look(one),
    });
    rows.push({ ...common, level, ...readAnswer(found), ...own.facts(), keys: [...query.keys] });
    // A PACS without a worklist is common: the worklist may live in the RIS.
    if (found.kind === 'status' || (level === 'worklist' && common.role !== 'worklist')) continue;
    notes.push(words.queryUnanswered(level, describeSilence(found, words, tell)));
  }
  if (association.ending === undefined) await association.release();
  const deviations = new Set(
    used.flatMap((one) => one.deviations.map((deviation) => words.deviation(deviation))),
  );
  return { rows, notes: [...notes, ...deviations] };
}

function readAnswer(found: FindOutcome | NoContextOutcome): Partial<DicomQueryRow> {
  if (found.kind !== 'status') return {};
  const capped = found.stoppedBy !== undefined;
  // After our C-CANCEL the status is about the cancel, not about the query.
  return { ...(!capped && { status: found.status.code }), answers: found.answers, capped };
}

function describeSilence(
  found: Exclude<FindOutcome | NoContextOutcome, { kind: 'status' }>,
  words: DicomWords,
  tell: (trouble: DicomTrouble) => string,
): string {
  switch (found.kind) {
    case 'no-accepted-context':
      return words.noContext;
    case 'cancel-ignored':
      return words.cancelIgnored;
    default:
      return tell(found);
  }
}
