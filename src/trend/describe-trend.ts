import { layTable } from '../history/lay-table.ts';
import { plain } from '../history/terminal-text.ts';
import type { Language } from '../locale/language.ts';
import type { Trend } from './make-trend.ts';
import { viewTrend } from './view-trend.ts';

/** The trend as a table for the terminal. */
export function describeTrend(trend: Trend, language: Language): readonly string[] {
  const { w, points, warnings, facility } = viewTrend(trend, language);
  return [
    plain(`${w.title}: ${facility}`),
    w.draftNote,
    ...warnings,
    ...layTable([
      [w.day, w.level, w.met, w.notMet, w.open, ''],
      ...points.map(({ day, level, met, notMet, open, simulated }) =>
        [day, level, met, notMet, open, simulated].map(plain),
      ),
    ]),
  ];
}
