import type { HTTPRequest, HTTPResponse, Page } from 'puppeteer';

/** What a page did, as its events told. */
export interface PageWatch {
  readonly requests: () => number;
  readonly pending: () => number;
  readonly consoleErrors: () => number;
  readonly isDownload: () => boolean;
  /** The page itself was to be another host, or another program. */
  readonly elsewhere: () => { readonly host: string } | { readonly program: string } | undefined;
  /** Of the last document in the main frame. */
  readonly document: () => DocumentAnswer | undefined;
  readonly isSimulated: () => boolean;
}

export interface DocumentAnswer {
  readonly httpStatus: number;
  readonly url: string;
  /** As OpenSSL names it: `TLSv1.3`. */
  readonly tlsVersion?: string;
}

const maxCounted = 1_000_000;

/** Follows a page from now on. Downloads are refused, dialogs dismissed, further windows closed. */
export async function watchPage(page: Page, mayOpen: (url: string) => boolean): Promise<PageWatch> {
  let requests = 0;
  let consoleErrors = 0;
  let isDownload = false;
  let isSimulated = false;
  let elsewhere: ReturnType<PageWatch['elsewhere']>;
  let answer: DocumentAnswer | undefined;
  const pending = new Set<HTTPRequest>();
  const isDocument = (request: HTTPRequest): boolean =>
    request.isNavigationRequest() && request.frame() === page.mainFrame();

  page.on('request', (request) => {
    requests = Math.min(maxCounted, requests + 1);
    pending.add(request);
    if (isDocument(request) && !mayOpen(request.url())) elsewhere ??= placeOf(request.url());
  });
  page.on('requestfinished', (request) => pending.delete(request));
  page.on('requestfailed', (request) => pending.delete(request));
  page.on('response', (response) => {
    if (response.headers()['x-rispacs-simulator'] === '1') isSimulated = true;
    if (!isDocument(response.request()) || !mayOpen(response.url())) return;
    answer = describe(response);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors = Math.min(maxCounted, consoleErrors + 1);
  });
  page.on('pageerror', () => {
    consoleErrors = Math.min(maxCounted, consoleErrors + 1);
  });
  // The page may be gone before the answer arrives; then there is nothing left to dismiss or close.
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  page.on('popup', (popup) => void popup?.close().catch(() => undefined));

  const session = await page.createCDPSession();
  const { frameTree } = await session.send('Page.getFrameTree');
  session.on('Page.frameRequestedNavigation', ({ url, frameId }) => {
    const isMain = frameId === frameTree.frame.id;
    if (isMain && !/^(https?|about|data|blob):/.test(url)) elsewhere ??= placeOf(url);
  });
  await session.send('Page.enable');
  const browser = await page.browser().target().createCDPSession();
  browser.on('Browser.downloadWillBegin', () => {
    isDownload = true;
  });
  await browser.send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true });

  return {
    requests: () => requests,
    pending: () => pending.size,
    consoleErrors: () => consoleErrors,
    isDownload: () => isDownload,
    elsewhere: () => elsewhere,
    document: () => answer,
    isSimulated: () => isSimulated,
  };
}

function describe(response: HTTPResponse): DocumentAnswer {
  const protocol = response.securityDetails()?.protocol();
  return {
    httpStatus: response.status(),
    url: response.url(),
    ...(protocol === undefined
      ? {}
      : { tlsVersion: protocol.replace(/^TLS /, 'TLSv').slice(0, 20) }),
  };
}

function placeOf(url: string): { readonly host: string } | { readonly program: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const scheme = parsed?.protocol ?? '';
  if (scheme === 'http:' || scheme === 'https:') {
    return { host: (parsed?.host ?? '').slice(0, 253) };
  }
  return { program: scheme.slice(0, 40) };
}
