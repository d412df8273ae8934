import type { Page } from 'puppeteer';
import type { FoundBrowser } from '../../browser/browser.ts';
import { openGuard } from '../../browser/guard.ts';
import { type LaunchedBrowser, launchBrowser } from '../../browser/launch-browser.ts';
import type { Challenge } from '../../challenge/index.ts';
import type { Viewer, ViewerProfile } from '../../facility/viewer-schema.ts';
import type { ProbeContext } from '../contract.ts';
import { awaitOutcome, type Looked } from './await-outcome.ts';
import { type OpenedLink, openLink } from './open-link.ts';
import type { ViewerPattern } from './patterns.ts';
import { screens, userAgentOf } from './profiles.ts';
import { type SignIn, signIn } from './sign-in.ts';
import { allowedOrigins, linkTo, type ViewerLimits } from './target.ts';
import { type PageWatch, watchPage } from './watch-page.ts';
import { withDeadline } from './with-deadline.ts';

/** Everything that opening one link on one screen needs. */
export interface ViewRequest {
  readonly viewer: Viewer;
  readonly profile: ViewerProfile;
  readonly pattern: ViewerPattern;
  readonly challenge: Challenge;
  readonly found: FoundBrowser;
  readonly context: ProbeContext;
  readonly limits: ViewerLimits;
}

/** What one screen showed. */
export interface View {
  readonly opened: OpenedLink;
  readonly looked: Looked;
  readonly signedIn: SignIn;
  readonly watch: PageWatch;
  readonly receivedBytes: number;
  readonly isOverLimit: boolean;
  readonly otherHosts: readonly string[];
  /** The operating system's code when a declared host could not be reached. */
  readonly dialError?: string;
  readonly webglAvailable: boolean;
  readonly browser: string;
  readonly sandboxed: boolean;
}

const connectMs = 10_000;

/** The address of the browser's only way out is added to these. */
const browserArguments = [
  // Graphics in software: the same on every computer, and there where no display is.
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  // Addresses of the loopback interface go through the proxy as well.
  '--proxy-bypass-list=<-loopback>',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--disable-quic',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--hide-scrollbars',
  '--mute-audio',
];

/**
 * Opens the link of a viewer on one screen, in a browser that is started for it with an empty profile and ended after.
 * @throws the signal's reason when it aborts; Error when the browser does not start; UserError without a secret
 */
export async function viewOnScreen(request: ViewRequest): Promise<View> {
  const { viewer, found, context, limits } = request;
  const guard = await openGuard({
    origins: allowedOrigins(viewer),
    maxBytes: limits.maxBytes,
    connectMs,
  });
  try {
    const launched = await launchBrowser(found, {
      signal: context.signal,
      timeoutMs: limits.launchMs,
      // Opening a page is one question to the browser; the others have their own, shorter waits.
      protocolTimeoutMs: Math.max(waitMsOf(request), limits.stepMs) + limits.answerMs,
      extraArguments: [...browserArguments, `--proxy-server=${guard.proxyUrl}`],
    });
    // A page that hangs answers nothing; ending its process makes every pending question fail.
    const onAbort = (): void => {
      launched.browser.process()?.kill('SIGKILL');
      void launched.close();
    };
    context.signal.addEventListener('abort', onAbort, { once: true });
    try {
      context.signal.throwIfAborted();
      const seen = await look(request, launched);
      const dialError = guard.counters.dialError();
      return {
        ...seen,
        receivedBytes: guard.counters.receivedBytes(),
        isOverLimit: guard.counters.isOverLimit(),
        otherHosts: guard.counters.otherHosts(),
        ...(dialError === undefined ? {} : { dialError }),
        browser: `${launched.name} ${launched.version}`.slice(0, 100),
        sandboxed: launched.sandboxed,
      };
    } catch (error) {
      context.signal.throwIfAborted();
      throw error;
    } finally {
      context.signal.removeEventListener('abort', onAbort);
      await launched.close();
    }
  } finally {
    await guard.close();
  }
}

function waitMsOf({ viewer, limits }: Pick<ViewRequest, 'viewer' | 'limits'>): number {
  return limits.waitMs ?? viewer.waitSeconds * 1000;
}

async function look(
  { viewer, profile, pattern, challenge, context, limits }: ViewRequest,
  launched: LaunchedBrowser,
): Promise<Pick<View, 'opened' | 'looked' | 'signedIn' | 'watch' | 'webglAvailable'>> {
  const { signal } = context;
  const page = await launched.browser.newPage();
  const screen = screens[profile];
  await page.setViewport({
    width: screen.widthPx,
    height: screen.heightPx,
    deviceScaleFactor: screen.scale,
    hasTouch: screen.isTouch,
    isMobile: screen.isTouch,
  });
  await page.setUserAgent({ userAgent: userAgentOf(screen, launched.version) });
  const webglAvailable = await hasWebgl(page, limits.answerMs);
  if (viewer.authorization !== undefined) {
    const { user, password } = viewer.authorization;
    await page.authenticate({ username: user, password: await context.readSecret(password) });
  }
  const origins = new Set(allowedOrigins(viewer));
  const mayOpen = (url: string): boolean =>
    /^(about|data|blob):/.test(url) || (URL.canParse(url) && origins.has(new URL(url).origin));
  const watch = await watchPage(page, mayOpen);
  const link = (template: string): string => linkTo(template, challenge);
  const waitMs = waitMsOf({ viewer, limits });
  // The first opening also tells of the certificate, before anything secret is typed.
  const first = viewer.steps[0];
  const entrance = first === undefined || 'goto' in first ? undefined : link(viewer.url);
  const steps = {
    steps: viewer.steps,
    link,
    mayType: (url: string) => /^https?:/.test(url) && mayOpen(url),
    readSecret: context.readSecret,
    stepMs: limits.stepMs,
    signal,
  };
  const open = (url: string, timeoutMs: number) =>
    openLink(page, url, { timeoutMs, allowUntrusted: viewer.allowSelfSigned });
  let signedIn: SignIn = { kind: 'done' };
  let opened: OpenedLink | undefined;
  if (viewer.steps.length > 0) {
    const door = entrance ?? (first !== undefined && 'goto' in first ? link(first.goto) : '');
    opened = await open(door, limits.stepMs);
    if (opened.kind !== 'failed') signedIn = await signIn(page, steps);
  }
  signal.throwIfAborted();
  const startedAt = performance.now();
  if (opened?.kind !== 'failed') {
    const again = await open(link(viewer.url), waitMs);
    const isTrusted = opened?.certificateTrusted === false ? false : again.certificateTrusted;
    opened = { ...again, ...(isTrusted === undefined ? {} : { certificateTrusted: isTrusted }) };
  }
  const looked = await awaitOutcome(page, {
    challenge,
    screen,
    pattern,
    dismiss: [...pattern.dismiss, ...viewer.dismiss],
    watch,
    hasFailed: opened.kind === 'failed',
    startedAt,
    waitMs,
    limits,
    signal,
  });
  return { opened, looked, signedIn, watch, webglAvailable };
}

async function hasWebgl(page: Page, answerMs: number): Promise<boolean> {
  const script = `(() => { const canvas = document.createElement('canvas'); return Boolean(canvas.getContext('webgl2') || canvas.getContext('webgl')); })()`;
  return (await withDeadline(page.evaluate(script), answerMs)) === true;
}
