import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import { writeManifest } from '../evidence/manifest.ts';
import type { LegalBasis } from '../legal-basis/load-legal-basis.ts';
import { compilePage } from '../report/compile-page.ts';
import type { RenderedReport } from '../report/render-report.ts';
import { councilFolder } from '../review/review-file.ts';
import { type DocumentContext, type DocumentInput, makeDocumentContext } from './document-input.ts';
import type { DocumentKind } from './document-kinds.ts';
import { isSignedPdf } from './is-signed-pdf.ts';
import { removeOldSheets } from './remove-old-sheets.ts';
import { viewDecision } from './view-decision.ts';
import { viewMinutes } from './view-minutes.ts';
import { viewScoring } from './view-scoring.ts';

const pdfDeadlineMs = 90_000;

/** What papers are wanted, and where. */
export interface DocumentsRequest {
  /** The dossier; papers go to its `council` folder. */
  readonly folder: string;
  readonly input: DocumentInput;
  /** Legal texts as dated data: the decision rests on those in force. */
  readonly legalBasis: LegalBasis;
  readonly kinds: readonly DocumentKind[];
  readonly pdf: boolean;
  readonly signal: AbortSignal;
}

/** One paper: its name without extension, its page, and its data. */
interface Paper {
  readonly name: string;
  readonly template: string;
  readonly view: object;
}

/** What was written, and sheets of people who are no members any more, which were removed. */
export interface WrittenPapers {
  readonly files: readonly string[];
  readonly removed: readonly string[];
  readonly pdfProblem?: RenderedReport['pdfProblem'];
}

/**
 * Writes the council's papers as HTML, and as PDF where one is wanted or lies there and can be made, then the manifest.
 * Scoring sheets that an earlier run wrote for somebody who is no member any more are removed.
 * @throws UserError (code 2), before anything is written, when a PDF to be replaced carries a digital signature.
 */
export async function renderDocuments(request: DocumentsRequest): Promise<WrittenPapers> {
  const { folder, signal } = request;
  const context = makeDocumentContext(request.input);
  const papers = papersFor(request, context);
  await requireReplaceable(request);
  const files: string[] = [];
  let pdfProblem: RenderedReport['pdfProblem'];
  const target = path.join(folder, councilFolder);
  await mkdir(target, { recursive: true });
  const there = new Set(await readdir(target));
  for (const paper of papers) {
    signal.throwIfAborted();
    const html = await renderPaper(paper, context);
    await write(`${paper.name}.html`, html);
    // A PDF beside a page that was made anew must not stay behind.
    const isWanted = request.pdf || there.has(`${paper.name}.pdf`);
    if (!isWanted || pdfProblem !== undefined) continue;
    const { renderPdf } = await import('../report/render-pdf.ts');
    const result = await renderPdf({ html, signal, deadlineMs: pdfDeadlineMs });
    if (result.state === 'rendered') await write(`${paper.name}.pdf`, result.pdf);
    else pdfProblem = { state: result.state, message: result.message };
  }
  const removed = request.kinds.includes('scoring')
    ? await removeOldSheets(target, new Set(papers.map(({ name }) => name)))
    : [];
  await writeManifest(folder);
  return {
    files,
    removed: removed.map((name) => `${councilFolder}/${name}`),
    ...(pdfProblem && { pdfProblem }),
  };

  async function write(name: string, bytes: Uint8Array | string) {
    const file = `${councilFolder}/${name}`;
    await writeFileAtomically(path.join(folder, file), bytes);
    files.push(file);
  }
}

/**
 * Makes sure that no paper about to be replaced was signed.
 * @throws UserError (code 2) naming the first that was.
 */
export async function requireReplaceable(request: DocumentsRequest): Promise<void> {
  for (const { name } of papersFor(request, makeDocumentContext(request.input))) {
    const file = `${councilFolder}/${name}.pdf`;
    if (!(await isSignedPdf(path.join(request.folder, file)))) continue;
    throw new UserError(
      request.input.language === 'vi'
        ? `${file} mang chữ ký số nên không bị ghi đè; không ghi gì. Muốn lập lại, chuyển tệp đó ra khỏi hồ sơ rồi chạy lại.`
        : `${file} carries a digital signature and is not replaced; nothing was written. To make it again, move that file out of the dossier and run this again.`,
    );
  }
}

function papersFor({ kinds, legalBasis }: DocumentsRequest, context: DocumentContext) {
  return kinds.flatMap((kind) => papersOf(kind, context, legalBasis));
}

function papersOf(
  kind: DocumentKind,
  context: DocumentContext,
  legalBasis: LegalBasis,
): readonly Paper[] {
  switch (kind) {
    case 'minutes':
      return [{ name: kind, template: 'council/minutes.hbs', view: viewMinutes(context) }];
    case 'decision':
      return [
        { name: kind, template: 'council/decision.hbs', view: viewDecision(context, legalBasis) },
      ];
    case 'scoring':
      return context.members.length === 0
        ? [scoringPaper(context, undefined)]
        : context.members.map((member) => scoringPaper(context, member));
  }
}

function scoringPaper(
  context: DocumentContext,
  member: DocumentContext['members'][number] | undefined,
): Paper {
  return {
    name: member === undefined ? 'scoring' : `scoring-${member.id}`,
    template: 'council/scoring.hbs',
    view: viewScoring(context, member),
  };
}

/** One paper as a self-contained HTML page. */
function renderPaper(
  { template, view }: Paper,
  { words, input }: DocumentContext,
): Promise<string> {
  return compilePage({
    template,
    partials: { head: 'council/head.hbs' },
    styles: ['report.css', 'council/council.css'],
    view,
    marks: {
      foot: words.foot,
      page: words.page,
      ...(input.assessment.simulated && { warning: words.simulated }),
    },
  });
}
