import type { Language } from '../locale/language.ts';
import { beginReport, loadDefaultRules } from './begin-report.ts';
import { checkShared } from './check-shared.ts';
import { attachPapers, readCase } from './read-case.ts';
import { makeReportFolder, type WrittenReport, writeSharingReport } from './write-report.ts';

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

/** Reads, judges, and writes JSON, CSV, HTML and PDF into a new folder. @throws UserError for what cannot be read */
export async function runSharingCheck(request: SharingCheckRequest): Promise<WrittenReport> {
  const { language, out } = request;
  const rules = await loadDefaultRules(language);
  if (out !== undefined) await makeReportFolder(out, language);
  const given = await readCase(request);
  const { statements, notes: paperNotes } = await attachPapers(given, request);
  const { subjects, notes } = await checkShared({ ...request, rules, given, statements });
  const report = {
    ...beginReport(rules, statements, request),
    subjects,
    notes: [...paperNotes, ...notes],
  };
  if (out === undefined) return { report, files: [] };
  return writeSharingReport(out, report, rules, language, request.signal);
}
