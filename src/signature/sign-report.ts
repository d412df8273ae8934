import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode, UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import { lockDossier } from '../evidence/dossier-lock.ts';
import { readSettings, requireFacilityScope } from '../evidence/dossier-settings.ts';
import { explainWriteError } from '../evidence/explain-write-error.ts';
import { writeManifest } from '../evidence/manifest.ts';
import type { Language } from '../locale/language.ts';
import { checkSignatures } from './check-signatures.ts';
import type { CertifiedKey } from './cms/build-cms.ts';
import { type PdfSignature, readPdfSignatures } from './pdf/read-pdf-signatures.ts';
import { UnreadablePdf } from './pdf/read-syntax.ts';
import { signPdf } from './pdf/sign-pdf.ts';
import { prepareManifest } from './prepare-manifest.ts';
import { signaturesFolder } from './signature-file.ts';
import { requestTimeStamp } from './time-stamp/request-time-stamp.ts';

/** The report of a dossier that people sign. */
export const reportFile = 'report.pdf';

interface ReportRequest {
  readonly folder: string;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/**
 * Signs `report.pdf` of a dossier (PAdES B-B, or B-T with a time stamp) and lists its new hash in the manifest. Comes
 * before the signatures over the manifest.
 * @returns every signature the report then carries.
 * @throws UserError when the dossier is not whole, is signed already, has no PDF, or the time stamp is not given.
 */
export async function signReport(
  request: ReportRequest & {
    readonly signer: CertifiedKey;
    readonly tsa?: URL | undefined;
  },
): Promise<PdfSignature[]> {
  const { tsa, language, signal } = request;
  const stamp =
    tsa &&
    (async (signature: Buffer) =>
      (await requestTimeStamp({ url: tsa, stamped: signature, language, signal })).token);
  return replaceReport(request, async (report) => {
    const reason =
      language === 'vi' ? 'Xác nhận kết quả đánh giá RIS-PACS' : 'Confirms the RIS-PACS assessment';
    try {
      return await signPdf(report, { signer: request.signer, reason, at: new Date(), stamp });
    } catch (cause) {
      if (!(cause instanceof UnreadablePdf)) throw cause;
      throw new UserError(
        language === 'vi'
          ? `Không thêm được chữ ký vào ${reportFile} (${cause.message}); lập lại báo cáo bằng rispacs report rồi ký.`
          : `No signature could be added to ${reportFile} (${cause.message}); make the report again with rispacs report, then sign.`,
        { cause },
      );
    }
  });
}

/**
 * Puts back a report that was signed elsewhere: with a USB token, in the hospital's usual software. It must begin with
 * the very bytes of the report that is there, carry an unbroken signature, and have nothing appended after the last one.
 * @throws UserError as {@link signReport} does, and for any other PDF.
 */
export async function takeReport(
  request: ReportRequest & { readonly signed: Buffer },
): Promise<PdfSignature[]> {
  const vi = request.language === 'vi';
  return replaceReport(request, async (report) => {
    const { signed } = request;
    if (signed.length <= report.length || !signed.subarray(0, report.length).equals(report)) {
      throw new UserError(
        vi
          ? `Tệp đã ký không bắt đầu bằng đúng ${reportFile} của hồ sơ này: là báo cáo khác, hoặc phần mềm ký đã ghi lại cả tệp. Ký lại từ ${reportFile} và chọn kiểu ký thêm vào cuối tệp (incremental, append).`
          : `The signed file does not begin with exactly the ${reportFile} of this dossier: it is another report, or the signing software has rewritten it. Sign ${reportFile} again, as an incremental (appending) signature.`,
        { exitCode: 5 },
      );
    }
    const signatures = await readPdfSignatures(signed);
    const last = signatures.at(-1);
    if (last?.coversWholeFile && signatures.every(isWhole)) return signed;
    throw new UserError(
      last === undefined
        ? vi
          ? 'Tệp này không có chữ ký số nào.'
          : 'The file carries no digital signature.'
        : vi
          ? 'Chữ ký trong tệp không còn nguyên vẹn, không đọc được, hoặc có nội dung thêm vào sau chữ ký; ký lại từ report.pdf.'
          : 'A signature in the file is broken or cannot be read, or something was appended after it; sign report.pdf again.',
      { exitCode: 5 },
    );
  });
}

/** Unbroken, and followed by nothing but further signatures. */
export function isWhole({ digest, later }: PdfSignature): boolean {
  return digest === 'intact' && (later === undefined || later === 'signatures-only');
}

async function replaceReport(
  { folder, language, signal }: ReportRequest,
  change: (report: Buffer) => Promise<Buffer>,
): Promise<PdfSignature[]> {
  requireFacilityScope(await readSettings(folder, language), language);
  try {
    await lockDossier(folder, language);
    await requireUnsigned(folder, language);
    await prepareManifest(folder, language);
    const signed = await change(await readReport(folder, language));
    signal.throwIfAborted();
    await writeFileAtomically(path.join(folder, reportFile), signed);
    await writeManifest(folder);
    return await readPdfSignatures(signed);
  } catch (error) {
    throw explainWriteError(error, folder, language);
  }
}

async function requireUnsigned(folder: string, language: Language): Promise<void> {
  const checks = await checkSignatures(folder);
  if (checks.every((one) => one.state === 'absent')) return;
  throw new UserError(
    language === 'vi'
      ? `Hồ sơ đã được ký (thư mục ${signaturesFolder}); ký báo cáo PDF trước, ký hồ sơ sau. Muốn làm lại, xóa thư mục ${signaturesFolder}, ký PDF, rồi ký lại hồ sơ.`
      : `The dossier is signed already (folder ${signaturesFolder}); sign the PDF report first and the dossier after. To start over, delete the folder ${signaturesFolder}, sign the PDF, then sign the dossier again.`,
  );
}

async function readReport(folder: string, language: Language): Promise<Buffer> {
  try {
    return await readFile(path.join(folder, reportFile));
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw new UserError(
      language === 'vi'
        ? `Hồ sơ ${folder} chưa có ${reportFile}; lập báo cáo bằng: rispacs report ${folder} --format pdf`
        : `The dossier ${folder} has no ${reportFile}; make it with: rispacs report ${folder} --format pdf`,
    );
  }
}
