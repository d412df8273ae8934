import { type FoundBrowser, searchBrowser } from '../browser/browser.ts';
import { embedFontFaces } from '../report/font-faces.ts';
import { type PdfDocument, renderPdf } from '../report/render-pdf.ts';
import type { Check, Say } from './check.ts';
import { readPdfText } from './read-pdf-text.ts';

/** Letters that a font without full Vietnamese gets wrong, the sign of the currency, and the words of every report. */
export const sampleText =
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM: ặ ẳ ễ ợ ữ Đ đ ẵ Ử ỹ Ỵ ẩ ₫; tiêu chí kỹ thuật của RIS-PACS, 1 Gb/s';
const expectedFonts = ['Tinos', 'Tinos-Bold', 'Tinos-BoldItalic', 'Tinos-Italic'];
const deadlineMs = 60_000;

const origins: Readonly<Record<FoundBrowser['origin'], readonly [vi: string, en: string]>> = {
  override: ['được chỉ định', 'named by you'],
  environment: ['theo biến môi trường', 'from the environment'],
  bundled: ['đi kèm công cụ', 'bundled'],
  installed: ['đã cài trên máy', 'installed'],
};

/** Prints one page with the report's four font faces and reads it back: which browser, its sandbox, text and fonts. */
export async function checkPrinting(say: Say, signal: AbortSignal): Promise<Check> {
  const base = { id: 'pdf', title: say('Lập bản PDF', 'Making the PDF') };
  const search = await searchBrowser();
  const advice = say(
    'Cài Google Chrome, Chromium hoặc Microsoft Edge; hoặc đặt biến môi trường RISPACS_BROWSER là đường dẫn tới trình duyệt. Không có PDF thì vẫn có bản HTML.',
    'Install Google Chrome, Chromium or Microsoft Edge; or set the environment variable RISPACS_BROWSER to the path of a browser. Without a PDF there is still HTML.',
  );
  const fail = (found: string, details: Check['details'] = {}): Check => ({
    ...base,
    state: 'error',
    blocks: 'pdf',
    found,
    details,
    advice,
  });
  if (search.found === undefined) {
    const places = search.missed.map((one) => `${one.where} (${one.problem})`).join(', ');
    return fail(
      say(`Không có trình duyệt nào dùng được: ${places}.`, `No usable browser: ${places}.`),
    );
  }
  const found = search.found;
  const html = await samplePage();
  const result = await renderPdf({ html, signal, deadlineMs, browser: found });
  const details = { executable: found.executablePath, origin: found.origin };
  if (result.state !== 'rendered') {
    return fail(
      say(
        `Trình duyệt ${found.executablePath} không in được: ${result.message}`,
        `The browser ${found.executablePath} cannot print: ${result.message}`,
      ),
      details,
    );
  }
  return judgePage(say, result, found, base, fail);
}

async function samplePage(): Promise<string> {
  const fonts = await embedFontFaces(sampleText);
  const line = (open: string, close: string) => `<p>${open}${sampleText}${close}</p>`;
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>rispacs doctor</title><style>${fonts}
@page{size:A4;margin:20mm}html{font:13pt 'Report Serif'}</style></head><body>${line('', '')}${line('<b>', '</b>')}${line('<i>', '</i>')}${line('<b><i>', '</i></b>')}</body></html>`;
}

function judgePage(
  say: Say,
  result: PdfDocument,
  found: FoundBrowser,
  base: Pick<Check, 'id' | 'title'>,
  fail: (found: string, details: Check['details']) => Check,
): Check {
  const { text, embeddedFonts } = readPdfText(result.pdf);
  const { browser } = result;
  const details = {
    executable: found.executablePath,
    origin: found.origin,
    browser: browser.name,
    version: browser.version,
    sandboxed: browser.sandboxed,
    fonts: embeddedFonts,
    fallbackFonts: result.fallbackFonts,
  };
  const plain = (value: string) => value.replace(/\s+/g, '');
  const copies = plain(text).split(plain(sampleText)).length - 1;
  const absent = expectedFonts.filter(
    (name) => !embeddedFonts.some((one) => one === name || one === `${name}-Regular`),
  );
  if (copies < expectedFonts.length || absent.length > 0) {
    return fail(
      absent.length > 0
        ? say(
            `Trang thử thiếu phông chữ của báo cáo: ${absent.join(', ')}.`,
            `The sample page lacks fonts of the report: ${absent.join(', ')}.`,
          )
        : say(
            'Chữ tiếng Việt trên trang thử không đọc lại đúng.',
            'The Vietnamese text of the sample page does not read back right.',
          ),
      details,
    );
  }
  const [vi, en] = origins[found.origin];
  const sentence = say(
    `${browser.name} ${browser.version} (${vi}); trang thử có đúng chữ tiếng Việt, đủ bốn kiểu phông nhúng`,
    `${browser.name} ${browser.version} (${en}); the sample page has the right Vietnamese text in four embedded fonts`,
  );
  if (browser.sandboxed) {
    return {
      ...base,
      state: 'ok',
      details,
      found: say(`${sentence}; có sandbox.`, `${sentence}; sandboxed.`),
    };
  }
  return {
    ...base,
    state: 'warning',
    details,
    found: say(
      `${sentence}; trình duyệt chạy không có sandbox.`,
      `${sentence}; the browser runs without its sandbox.`,
    ),
    advice:
      process.getuid?.() === 0
        ? say(
            'Chạy rispacs bằng tài khoản thường, không phải root, để trình duyệt tự cách ly. Trang in không chạy mã và không truy cập mạng.',
            'Run rispacs as an ordinary user, not root, so that the browser can isolate itself. The printed page runs no code and has no network.',
          )
        : say(
            'Hệ điều hành không cho dùng sandbox (user namespace); hỏi quản trị máy. Trang in không chạy mã và không truy cập mạng.',
            'The system offers no sandbox (user namespaces); ask its administrator. The printed page runs no code and has no network.',
          ),
  };
}
