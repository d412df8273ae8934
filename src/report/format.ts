import type { Language } from '../locale/language.ts';

/** A number as people of that language write it: `1.000` and `941,5` in Vietnamese. At most two decimals. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    maximumFractionDigits: 2,
  }).format(value);
}

/** `2026-11-22` as `22/11/2026` (vi) or `22 November 2026` (en). Anything else is returned as it is. */
export function formatDate(isoDate: string, language: Language): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(isoDate);
  if (match === null) return isoDate;
  const [, year = '', month = '', day = ''] = match;
  if (language === 'vi') return `${day}/${month}/${year}`;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/** `2026-11-22` as Nghị định 30/2020 writes it: a leading zero for days below 10 and for months 1 and 2 only. */
export function formatLongDate(isoDate: string, language: Language): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(isoDate);
  if (match === null || language === 'en') return formatDate(isoDate, language);
  const [, year = '', month = '', day = ''] = match;
  const shownMonth = Number(month) <= 2 ? month : String(Number(month));
  return `ngày ${day} tháng ${shownMonth} năm ${year}`;
}

/**
 * An RFC 3339 time with the clock and offset it was written with: `09:14 22/11/2026 (+07:00)`.
 * @param homeOffset - an offset that the report names once: times written with it go without
 */
export function formatTime(rfc3339: string, language: Language, homeOffset?: string): string {
  const match = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/.exec(
    rfc3339,
  );
  if (match === null) return rfc3339;
  const [, date = '', clock = '', offset = ''] = match;
  const moment = `${clock} ${formatDate(date, language)}`;
  if (offset === homeOffset) return moment;
  return `${moment} (${/^z$/i.test(offset) ? 'UTC' : offset})`;
}

/** The offset from UTC that every one of these RFC 3339 times was written with; `undefined` where they differ. */
export function commonOffset(times: readonly string[]): string | undefined {
  const offsets = new Set(times.map((time) => /(?:[Zz]|[+-]\d\d:\d\d)$/.exec(time)?.[0]));
  return offsets.size === 1 ? [...offsets][0] : undefined;
}
