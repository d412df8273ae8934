import { dirname, resolve } from 'node:path';
import type { Attachment, Statement } from '../../evidence/evidence.ts';
import type { StatementsFile } from '../../evidence/statement-schema.ts';
import { makeFileAttacher } from '../../evidence/statements/attach-files.ts';
import {
  formatStatementProblem,
  loadStatements,
} from '../../evidence/statements/load-statements.ts';
import { draftStatements } from '../../evidence/statements/make-statements.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import type { DocumentsFileRow } from './facts.ts';
import { documentsMessages } from './messages.ts';

/** The facts hold every file; notes beyond this many are only counted. */
const maxNotes = 200;

/** One statements file of the facility. */
export interface DocumentsTarget {
  /** As named in the facility file, relative to its folder. */
  readonly file: string;
  readonly simulated: boolean;
}

/**
 * Reads a statements file and attaches the files it names. A statement whose file cannot be attached is kept without
 * it and a note says why; a statements file that is not valid gives `protocol-error` with its first problem.
 */
export async function collectDocuments(
  target: DocumentsTarget,
  context: ProbeContext,
): Promise<Observation> {
  const messages = documentsMessages(context.language);
  const path = resolve(context.baseFolder, target.file);
  const loaded = await loadStatements(path, target.file, context.language, context.signal);
  if (loaded.ok) return observe(loaded.value, dirname(path), target, context);
  if (loaded.reason === 'unreadable') {
    const { problem } = loaded;
    return {
      state: problem.code === 'missing' ? 'not-configured' : 'protocol-error',
      reason: {
        code: `statements-${problem.code}`,
        message: messages.unreadable(target.file, problem),
      },
    };
  }
  const [first, ...others] = loaded.problems;
  return {
    state: 'protocol-error',
    reason: {
      code: 'statements-invalid',
      message: formatStatementProblem(first, context.language),
    },
    notes: others.map((problem) => formatStatementProblem(problem, context.language)),
  };
}

async function observe(
  file: StatementsFile,
  folder: string,
  target: DocumentsTarget,
  context: ProbeContext,
): Promise<Observation> {
  const messages = documentsMessages(context.language);
  const attach = makeFileAttacher({ folder, store: context.attach, signal: context.signal });
  const statements: Statement[] = [];
  const rows: DocumentsFileRow[] = [];
  const notes: string[] = [];

  for (const draft of await draftStatements(file, target.file, target.simulated)) {
    if (draft.repeated) {
      notes.push(messages.repeated(draft.id));
      continue;
    }
    const attachments: Attachment[] = [];
    for (const name of draft.files) {
      const outcome = await attach(name);
      if (outcome.ok) {
        attachments.push(outcome.attachment);
      } else {
        notes.push(messages.fileNotAttached(draft.id, printable(name), outcome.problem));
      }
      rows.push({
        statement: draft.id,
        kind: draft.kind,
        file: printable(name),
        present: outcome.ok,
        ...(outcome.ok
          ? { sizeBytes: outcome.attachment.sizeBytes, mediaType: outcome.mediaType }
          : {}),
      });
    }
    statements.push(draft.complete(attachments));
  }

  context.log('documents-read', { statements: statements.length, files: rows.length });
  return {
    state: 'observed',
    facts: { 'documents.file': rows },
    statements,
    notes: [
      messages.counted(statements.length, rows.filter((row) => row.present).length),
      ...notes.slice(0, maxNotes),
      ...(notes.length > maxNotes ? [messages.moreNotes(notes.length - maxNotes)] : []),
    ],
    ...(target.simulated ? { simulated: true } : {}),
  };
}

function printable(name: string): string {
  return name.normalize('NFC').replaceAll(/\p{C}/gu, '�').slice(0, 300);
}
