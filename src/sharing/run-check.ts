import { createHash } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import { checkFree, makeDossierFolder } from '../evidence/check-folder.ts';
import type { Attachment, Statement } from '../evidence/evidence.ts';
import { writeManifest } from '../evidence/manifest.ts';
import { makeFileAttacher } from '../evidence/statements/attach-files.ts';
import { draftStatements } from '../evidence/statements/make-statements.ts';
import { type AttachmentInfo, storeAttachment } from '../evidence/store-attachment.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import type { Language } from '../locale/language.ts';
import { checklistFolder, readToolVersion } from '../project-folders.ts';
import { formatProblem, parseYaml } from '../yaml/parse-yaml.ts';
import { type SharingCase, sharingCaseSchema } from './case-file.ts';
import { checkShared } from './check-shared.ts';
import { loadSharingRules } from './load-rules.ts';
import { renderSharingCsv, renderSharingHtml } from './render-report.ts';
import type { SharingReport } from './sharing-report.ts';

/** The edition that is applied unless another is asked for. */
export const DEFAULT_SHARING_RULES = 'result-sharing-2025';
const MOST_CASE_BYTES = 4 * 1024 * 1024;
const PDF_DEADLINE_MS = 120_000;

export interface SharingCheckRequest {
  readonly paths: readonly string[];
  readonly record?: string | undefined;
  readonly results: readonly string[];
  readonly isTransfer: boolean;
  /** The file with papers, laboratories and decisions. */
  readonly caseFile?: string | undefined;
  /** Where the report goes; absent: nothing is written. */
  readonly out?: string | undefined;
  readonly checkedOn: string;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

export interface SharingCheckResult {
  readonly report: SharingReport;
  readonly files: readonly string[];
  readonly pdfProblem?: string;
}

/** Reads, judges, and writes JSON, CSV, HTML and PDF into a new folder. @throws UserError for what cannot be read */
export async function runSharingCheck(request: SharingCheckRequest): Promise<SharingCheckResult> {
  const { language, out } = request;
  const rules = await loadSharingRules(checklistFolder(DEFAULT_SHARING_RULES), language);
  if (out !== undefined) {
    await makeDossierFolder(out);
    await checkFree(out, language);
  }
  const given = await readCase(request);
  const { statements, notes: paperNotes } = await attachPapers(given, request);
  const { subjects, notes } = await checkShared({ ...request, rules, given, statements });
  const report: SharingReport = {
    schemaVersion: 1,
    toolVersion: readToolVersion(),
    edition: rules.manifest.edition,
    rulesSha256: rules.sha256,
    checkedOn: request.checkedOn,
    status: rules.manifest.status[language],
    subjects,
    notes: [...paperNotes, ...notes],
    statements: statements.map((one) => ({
      id: one.id,
      kind: one.kind === 'document' ? 'document' : 'attestation',
      about:
        one.kind === 'document'
          ? one.documentKind
          : one.kind === 'attestation'
            ? one.for.join(', ')
            : '',
      files: one.attachments.map((file) => ({
        name: file.originalName ?? file.path,
        sha256: file.sha256,
      })),
    })),
  };
  if (out === undefined) return { report, files: [] };
  const html = await renderSharingHtml(report, rules, language);
  const pdf = await printPdf(html, request.signal);
  const files: [string, Uint8Array | string][] = [
    ['sharing.json', `${JSON.stringify(report, null, 2)}\n`],
    ['sharing.csv', renderSharingCsv(report, rules, language)],
    ['sharing.html', html],
    ...(pdf.bytes === undefined ? [] : [['sharing.pdf', pdf.bytes] as [string, Uint8Array]]),
  ];
  for (const [name, bytes] of files) await writeFileAtomically(path.join(out, name), bytes);
  await writeManifest(out);
  return {
    report,
    files: files.map(([name]) => path.join(out, name)),
    ...(pdf.problem !== undefined && { pdfProblem: pdf.problem }),
  };
}

async function printPdf(html: string, signal: AbortSignal) {
  const { renderPdf } = await import('../report/render-pdf.ts');
  const result = await renderPdf({ html, signal, deadlineMs: PDF_DEADLINE_MS });
  return result.state === 'rendered' ? { bytes: result.pdf } : { problem: result.message };
}

async function readCase({ caseFile, language }: SharingCheckRequest): Promise<SharingCase> {
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
async function attachPapers(given: SharingCase, request: SharingCheckRequest) {
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
