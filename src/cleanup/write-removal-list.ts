import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors/user-error.ts';
import type { Dossier } from '../evidence/dossier.ts';
import type { Facility } from '../facility/schema.ts';
import { requireNewFile, writeNewFile } from '../files/write-new-file.ts';
import type { Language } from '../locale/language.ts';
import { projectFolder, readToolVersion } from '../project-folders.ts';
import { embedFontFaces } from '../report/font-faces.ts';
import type { ItemResult } from './describe-items.ts';
import { cleanupMessages } from './messages.ts';
import type { Journal } from './read-journal.ts';
import { refreshManifest } from './refresh-assessment.ts';
import { removalListStyles, removalListTemplate } from './removal-list-template.ts';
import { makeRemovalListView, type RemovalListView } from './removal-list-view.ts';

const pdfDeadlineMs = 90_000;

/** Where a removal list goes and what it is made from. */
export interface RemovalListRequest {
  /** `.pdf` or `.html`. */
  readonly file: string;
  readonly dossier: Dossier;
  readonly facility: Facility;
  readonly results: readonly ItemResult[];
  readonly journal: Journal;
  /** Of messages; the list itself is Vietnamese. */
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** What was written, and why it is not the PDF that was asked for. */
export interface WrittenList {
  readonly file: string;
  readonly format: 'pdf' | 'html';
  readonly pages?: number;
  readonly pdfProblem?: string;
}

/** @throws UserError when the list cannot be written under this name, before anything is sent. */
export async function checkListFile(file: string, language: Language): Promise<void> {
  const words = cleanupMessages(language);
  const format = formatOf(file);
  if (!format) throw new UserError(words.listName(file));
  // Without a browser the list becomes HTML.
  for (const one of new Set([file, htmlBeside(file)]))
    await requireNewFile(one, { flag: '--list', language });
}

/**
 * Writes the list of what is left, for signature. When no PDF can be made, the HTML is written in its place, to be
 * printed from any browser.
 * @throws UserError when the file cannot be written.
 */
export async function writeRemovalList(request: RemovalListRequest): Promise<WrittenList> {
  const { file, dossier, language, signal } = request;
  const html = await renderRemovalList(
    makeRemovalListView({
      facility: request.facility,
      assessedOn: dossier.settings.assessedOn,
      toolVersion: readToolVersion(),
      results: request.results,
      journal: request.journal,
      now: new Date(),
    }),
  );
  const written = await writeAs(file, html, language, signal);
  const inside = path.relative(path.resolve(dossier.folder), path.resolve(written.file));
  if (!inside.startsWith('..') && !path.isAbsolute(inside)) await refreshManifest(dossier);
  return written;
}

/** The list as one self-contained HTML file. Every text from outside is escaped; only the CSS goes in as it is. */
export async function renderRemovalList(view: RemovalListView): Promise<string> {
  const { default: handlebars } = await import('handlebars');
  const letterStyles = await readFile(
    path.join(projectFolder, 'templates', 'permission-letter.css'),
    'utf8',
  );
  const template = handlebars
    .create()
    .compile<RemovalListView & { readonly css: string }>(removalListTemplate, {
      strict: true,
      preventIndent: true,
    });
  const options = { allowProtoPropertiesByDefault: false };
  // Which font subsets are needed is known from the text, so the page is made twice.
  const text = template({ ...view, css: '' }, options);
  const css = `${await embedFontFaces(text)}\n${letterStyles}\n${removalListStyles}`;
  return template({ ...view, css }, options).normalize('NFC');
}

async function writeAs(
  file: string,
  html: string,
  language: Language,
  signal: AbortSignal,
): Promise<WrittenList> {
  const namedBy = { flag: '--list', language };
  if (formatOf(file) === 'html') {
    await writeNewFile(file, html, namedBy);
    return { file, format: 'html' };
  }
  const { renderPdf } = await import('../report/render-pdf.ts');
  const result = await renderPdf({ html, signal, deadlineMs: pdfDeadlineMs });
  if (result.state === 'rendered') {
    await writeNewFile(file, result.pdf, namedBy);
    return { file, format: 'pdf', pages: result.pages };
  }
  const instead = htmlBeside(file);
  await writeNewFile(instead, html, namedBy);
  return { file: instead, format: 'html', pdfProblem: result.message };
}

function formatOf(file: string): 'pdf' | 'html' | undefined {
  const extension = path.extname(file).toLowerCase();
  if (extension === '.pdf') return 'pdf';
  return extension === '.html' || extension === '.htm' ? 'html' : undefined;
}

function htmlBeside(file: string): string {
  return formatOf(file) === 'html'
    ? file
    : path.format({ ...path.parse(file), base: '', ext: '.html' });
}
