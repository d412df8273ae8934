import type { X509Certificate } from 'node:crypto';
import path from 'node:path';
import type { BagCheck } from '../bag/check-bag.ts';
import { UserError } from '../errors/user-error.ts';
import { Dossier } from '../evidence/dossier.ts';
import { scopeOf } from '../evidence/dossier-settings.ts';
import { checkManifest, type ManifestCheck } from '../evidence/manifest.ts';
import { readBoundedFile } from '../files/read-bounded-file.ts';
import { examine } from '../flow.ts';
import type { Language } from '../locale/language.ts';
import type { Assessment } from '../report/assessment.ts';
import { renderJson } from '../report/render-json.ts';
import { checkSignatures, type SignatureCheck } from '../signature/check-signatures.ts';
import { type PdfSignature, readPdfSignatures } from '../signature/pdf/read-pdf-signatures.ts';
import { isWhole, reportFile } from '../signature/sign-report.ts';
import { signatureFiles } from '../signature/signature-file.ts';
import { judgeProduct } from '../vendor/judge-product.ts';
import { loadVendorScope } from '../vendor/load-vendor-scope.ts';
import { productFile, renderProductJson } from '../vendor/write-product.ts';
import { type ChecklistCheck, compareChecklist } from './compare-checklist.ts';
import { compareResult } from './compare-result.ts';
import {
  checkExpectations,
  type ExpectationCheck,
  type Expectations,
  isAsExpected,
} from './expectations.ts';
import { inspectContent } from './inspect-content.ts';
import { inspectFolder, type Oddity } from './inspect-folder.ts';

/** The verdict of the dossier against the verdict its evidence gives when judged again, here and now. */
export type Rejudged =
  | { readonly state: 'equal' }
  /** Criteria (or `verdict`) that come out differently. */
  | { readonly state: 'different'; readonly where: readonly string[] }
  | { readonly state: 'no-assessment' }
  | { readonly state: 'not-possible'; readonly message: string };

/** Three separate answers, never folded into one: files and signatures, verdict, and what could be measured again. */
export interface Verification {
  readonly ok: boolean;
  readonly files: ManifestCheck;
  /** What hashes do not show. */
  readonly oddities: readonly Oddity[];
  readonly signatures: readonly SignatureCheck[];
  /** Digital signatures in `report.pdf`. */
  readonly reportSignatures: readonly PdfSignature[];
  readonly expected: ExpectationCheck;
  /** Only for a ZIP file. */
  readonly bag?: BagCheck;
  readonly rejudged: Rejudged;
  /** Absent when the dossier could not be opened. */
  readonly checklist?: ChecklistCheck;
  /** Probe steps with facts: what a council could have measured again in its presence. */
  readonly repeatable: readonly { readonly probe: string; readonly subject: string }[];
}

/** What a verification is held against. */
export interface VerifyOptions {
  readonly expected?: Expectations;
  /** Authorities to hold certificates in `report.pdf` against; without them no chain is judged. */
  readonly trusted?: readonly X509Certificate[];
  /** Set for a dossier that came in a ZIP file. */
  readonly packed?: { readonly bag: BagCheck; readonly zipSha256: string };
}

const resultFile = 'assessment.json';
const mostReportBytes = 256 * 1024 * 1024;

/**
 * Checks a dossier without a network. Intact files prove "unchanged since the manifest was written", not "true": whoever
 * writes a dossier whole can write its manifest too, and only a hash or a key known from elsewhere tells.
 */
