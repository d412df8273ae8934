import { afterEach, describe, expect, it, vi } from 'vitest';
import { findBrowser } from '../../src/browser/browser.ts';
import { sayIn } from '../../src/doctor/check.ts';
import { checkPrinting } from '../../src/doctor/check-printing.ts';
import { readPdfText } from '../../src/doctor/read-pdf-text.ts';

const browser = await findBrowser();
if (browser === undefined) process.stderr.write('skipped: needs a browser\n');
const signal = new AbortController().signal;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('whether a PDF can be made', () => {
  it.skipIf(browser === undefined)('prints a page and reads its text and fonts back', async () => {
    const check = await checkPrinting(sayIn('vi'), signal);
    expect(check.state).not.toBe('error');
    expect(check.details.fonts).toEqual(
      expect.arrayContaining(['Tinos-Bold', 'Tinos-BoldItalic', 'Tinos-Italic']),
    );
  });

  it('blocks only the PDF when the named browser cannot run, and says where it looked', async () => {
    vi.stubEnv('RISPACS_BROWSER', '/nowhere/chrome');
    const check = await checkPrinting(sayIn('en'), signal);
    expect(check).toMatchObject({ state: 'error', blocks: 'pdf' });
    expect(check.found).toContain('/nowhere/chrome');
  });

  it('reads no text out of what is no PDF', () => {
    expect(readPdfText(Buffer.from('not a PDF'))).toEqual({ text: '', embeddedFonts: [] });
  });
});
