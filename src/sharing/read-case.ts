import { createHash } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import type { Attachment, Statement } from '../evidence/evidence.ts';
import { makeFileAttacher } from '../evidence/statements/attach-files.ts';
import { draftStatements } from '../evidence/statements/make-statements.ts';
import { type AttachmentInfo, storeAttachment } from '../evidence/store-attachment.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { formatProblem, parseYaml } from '../yaml/parse-yaml.ts';
import { type SharingCase, sharingCaseSchema } from './case-file.ts';

const MOST_CASE_BYTES = 4 * 1024 * 1024;

/** Where a case file is, and where the papers it names are copied to. */
export interface CaseRequest {
  /** The file with papers, laboratories and decisions. */
  readonly caseFile?: string | undefined;
  /** Where the report goes; absent: nothing is written. */
  readonly out?: string | undefined;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** Reads the file with papers, laboratories and decisions; an empty one when none is given. @throws UserError */
export async function readCase({ caseFile, language }: CaseRequest): Promise<SharingCase> {
  if (caseFile === undefined) return { schemaVersion: 1, laboratories: [], decisions: [] };
  const read = await readBoundedFile(caseFile, MOST_CASE_BYTES);
  if (!read.ok) {
    throw new UserError(
      language === 'vi'
        ? `Không đọc được tệp ${caseFile} (${read.problem.code}).`
        : `Cannot read the file ${caseFile} (${read.problem.code}).`,
    );
  }
  const parsed = parseYaml(read.bytes, { schema: sharingCaseSchema, language });
  if (parsed.ok) return parsed.value;
  throw new UserError(
    language === 'vi'
      ? `Tệp ${caseFile} có ${parsed.problems.length} chỗ chưa đúng:`
      : `The file ${caseFile} has ${parsed.problems.length} problem(s):`,
    { details: parsed.problems.map((one) => formatProblem(caseFile, one, language)) },
  );
}

/** Papers named in the case file, their files copied beside the report, or only hashed when nothing is written. */
export async function attachPapers(
  given: SharingCase,
  request: CaseRequest,
): Promise<{ readonly statements: Statement[]; readonly notes: string[] }> {
  const { caseFile, out, signal, language } = request;
  const statements: Statement[] = [];
  const notes: string[] = [];
  if (caseFile === undefined || given.statements === undefined) return { statements, notes };
  const file = { schemaVersion: 1 as const, absences: [], refusals: [], ...given.statements };
  const attach = makeFileAttacher({
    folder: path.dirname(caseFile),
    store: (bytes, info) =>
      out === undefined
        ? Promise.resolve(hashOnly(bytes, info))
        : storeAttachment(out, bytes, info),
    signal,
  });
  for (const draft of await draftStatements(file, path.basename(caseFile), false)) {
    if (draft.repeated) continue;
    const attachments: Attachment[] = [];
    for (const name of draft.files) {
      const outcome = await attach(name);
      if (outcome.ok) attachments.push(outcome.attachment);
      else
        notes.push(
          language === 'vi'
            ? `Không kèm được tệp ${name} (${outcome.problem.code}).`
            : `The file ${name} could not be attached (${outcome.problem.code}).`,
        );
    }
    statements.push(draft.complete(attachments));
  }
  return { statements, notes };
}

function hashOnly(bytes: Uint8Array, info: AttachmentInfo): Attachment {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { mediaType, originalName } = info;
  return {
    path: `attachments/${sha256}`,
    sha256,
    mediaType,
    sizeBytes: bytes.length,
    ...(originalName !== undefined && { originalName }),
  };
}