export async function verifyDossier(
  folder: string,
  language: Language,
  options: VerifyOptions = {},
): Promise<Verification> {
  const dossier = await openLeniently(folder, language);
  const files = withoutSignatures(await checkManifest(folder));
  const signatures = await checkSignatures(folder);
  const { packed } = options;
  const integrity = {
    files,
    oddities: await inspectFolder(folder),
    signatures,
    reportSignatures: await readReportSignatures(folder, options.trusted),
    expected: await checkExpectations(
      folder,
      options.expected ?? { fingerprints: [] },
      signatures,
      packed?.zipSha256,
    ),
    ...(packed && { bag: packed.bag }),
  };
  if (!dossier.ok) {
    const rejudged = { state: 'not-possible', message: dossier.message } as const;
    return { ok: false, ...integrity, rejudged, repeatable: [] };
  }
  const checklist = await compareChecklist(dossier.value);
  try {
    const isProduct = scopeOf(dossier.value.settings) === 'vendor';
    const assessment = await examine(dossier.value);
    const rejudged = isProduct
      ? await compareProduct(folder, assessment, language)
      : await compareResult(folder, resultFile, renderJson(assessment), language);
    const oddities = [
      ...integrity.oddities,
      ...(await inspectContent(folder, assessment.evidence)),
    ];
    const repeatable = assessment.evidence.flatMap((one) =>
      one.kind === 'probe' && one.state === 'observed' && one.probe !== 'documents'
        ? [{ probe: one.probe, subject: one.subject }]
        : [],
    );
    const ok =
      isIntact({ ...integrity, oddities }) &&
      rejudged.state === 'equal' &&
      checklist.state === 'same';
    return { ok, ...integrity, oddities, rejudged, checklist, repeatable };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = [error.message, ...error.details].join(' ');
    const rejudged = { state: 'not-possible', message } as const;
    return { ok: false, ...integrity, rejudged, checklist, repeatable: [] };
  }
}

function isIntact(
  one: Pick<
    Verification,
    'files' | 'oddities' | 'signatures' | 'reportSignatures' | 'expected' | 'bag'
  >,
): boolean {
  return (
    one.files.state === 'intact' &&
    one.oddities.length === 0 &&
    one.signatures.every(isSound) &&
    one.reportSignatures.every(
      (signature) =>
        isWhole(signature) && !signature.timeStampBroken && signature.chain !== 'not-trusted',
    ) &&
    one.reportSignatures.at(-1)?.coversWholeFile !== false &&
    isAsExpected(one.expected) &&
    one.bag?.state !== 'changed'
  );
}

function isSound(one: SignatureCheck): boolean {
  if (one.state !== 'valid') return one.state === 'absent';
  return one.timeStamp === undefined || one.timeStamp.state === 'intact';
}

/** Signatures over the manifest cannot be in it; they are checked as signatures. */
function withoutSignatures(files: ManifestCheck): ManifestCheck {
  const added = files.added.filter((file) => !signatureFiles.has(file));
  const { changed, missing, malformed } = files;
  const clean = changed.length + missing.length + added.length + malformed.length === 0;
  return files.state === 'changed'
    ? { ...files, added, state: clean ? 'intact' : 'changed' }
    : files;
}

async function readReportSignatures(
  folder: string,
  trusted: readonly X509Certificate[] | undefined,
): Promise<PdfSignature[]> {
  const file = path.join(folder, reportFile);
  const read = await readBoundedFile(file, mostReportBytes, { followLinks: false });
  if (read.ok) return readPdfSignatures(read.bytes, trusted);
  if (read.problem.code === 'missing') return [];
  return [{ kind: 'signature', digest: 'unreadable', coversWholeFile: true }];
}

/** A folder that is no dossier is the user's mistake; one whose settings are damaged is an answer. */
async function openLeniently(
  folder: string,
  language: Language,
): Promise<{ ok: true; value: Dossier } | { ok: false; message: string }> {
  try {
    return { ok: true, value: await Dossier.open(folder, language) };
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 5)
      return { ok: false, message: error.message };
    throw error;
  }
}

async function compareProduct(
  folder: string,
  assessment: Assessment,
  language: Language,
): Promise<Rejudged> {
  const product = judgeProduct(assessment, await loadVendorScope());
  return compareResult(folder, productFile, renderProductJson(product), language);
}
