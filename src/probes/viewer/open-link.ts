import type { Page } from 'puppeteer';

/** What became of opening a link. `slow` may still be on its way. */
export interface OpenedLink {
  readonly kind: 'opened' | 'slow' | 'failed';
  /** The browser's word such as `net::ERR_CONNECTION_REFUSED`; only of `failed`. */
  readonly problem?: string;
  /** Absent without TLS, and when it was not seen. */
  readonly certificateTrusted?: boolean;
}

/** Opens a link; a certificate that is not trusted is overridden only when that was asked for, and told. */
export async function openLink(
  page: Page,
  url: string,
  { timeoutMs, allowUntrusted }: { readonly timeoutMs: number; readonly allowUntrusted: boolean },
): Promise<OpenedLink> {
  const isTls = url.startsWith('https:');
  const first = await tryOpen(page, url, timeoutMs);
  const isUntrusted = first.problem?.startsWith('net::ERR_CERT_') === true;
  if (!isUntrusted) {
    return first.kind === 'opened' && isTls ? { ...first, certificateTrusted: true } : first;
  }
  if (!allowUntrusted) return { ...first, certificateTrusted: false };
  const session = await page.createCDPSession();
  await session.send('Security.setIgnoreCertificateErrors', { ignore: true });
  return { ...(await tryOpen(page, url, timeoutMs)), certificateTrusted: false };
}

async function tryOpen(page: Page, url: string, timeoutMs: number): Promise<OpenedLink> {
  try {
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: timeoutMs });
    return { kind: 'opened' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = /net::ERR_[A-Z_]+/.exec(error.message)?.[0];
    // Without such a word it took too long; a redirect by script and a link that is a file abort where they came from.
    const isSlow = problem === undefined || problem === 'net::ERR_ABORTED';
    return isSlow ? { kind: 'slow' } : { kind: 'failed', problem };
  }
}
