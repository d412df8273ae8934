import type { Dossier } from '../evidence/dossier.ts';
import type { Attachment, EvidenceRecord, Statement } from '../evidence/evidence.ts';
import type { AttachOutcome, AttachProblem } from '../evidence/statements/attach-files.ts';
import type { StatementDraft } from '../evidence/statements/make-statements.ts';

/** What became of one statement. */
export interface RecordedStatement {
  /** As it stands in the dossier. */
  readonly statement: Statement;
  /**
   * `new`; `replaced`: the same words were there with other files; `already-there`: the same words and files were
   * there; `kept-earlier`: it was there with files that cannot be read now, and keeps them.
   */
  readonly how: 'new' | 'replaced' | 'already-there' | 'kept-earlier';
  readonly fileProblems: readonly { readonly name: string; readonly problem: AttachProblem }[];
}

/**
 * Attaches the files and writes the records, one after the other. When this resolves all of them are on disk; when it
 * throws, those before are. The same statement is recorded once, also when another file made it.
 */
export async function recordStatements(
  dossier: Dossier,
  drafts: readonly StatementDraft[],
  attach: (name: string) => Promise<AttachOutcome>,
): Promise<RecordedStatement[]> {
  const keyOf = await makeContentKey();
  const records = await dossier.readRecords(dossier.settings.language);
  const present = new Map(records.filter(isStatement).map((one) => [one.id, one]));
  const recorded: RecordedStatement[] = [];
  for (const draft of drafts) {
    if (draft.repeated) continue;
    const attachments: Attachment[] = [];
    const fileProblems: { name: string; problem: AttachProblem }[] = [];
    for (const name of draft.files) {
      const outcome = await attach(name);
      if (outcome.ok) attachments.push(outcome.attachment);
      else fileProblems.push({ name, problem: outcome.problem });
    }
    const statement = draft.complete(attachments);
    const key = keyOf(statement);
    const same = [...present.values()].find((one) => keyOf(one) === key);
    const earlier = present.get(statement.id);
    if (same) recorded.push({ statement: same, how: 'already-there', fileProblems });
    else if (earlier && fileProblems.length > 0 && earlier.attachments.length > attachments.length)
      recorded.push({ statement: earlier, how: 'kept-earlier', fileProblems });
    else {
      await dossier.writeRecord(statement);
      const how = earlier ? 'replaced' : 'new';
      await dossier.log(`statement-${how}`, { id: statement.id, source: statement.source });
      present.set(statement.id, statement);
      recorded.push({ statement, how, fileProblems });
    }
  }
  return recorded;
}

function isStatement(record: EvidenceRecord): record is Statement {
  return record.kind !== 'probe';
}

/** Makes a key that is equal for statements with the same words and the same files, wherever they were read from. */
async function makeContentKey(): Promise<(statement: Statement) => string> {
  const { default: canonicalize } = await import('canonicalize');
  const known = new WeakMap<Statement, string>();
  return (statement) => {
    const { id: _id, source: _source, attachments, ...words } = statement;
    const key =
      known.get(statement) ??
      `${canonicalize(words)} ${attachments.map((one) => one.sha256).sort()}`;
    known.set(statement, key);
    return key;
  };
}
