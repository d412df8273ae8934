import { isIP } from 'node:net';
import path from 'node:path';
import type { Checklist } from '../checklist/schema.ts';
import { UserError } from '../errors/user-error.ts';
import type { Facility } from '../facility/schema.ts';
import { writeNewFile } from '../files/write-new-file.ts';
import type { Language } from '../locale/language.ts';
import { readToolVersion } from '../project-folders.ts';
import { makeLetterView } from './letter-view.ts';
import { makePlan } from './make-plan.ts';
import { listOwnAddresses, registrableAddresses } from './own-addresses.ts';
import { renderLetter } from './render-letter.ts';

const pdfDeadlineMs = 90_000;

export interface LetterRequest {
  readonly facility: Facility;
  readonly checklist: Checklist;
  readonly only?: readonly string[] | undefined;
  /** `.pdf` or `.html`. */
  readonly out: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Address to register; absent: this computer's are offered. */
  readonly address?: string | undefined;
  /** Of messages; the letter itself is Vietnamese. */
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** What was written, and why it is not the PDF that was asked for. */
export interface WrittenLetter {
  readonly file: string;
  readonly format: 'pdf' | 'html';
  readonly pages?: number;
  readonly pdfProblem?: string;
  /** Addresses the letter offers for registering. */
  readonly addresses: readonly string[];
}

/**
 * Writes the permission letter. Sends nothing. When no PDF can be made, the HTML is written beside, to be printed from
 * any browser.
 * @throws UserError for flags that do not fit, nothing to ask permission for, or a file that is there already.
 */
export async function writeLetter(request: LetterRequest): Promise<WrittenLetter> {
  const { facility, language, out, signal } = request;
  const format = checkRequest(request);
  const namedBy = { flag: '--out', language };
  const plan = await makePlan(facility, {
    language: 'vi',
    checklist: request.checklist,
    only: request.only,
  });
  if (plan.steps.every(({ step }) => step.contacts.length === 0)) {
    throw new UserError(
      language === 'vi'
        ? 'Tệp cơ sở chưa khai hệ thống nào phải kết nối, nên không có gì để xin phép.'
        : 'The facility file names no system to connect to, so there is nothing to ask permission for.',
    );
  }
  const candidates = registrableAddresses(listOwnAddresses()).map((one) => one.address);
  const html = await renderLetter(
    makeLetterView({
      plan,
      facility,
      toolVersion: readToolVersion(),
      source: request.checklist.manifest.source.vi,
      candidates,
      ...(request.address !== undefined && { address: request.address }),
      ...(request.from !== undefined && { from: request.from }),
      ...(request.to !== undefined && { to: request.to }),
    }),
  );
  const addresses = request.address === undefined ? candidates : [request.address];
  if (format === 'html') {
    await writeNewFile(out, html, namedBy);
    return { file: out, format, addresses };
  }
  const { renderPdf } = await import('../report/render-pdf.ts');
  const result = await renderPdf({ html, signal, deadlineMs: pdfDeadlineMs });
  if (result.state === 'rendered') {
    await writeNewFile(out, result.pdf, namedBy);
    return { file: out, format, pages: result.pages, addresses };
  }
  const instead = path.format({ ...path.parse(out), base: '', ext: '.html' });
  await writeNewFile(instead, html, namedBy);
  return { file: instead, format: 'html', pdfProblem: result.message, addresses };
}

function checkRequest({ out, from, to, address, language }: LetterRequest): 'pdf' | 'html' {
  const vi = language === 'vi';
  for (const [flag, day] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    if (day !== undefined && !isDay(day)) {
      throw new UserError(
        vi
          ? `${flag} cần một ngày có thật theo dạng 2026-12-01, không phải "${day}".`
          : `${flag} takes a real day such as 2026-12-01, not "${day}".`,
      );
    }
  }
  if (from !== undefined && to !== undefined && to < from) {
    throw new UserError(
      vi ? `--to (${to}) sớm hơn --from (${from}).` : `--to (${to}) is before --from (${from}).`,
    );
  }
  if (address !== undefined && isIP(address) === 0) {
    throw new UserError(
      vi
        ? `--ip cần một địa chỉ IP, ví dụ 10.0.0.9; "${address}" không phải.`
        : `--ip takes an IP address such as 10.0.0.9; "${address}" is none.`,
    );
  }
  const extension = path.extname(out).toLowerCase();
  if (extension === '.pdf') return 'pdf';
  if (extension === '.html' || extension === '.htm') return 'html';
  throw new UserError(
    vi
      ? `--out cần tên tệp kết thúc bằng .pdf hoặc .html, không phải "${out}".`
      : `--out takes a file name ending in .pdf or .html, not "${out}".`,
  );
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
