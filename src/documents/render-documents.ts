import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomically } from '../evidence/atomic-write.ts';
import { writeManifest } from '../evidence/manifest.ts';
import type { LegalBasisLines } from '../legal-basis/describe-legal-basis.ts';
import { compilePage } from '../report/compile-page.ts';
import type { RenderedReport } from '../report/render-report.ts';
import { councilFolder } from '../review/review-file.ts';
import { type DocumentContext, type DocumentInput, makeDocumentContext } from './document-input.ts';
import type { DocumentKind } from './document-kinds.ts';
import { viewDecision } from './view-decision.ts';
import { viewMinutes } from './view-minutes.ts';
import { viewScoring } from './view-scoring.ts';

const pdfDeadlineMs = 90_000;

/** What papers are wanted, and where. */
export interface DocumentsRequest {
  /** The dossier; papers go to its `council` folder. */
  readonly folder: string;
  readonly input: DocumentInput;
  readonly legalBasis: LegalBasisLines;
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

/** Writes the council's papers as HTML, and as PDF where one can be made, then the manifest. */
export async function renderDocuments(request: DocumentsRequest): Promise<{
  readonly files: readonly string[];
  readonly pdfProblem?: RenderedReport['pdfProblem'];
}> {
  const { folder, signal } = request;
  const context = makeDocumentContext(request.input);
  const files: string[] = [];
  let pdfProblem: RenderedReport['pdfProblem'];
  await mkdir(path.join(folder, councilFolder), { recursive: true });
  for (const paper of request.kinds.flatMap((kind) =>
    papersOf(kind, context, request.legalBasis),
  )) {
    signal.throwIfAborted();
    const html = await renderPaper(paper, context);
    await write(`${paper.name}.html`, html);
    if (!request.pdf || pdfProblem !== undefined) continue;
    const { renderPdf } = await import('../report/render-pdf.ts');
    const result = await renderPdf({ html, signal, deadlineMs: pdfDeadlineMs });
    if (result.state === 'rendered') await write(`${paper.name}.pdf`, result.pdf);
    else pdfProblem = { state: result.state, message: result.message };
  }
  await writeManifest(folder);
  return { files, ...(pdfProblem && { pdfProblem }) };

  async function write(name: string, bytes: Uint8Array | string) {
    const file = `${councilFolder}/${name}`;
    await writeFileAtomically(path.join(folder, file), bytes);
    files.push(file);
  }
}

function papersOf(
  kind: DocumentKind,
  context: DocumentContext,
  legalBasis: LegalBasisLines,
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
