/** Viet Nam has had one offset, UTC+7, since 1975. */
export const VIETNAM_OFFSET_MINUTES = 420;

/** How exact a time stamp is: the last part that was sent. */
export type TimePrecision = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/** A time stamp taken apart (HL7 v2.5.1 2.A.22 DTM, 2.A.77 TS). */
export interface MessageTime {
  /** Local date as far as sent: `YYYY`, `YYYYMM` or `YYYYMMDD`. */
  readonly localDate: string;
  /** Local time as far as sent: empty, `HH`, `HHMM` or `HHMMSS`, without fractions. */
  readonly localTime: string;
  readonly precision: TimePrecision;
  /** Minutes east of UTC; absent when not sent. */
  readonly offsetMinutes?: number;
  /** The instant, when the offset is known and the precision is at least a minute. */
  readonly instant?: Date;
}

/**
 * Writes an instant as local time with its offset: `20261231003000+0700`.
 *
 * @param offsetMinutes minutes east of UTC; Viet Nam's by default, whatever this computer's zone is
 * @throws {RangeError} for an invalid date or an offset of a day or more
 */
export function formatMessageTime(instant: Date, offsetMinutes = VIETNAM_OFFSET_MINUTES): string {
  const { localDate, localTime } = splitLocal(instant, offsetMinutes);
  const absolute = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const zone = `${sign}${pad(Math.floor(absolute / 60))}${pad(absolute % 60)}`;
  return `${localDate}${localTime}${zone}`;
}

/**
 * The local date (`YYYYMMDD`) and time (`HHMMSS`) of an instant, as a worklist shows them: DICOM DA and TM carry no
 * zone, so a moment late in the evening in UTC is on the next day in Viet Nam.
 *
 * @throws {RangeError} for an invalid date or an offset of a day or more
 */
export function splitLocal(
  instant: Date,
  offsetMinutes = VIETNAM_OFFSET_MINUTES,
): { readonly localDate: string; readonly localTime: string } {
  if (!Number.isInteger(offsetMinutes) || Math.abs(offsetMinutes) >= 1440) {
    throw new RangeError(`not an offset from UTC in minutes: ${offsetMinutes}`);
  }
  const shifted = new Date(instant.getTime() + offsetMinutes * 60_000).toISOString();
  const digits = shifted.replace(/\D/g, '');
  if (!/^\d{4}-/.test(shifted)) throw new RangeError('year outside 0000 to 9999');
  return { localDate: digits.slice(0, 8), localTime: digits.slice(8, 14) };
}

const STAMP =
  /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\.\d{1,4})?)?)?)?)?)?([+-]\d{4})?$/;
const PRECISIONS: readonly TimePrecision[] = ['year', 'month', 'day', 'hour', 'minute', 'second'];

/**
 * Reads a time stamp of any precision.
 *
 * @returns `undefined` when the text is not one, or names a moment that does not exist (30 February, 25 o'clock)
 */
export function parseMessageTime(text: string): MessageTime | undefined {
  const match = STAMP.exec(text.trim());
  if (match === null) return undefined;
  const parts = match.slice(1, 7).filter((part) => part !== undefined);
  const precision = PRECISIONS[parts.length - 1];
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  if (precision === undefined || !exists(year, month, day, hour, minute, second)) return undefined;
  const offsetMinutes = match[8] === undefined ? undefined : readOffset(match[8]);
  if (match[8] !== undefined && offsetMinutes === undefined) return undefined;
  const base = {
    localDate: parts.slice(0, 3).join(''),
    localTime: parts.slice(3).join(''),
    precision,
  };
  if (offsetMinutes === undefined) return base;
  if (parts.length < 5) return { ...base, offsetMinutes };
  const fractionMs = Math.round(Number(`0${match[7] ?? ''}`) * 1000);
  const local = utc(year, month, day, hour, minute, second).getTime() + fractionMs;
  return { ...base, offsetMinutes, instant: new Date(local - offsetMinutes * 60_000) };
}

function exists(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): boolean {
  const date = utc(year, month, day, 0, 0, 0);
  return (
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60
  );
}

function utc(y: number, mo: number, d: number, h: number, mi: number, s: number): Date {
  const date = new Date(0);
  // Date.UTC would read years below 100 as 19xx.
  date.setUTCFullYear(y, mo - 1, d);
  date.setUTCHours(h, mi, s, 0);
  return date;
}

function readOffset(text: string): number | undefined {
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3, 5));
  if (hours > 14 || minutes > 59) return undefined;
  const total = hours * 60 + minutes;
  return text.startsWith('-') && total > 0 ? -total : total;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
