import type { Language } from '../locale/language.ts';
import {
  chooseEncoding,
  type DataElement,
  encodeDataset,
  type FindOutcome,
  type NoContextOutcome,
  QUERY_RETRIEVE_SOP_CLASSES,
  type ReadDataset,
  readDataset,
} from '../protocols/dicom/index.ts';
import type { Associated, Silence } from './associate.ts';
import { studyMessages } from './messages.ts';

/** Study Root Query/Retrieve - FIND (PS3.4 C.6.2). */
export const STUDY_FIND = QUERY_RETRIEVE_SOP_CLASSES.studyRootFind.uid;

const queryMs = 15_000;

/** One C-FIND. */
export interface NodeQuery {
  readonly keys: readonly DataElement[];
  /** A peer that ignores the key would send its whole archive; more than this it is not asked for. */
  readonly mostAnswers: number;
  readonly onAnswer: (dataset: ReadDataset) => void;
}

/** Asks over an open association; returns why there is no complete answer, `undefined` when there is one. */
export async function askNode(
  { association, tell }: Extract<Associated, { ok: true }>,
  query: NodeQuery,
  language: Language,
): Promise<Silence | undefined> {
  let unreadable = 0;
  const outcome = await association.find({
    sopClassUid: STUDY_FIND,
    maxAnswers: query.mostAnswers,
    maxMs: queryMs,
    identifier: (transferSyntaxUid) => {
      const encoding = chooseEncoding(transferSyntaxUid);
      if (!encoding) throw new Error(`the query is not proposed in ${transferSyntaxUid}`);
      return encodeDataset(query.keys, encoding);
    },
    onAnswer: ({ identifier, transferSyntax }) => {
      const encoding = chooseEncoding(transferSyntax);
      const answer = encoding && readDataset(identifier, encoding);
      if (answer?.ok) query.onAnswer(answer.dataset);
      else unreadable += 1;
    },
  });
  if (unreadable > 0) return { reached: true, detail: studyMessages(language).unreadable };
  return whySilent(outcome, tell, language);
}

function whySilent(
  outcome: FindOutcome | NoContextOutcome,
  tell: Extract<Associated, { ok: true }>['tell'],
  language: Language,
): Silence | undefined {
  const words = studyMessages(language);
  if (outcome.kind === 'no-accepted-context') return { reached: true, detail: words.noFind };
  if (outcome.kind === 'cancel-ignored') return { reached: true, detail: words.keyIgnored };
  if (outcome.kind !== 'status') return tell(outcome);
  if (outcome.stoppedBy === 'time') return { reached: true, detail: words.tooSlow };
  if (outcome.stoppedBy !== undefined) return { reached: true, detail: words.keyIgnored };
  return outcome.status.code === 0
    ? undefined
    : { reached: true, detail: words.status('C-FIND', outcome.status.code) };
}

/** A value without its padding; `undefined` when the peer did not send it. */
export function readValue(dataset: ReadDataset, tag: number): string | undefined {
  return dataset.text(tag)?.trim();
}
