import { access, readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import type { Dossier } from '../evidence/dossier.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { report } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import type { Assessment } from '../report/assessment.ts';
import { hashAssessment } from '../report/hash-assessment.ts';
import type { RenderedReport, ReportFormat } from '../report/render-report.ts';
import { councilFolder } from '../review/review-file.ts';
import { checkSignatures, hashOf } from '../signature/check-signatures.ts';
import { reportFile } from '../signature/sign-report.ts';
import { signaturesFolder } from '../signature/signature-file.ts';
import { inspectContent } from '../verification/inspect-content.ts';
import { isSignedPdf } from './is-signed-pdf.ts';
import { paperName } from './paper-name.ts';

const resultFile = 'assessment.json';
const mostPaperBytes = 64 * 1024 * 1024;

/** Renderings of a result, by format. */
const reportNames: Readonly<Record<Exclude<ReportFormat, 'json'>, string>> = {
  html: 'report.html',
  pdf: reportFile,
  csv: 'report.csv',
  xlsx: 'report.xlsx',
  junit: 'report.junit.xml',
};

/** What was written, and what had to be made again so that every file is of one result. */
export interface WrittenResult {
  readonly rendered: RenderedReport;
  /** Reports of another result that nobody asked for, made again. */
  readonly remade: readonly string[];
  /** Reports of another result that could not be made again: there was no browser for the PDF. */
  readonly outdated: readonly string[];
  /** Papers in `council/` that print the hash of another result. */
  readonly outdatedPapers: readonly string[];
  /** The dossier carries signatures over its manifest. */
  readonly isSigned: boolean;
  /** It does, and its files are not those that were signed any more. */
  readonly signaturesLapsed: boolean;
}

/**
 * Writes a result and the forms asked for. Reports of another result that lie in the folder are made again in the same
 * run, so that report, JSON and papers never carry different hashes.
 * @throws UserError (code 2), before anything is written, when the dossier is signed and its result is now another one,
 * or when a digitally signed `report.pdf` would be replaced.
 */
export async function writeResult(request: {
  readonly dossier: Dossier;
  readonly assessment: Assessment;
  readonly formats: readonly ReportFormat[];
  readonly language: Language;
  readonly signal: AbortSignal;
}): Promise<WrittenResult> {
  const { dossier, assessment, formats, language, signal } = request;
  const { folder } = dossier;
  const before = await hashOf(folder, resultFile);
  const isAnother = before !== undefined && before !== hashAssessment(assessment);
  const stale = await listStale(folder, isAnother);
  const wanted = [...new Set([...formats, ...stale])];
  const isSigned = (await checkSignatures(folder)).some(({ state }) => state !== 'absent');
  const isReportSigned = await isSignedPdf(path.join(folder, reportFile));
  if ((isSigned || isReportSigned) && (isAnother || stale.length > 0))
    throw signedOtherwise(folder, language);
  if (isReportSigned && wanted.includes('pdf')) throw reportIsSigned(folder, language);
  // Nothing to write: a manifest written anew would list the signatures, which then no longer fit it.
  const isOnlyRead = isSigned && before !== undefined && wanted.every((one) => one === 'json');
  const rendered = isOnlyRead
    ? { files: { json: resultFile } }
    : await report(dossier, assessment, wanted, signal);
  const again = stale.filter((one) => !formats.includes(one));
  const isMade = (one: keyof typeof reportNames) => rendered.files[one] !== undefined;
  return {
    rendered,
    remade: again.filter(isMade).map((one) => reportNames[one]),
    outdated: stale.filter((one) => !isMade(one)).map((one) => reportNames[one]),
    outdatedPapers: await listOutdatedPapers(folder, hashAssessment(assessment)),
    isSigned,
    signaturesLapsed: isSigned && !isOnlyRead,
  };
}

/** Reports that are there and of another result than the one in `assessment.json`, or of the one that is about to go. */
async function listStale(folder: string, isAnother: boolean) {
  const formats = Object.keys(reportNames) as (keyof typeof reportNames)[];
  const there: (keyof typeof reportNames)[] = [];
  for (const one of formats)
    if (await isThere(path.join(folder, reportNames[one]))) there.push(one);
  if (isAnother) return there;
  const printed = (await inspectContent(folder, []))
    .filter(({ kind }) => kind === 'report-of-another-result')
    .map(({ file }) => file);
  return there.filter((one) => printed.includes(reportNames[one]));
}

/** Papers that this tool made and that do not print this result's hash. */
export async function listOutdatedPapers(
  folder: string,
  resultSha256: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await namesIn(path.join(folder, councilFolder))) {
    if (!name.endsWith('.html') || paperName.exec(name) === null) continue;
    const file = `${councilFolder}/${name}`;
    const read = await readBoundedFile(path.join(folder, file), mostPaperBytes, {
      followLinks: false,
    });
    if (read.ok && !read.bytes.includes(resultSha256)) found.push(file);
  }
  return found;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    return [];
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function signedOtherwise(folder: string, language: Language): UserError {
  return new UserError(
    language === 'vi'
      ? `Hồ sơ ${folder} đã được ký, mà xét lại cho kết quả khác với kết quả trong các tệp đã ký; không ghi gì. Muốn lập lại, chuyển thư mục ${signaturesFolder} và ${reportFile} đã ký ra khỏi hồ sơ, chạy lại lệnh này rồi ký lại.`
      : `The dossier ${folder} is signed, and judged again it gives another result than its signed files; nothing was written. To make them again, move the folder ${signaturesFolder} and a signed ${reportFile} out of the dossier, run this again, then sign again.`,
  );
}

function reportIsSigned(folder: string, language: Language): UserError {
  return new UserError(
    language === 'vi'
      ? `${reportFile} của hồ sơ ${folder} mang chữ ký số nên không bị ghi đè; không ghi gì. Muốn lập lại, chuyển tệp đó ra khỏi hồ sơ rồi chạy lại.`
      : `${reportFile} of the dossier ${folder} carries a digital signature and is not replaced; nothing was written. To make it again, move that file out of the dossier and run this again.`,
  );
}
