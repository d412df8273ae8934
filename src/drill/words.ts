import { formatNumber } from '../findings/fact-labels.ts';
import type { Language } from '../locale/language.ts';
import type { DrillVerdict } from './analysis.ts';
import type { ServiceKind, WatchedService } from './sample.ts';
import { type DegradedWindow, measureWindow } from './window-tracker.ts';

const kindNames: Readonly<Record<ServiceKind, string>> = {
  'c-echo': 'C-ECHO',
  http: 'HTTP',
  tcp: 'TCP',
};

const verdictNames: Readonly<Record<DrillVerdict, Readonly<Record<Language, string>>>> = {
  'no-outage': { vi: 'không thấy gián đoạn', en: 'no outage seen' },
  'one-outage': { vi: 'một lần gián đoạn', en: 'one outage' },
  'several-outages': { vi: 'nhiều lần gián đoạn', en: 'several outages' },
  'never-came-back': {
    vi: 'chưa trở lại ổn định khi ngừng theo dõi',
    en: 'had not come back for good when watching ended',
  },
  'baseline-not-clean': {
    vi: 'đoạn nền không sạch hoặc chưa đủ dài, không kết luận được',
    en: 'the baseline was not clean or not long enough: no conclusion',
  },
};

/** `C-ECHO pacs-chinh`. */
export function nameService({ kind, subjectId }: WatchedService): string {
  return `${kindNames[kind]} ${subjectId}`;
}

/** A verdict in words. */
export function tellVerdict(verdict: DrillVerdict, language: Language): string {
  return verdictNames[verdict][language];
}

/** Milliseconds as seconds, in the language's notation: `3,8 s`. */
export function tellSeconds(ms: number, language: Language): string {
  return `${formatNumber(ms / 1000, language)} s`;
}

/** A moment of the drill: `giây 9,7`, `9.7 s`. */
export function tellMoment(ms: number, language: Language): string {
  const seconds = formatNumber(ms / 1000, language);
  return language === 'vi' ? `giây ${seconds}` : `${seconds} s`;
}

/** Milliseconds, with one decimal below 10. */
export function tellMs(ms: number, language: Language): string {
  return `${formatNumber(ms < 10 ? ms : Math.round(ms), language)} ms`;
}

/** How long a window lasted: `3,8 đến 4,2 s`, or that its end is not known. */
export function tellLength(window: DegradedWindow, language: Language): string {
  const { lowerMs, upperMs } = measureWindow(window);
  const lower = formatNumber(lowerMs / 1000, language);
  if (upperMs === undefined || !window.cameBack)
    return language === 'vi' ? `ít nhất ${lower} s` : `at least ${lower} s`;
  const upper = formatNumber(upperMs / 1000, language);
  return language === 'vi' ? `từ ${lower} đến ${upper} s` : `${lower} to ${upper} s`;
}

/** A share as a percentage; never 100 % while one is missing, never 0 % while there is one. */
export function tellShare(part: number, whole: number, language: Language): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  const shown = part < whole ? Math.min(percent, 99.9) : percent;
  return `${formatNumber(part > 0 ? Math.max(shown, 0.1) : shown, language)} %`;
}

/** Numbers as ranges: `5-9, 12`; the first ones of a long list. */
export function tellNumbers(numbers: readonly number[], most: number): string {
  const ranges: { from: number; to: number }[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.to === number - 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  const shown = ranges.slice(0, most);
  const text = shown.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
  return shown.length < ranges.length ? `${text}, …` : text;
}

const codeNames: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  timeout: { vi: 'không trả lời kịp', en: 'no answer in time' },
  ECONNREFUSED: { vi: 'từ chối kết nối', en: 'connection refused' },
  ECONNRESET: { vi: 'kết nối bị ngắt', en: 'connection reset' },
  closed: { vi: 'kết nối bị đóng', en: 'connection closed' },
  reset: { vi: 'kết nối bị ngắt', en: 'connection reset' },
  UND_ERR_SOCKET: { vi: 'kết nối bị đóng', en: 'connection closed' },
  EHOSTUNREACH: { vi: 'không tới được máy', en: 'host unreachable' },
  ENETUNREACH: { vi: 'không tới được mạng', en: 'network unreachable' },
  ENOTFOUND: { vi: 'không phân giải được tên máy', en: 'host name not resolved' },
};

/** Why a question failed, in a few words; an unusual code as it is. */
export function tellCode(code: string, language: Language): string {
  const known = Object.hasOwn(codeNames, code) ? codeNames[code] : undefined;
  if (known) return known[language];
  const status = /^http-(\d{3})$/.exec(code)?.[1];
  return status === undefined ? code : `HTTP ${status}`;
}
