import type { CDPSession, Page } from 'puppeteer';
import type { FoundBrowser } from '../browser/browser.ts';
import { type BrowserMiss, searchBrowser } from '../browser/browser.ts';
import {
  type BrowserIdentity,
  type LaunchedBrowser,
  launchBrowser,
} from '../browser/launch-browser.ts';
import { inspectPdf } from './inspect-pdf.ts';

export interface RenderPdfInput {
  /** One self-contained document, as `renderHtml` makes it. Nothing it names outside itself is fetched. */
  readonly html: string;
  readonly signal: AbortSignal;
  /** For everything from looking for a browser to the finished bytes. */
  readonly deadlineMs: number;
  /** A browser found before, or the path the operator named. */
  readonly browser?: FoundBrowser | string;
}

export interface PdfDocument {
  readonly state: 'rendered';
  readonly pdf: Buffer;
  readonly browser: BrowserIdentity;
  readonly pages: number;
  /** Families of the computer, not of the document, that stood in for glyphs the report font lacks. Embedded all the same. */
  readonly fallbackFonts: readonly string[];
}

export type PdfFailure =
  | {
      readonly state: 'no-browser';
      readonly message: string;
      readonly missed: readonly BrowserMiss[];
    }
  | { readonly state: 'failed' | 'timed-out'; readonly message: string };

export type PdfResult = PdfDocument | PdfFailure;

const maxNodesAsked = 20_000;
const nodesAtOnce = 200;

const printingArguments = [
  '--disable-gpu',
  // No name resolves: a report never causes traffic.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // With hinting, glyph advances are rounded to whole pixels and words look letter-spaced on paper.
  '--font-render-hinting=none',
];

/**
 * Prints HTML to a tagged PDF with an outline. JavaScript is off and every request but `data:` and `about:` is refused.
 * The browser has ended and its profile is gone before this resolves.
 * @throws `signal.reason` when the caller aborts; every other trouble is a returned state.
 */
export async function renderPdf(input: RenderPdfInput): Promise<PdfResult> {
  input.signal.throwIfAborted();
  const deadline = AbortSignal.timeout(input.deadlineMs);
  const signal = AbortSignal.any([input.signal, deadline]);
  try {
    const search = await chooseBrowser(input.browser);
    if (search.found === undefined) {
      return { state: 'no-browser', message: describeMisses(search.missed), missed: search.missed };
    }
    const launched = await launchBrowser(search.found, {
      signal,
      timeoutMs: input.deadlineMs,
      extraArguments: printingArguments,
    });
    return await printWith(launched, input, signal);
  } catch (error) {
    input.signal.throwIfAborted();
    if (deadline.aborted || (error instanceof Error && error.name === 'TimeoutError')) {
      return { state: 'timed-out', message: `no PDF within ${input.deadlineMs} ms` };
    }
    return { state: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function chooseBrowser(browser: FoundBrowser | string | undefined) {
  if (typeof browser === 'object') return { found: browser, missed: [] };
  return searchBrowser(browser === undefined ? {} : { override: browser });
}

async function printWith(
  launched: LaunchedBrowser,
  input: RenderPdfInput,
  signal: AbortSignal,
): Promise<PdfResult> {
  // A stuck page answers no protocol call; ending its process makes every pending call fail.
  const onAbort = () => void launched.close();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const page = await launched.browser.newPage();
    await forbidRequests(page);
    await page.setContent(input.html, { waitUntil: 'load', timeout: input.deadlineMs });
    const fonts = await usedFonts(page);
    if (fonts.embeddedGlyphs === 0) {
      return { state: 'failed', message: 'the browser did not use the embedded fonts' };
    }
    const bytes = await page.pdf({
      preferCSSPageSize: true,
      printBackground: true,
      tagged: true,
      outline: true,
      timeout: input.deadlineMs,
    });
    const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const inspected = inspectPdf(pdf);
    if (inspected.pages === 0 || !inspected.hasEmbeddedText) {
      return { state: 'failed', message: 'the browser made a PDF without text' };
    }
    const { name, version, sandboxed } = launched;
    return {
      state: 'rendered',
      pdf,
      browser: { name, version, sandboxed },
      pages: inspected.pages,
      fallbackFonts: fonts.fallbackFonts,
    };
  } finally {
    signal.removeEventListener('abort', onAbort);
    await launched.close();
  }
}

async function forbidRequests(page: Page): Promise<void> {
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const allowed = /^(data|about):/.test(request.url());
    const handled = allowed ? request.continue() : request.abort('blockedbyclient');
    // The page may be gone by the time the answer arrives; the print itself then fails and reports it.
    handled.catch(() => undefined);
  });
}

/** Asks the browser which fonts it really drew with: `isCustomFont` is one that the document carries. */
async function usedFonts(page: Page) {
  const session = await page.createCDPSession();
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: 0 });
  const { nodeIds } = await session.send('DOM.querySelectorAll', {
    nodeId: root.nodeId,
    selector: 'body *',
  });
  const asked = nodeIds.slice(0, maxNodesAsked);
  const fallbackFonts = new Set<string>();
  let embeddedGlyphs = 0;
  for (let at = 0; at < asked.length; at += nodesAtOnce) {
    const answers = await Promise.all(
      asked.slice(at, at + nodesAtOnce).map((nodeId) => fontsOfNode(session, nodeId)),
    );
    for (const font of answers.flat()) {
      if (font.isCustomFont) embeddedGlyphs += font.glyphCount;
      else fallbackFonts.add(font.familyName);
    }
  }
  await session.detach();
  return { embeddedGlyphs, fallbackFonts: [...fallbackFonts].sort() };
}

async function fontsOfNode(session: CDPSession, nodeId: number) {
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts;
}

function describeMisses(missed: readonly BrowserMiss[]): string {
  const places = missed.map((miss) => `${miss.where} (${miss.problem})`).join(', ');
  return places === '' ? 'no browser found' : `no browser found: ${places}`;
}
