import { layTable } from '../history/lay-table.ts';
import { plain } from '../history/terminal-text.ts';
import type { Language } from '../locale/language.ts';
import type { Trend } from './make-trend.ts';
import { type TrendRemarks, viewTrend } from './view-trend.ts';

/** The trend for the terminal: levels and counts, criteria that moved, measurements that moved. */
export function describeTrend(
  trend: Trend,
  language: Language,
  remarks: TrendRemarks = [],
): readonly string[] {
  const { w, points, warnings, facility, days, criteria, series } = viewTrend(
    trend,
    language,
    remarks,
  );
  return [
    plain(`${w.title}: ${facility}`),
    w.draftNote,
    ...warnings.map(plain),
    '',
    ...layTable([
      [w.day, w.level, w.met, w.notMet, w.open, ''],
      ...points.map(({ day, level, provisional, met, notMet, open, simulated }) =>
        [day, level, met, notMet, open, [provisional, simulated].filter(Boolean).join('; ')].map(
          plain,
        ),
      ),
    ]),
    '',
    criteria.length === 0 ? w.noCriteria : `${w.criteria}: ${criteria.length}`,
    ...criteria.map(({ code, was, cells }) =>
      plain(`  ${code}${was === '' ? '' : ` (${was})`}: ${cells.join(' -> ')}`),
    ),
    '',
    series.length === 0 ? w.noSeries : w.series,
    ...series.flatMap(({ title, rows }) => [
      plain(`  ${title}`),
      ...rows
        .filter(({ change }) => change !== '')
        .map(({ day, value, change }) => plain(`    ${day}: ${value}; ${change}`)),
    ]),
    '',
    days.length > 0 ? w.foot : '',
  ].filter((line, index, all) => line !== '' || all[index - 1] !== '');
}
