import type { FoundBrowser } from './browser.ts';
import type { PdfFailure } from './render-pdf.ts';
import type { ReportInput } from './view-model.ts';

export interface RenderInput extends ReportInput {
  readonly signal: AbortSignal;
  /** For the PDF. */
  readonly deadlineMs: number;
  readonly browser?: FoundBrowser | string;
}

export type Rendering = { readonly state: 'rendered'; readonly bytes: Buffer } | PdfFailure;

/** One output format: how its file is called, what it is, and how it is made. Loaded when first used. */
export interface Renderer {
  readonly fileName: string;
  readonly mediaType: string;
  readonly render: (input: RenderInput) => Promise<Rendering>;
}

/** Every output is a rendering of the one model. */
export const renderers = {
  json: {
    fileName: 'assessment.json',
    mediaType: 'application/json',
    render: async ({ assessment }) =>
      text((await import('./render-json.ts')).renderJson(assessment)),
  },
  html: {
    fileName: 'report.html',
    mediaType: 'text/html',
    render: async (input) => text(await (await import('./render-html.ts')).renderHtml(input)),
  },
  pdf: {
    fileName: 'report.pdf',
    mediaType: 'application/pdf',
    render: async (input) => {
      const { renderHtml } = await import('./render-html.ts');
      const { renderPdf } = await import('./render-pdf.ts');
      const result = await renderPdf({ ...input, html: await renderHtml(input) });
      return result.state === 'rendered' ? { state: 'rendered', bytes: result.pdf } : result;
    },
  },
  csv: {
    fileName: 'report.csv',
    mediaType: 'text/csv',
    render: async (input) => text((await import('./render-csv.ts')).renderCsv(input)),
  },
  junit: {
    fileName: 'report.junit.xml',
    mediaType: 'application/xml',
    render: async (input) => text((await import('./render-junit.ts')).renderJunit(input)),
  },
} as const satisfies { readonly [format: string]: Renderer };

function text(content: string): Rendering {
  return { state: 'rendered', bytes: Buffer.from(content, 'utf8') };
}
