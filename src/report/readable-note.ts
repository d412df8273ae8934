import { withoutAdvice } from '../locale/advice.ts';
import type { Language } from '../locale/language.ts';
import { formatDate, formatTime } from './format.ts';

/** RFC 3339, a minute as notes write it, or a day alone; never part of an id or a file name. */
const moments =
  /(?<![\w./-])(\d{4}-\d\d-\d\d)(?:([Tt ])(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?)?(?![\w/-])/gu;

/**
 * A note or a reason as it is printed: the fact without what was advised to whoever ran the tool, and with days and times as
 * people write them. What the dossier holds stays as it was recorded.
 *
 * @param homeOffset - offset from UTC that the report names once and does not repeat
 */
export function readableNote(text: string, language: Language, homeOffset?: string): string {
  return withoutAdvice(text).replace(
    moments,
    (whole: string, day: string, joint?: string, clock?: string, offset?: string) => {
      if (clock === undefined) return formatDate(day, language);
      // A day and a time apart are one moment only where the time is all that follows.
      if (offset === undefined && joint !== ' ') return whole;
      return offset === undefined
        ? `${clock} ${formatDate(day, language)}`
        : formatTime(`${day}T${clock}${offset}`, language, homeOffset);
    },
  );
}
