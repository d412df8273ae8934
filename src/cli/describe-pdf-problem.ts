import type { Language } from '../locale/language.ts';
import type { RenderedReport } from '../report/render-report.ts';

/** Why there is no PDF and what to do, in one sentence; HTML and JSON are there in any case. */
export function describePdfProblem(
  problem: NonNullable<RenderedReport['pdfProblem']>,
  folder: string,
  language: Language,
): string {
  const again = `rispacs report ${folder} --format pdf`;
  if (language === 'vi') {
    const why = {
      'no-browser': 'không tìm thấy trình duyệt Chrome, Chromium hoặc Edge',
      'timed-out': 'trình duyệt không xong trong thời hạn',
      failed: `trình duyệt báo lỗi: ${problem.message}`,
    }[problem.state];
    return `Chưa lập được bản PDF vì ${why}; bản HTML và JSON đã có. Cài trình duyệt hoặc đặt RISPACS_BROWSER, rồi chạy: ${again}`;
  }
  const why = {
    'no-browser': 'no Chrome, Chromium or Edge was found',
    'timed-out': 'the browser did not finish in time',
    failed: `the browser failed: ${problem.message}`,
  }[problem.state];
  return `No PDF was made because ${why}; HTML and JSON are there. Install a browser or set RISPACS_BROWSER, then run: ${again}`;
}
