import { noisePercent } from '../history/compare-measurements.ts';
import { nameOutcome } from '../history/describe-criteria.ts';
import { describeVerdict } from '../history/describe-measurements.ts';
import type { Language } from '../locale/language.ts';
import { formatDate, formatNumber } from '../report/format.ts';
import { levelNames } from '../report/labels.ts';
import { codeOf } from '../report/view-context.ts';
import { levels } from '../verdict/verdict.ts';
import { drawLevels, drawSeries } from './draw-trend.ts';
import type { Trend, TrendCounts, TrendCriterion } from './make-trend.ts';
import type { TrendFigure, TrendSeries } from './trace-measurements.ts';
import { trendWords } from './words.ts';

const mostRuns = 12;
const mostCriteria = 60;

/** What was left out before the assessments were laid side by side, in words. */
export type TrendRemarks = readonly string[];

/** What the trend page prints, as plain data in one language. Pure. */
export function viewTrend(trend: Trend, language: Language, remarks: TrendRemarks = []) {
  const w = trendWords[language];
  const days = trend.points.map(({ assessedOn }) => formatDate(assessedOn, language));
  const number = (value: number) => formatNumber(value, language);
  const simulated = trend.points.some((one) => one.simulated);
  const changed = trend.points.some((one) => one.editionChanged);
  return {
    lang: language,
    w,
    title: w.title,
    simulated,
    facility: trend.facility.slice(0, 300),
    warnings: [...viewWarnings(trend, days, language), ...remarks],
    levelsNote: changed ? `${w.levelsNote} ${w.editionNote}` : w.levelsNote,
    levels: drawLevels(
      trend.points.map(({ floor, ceiling, editionChanged }, index) => ({
        day: days[index] ?? '',
        floor: rankOf(floor),
        ceiling: rankOf(ceiling),
        editionChanged,
      })),
      levels.map((level) => levelNames[level][language]),
      {
        id: 'picture-levels',
        title: w.levels,
        description: trend.points
          .map(({ level }, index) => `${days[index] ?? ''}: ${nameLevel(level, language)}.`)
          .join(' '),
      },
    ),
    points: trend.points.map((point, index) => ({
      day: days[index] ?? '',
      level: nameLevel(point.level, language),
      provisional:
        point.ceiling === point.floor ? '' : w.provisional(nameLevel(point.ceiling, language)),
      edition: point.edition.slice(0, 100),
      met: number(point.counts.met),
      notMet: number(point.counts.notMet),
      open: number(point.counts.open),
      simulated: point.simulated ? w.simulated : '',
    })),
    days,
    isWide: days.length > 6,
    groups: trend.groupNames.map((name, at) => ({
      name: name[language],
      cells: trend.points.map(({ groups }) => describeCounts(groups[at], w.notMetShort)),
    })),
    criteria: trend.criteria
      .slice(0, mostCriteria)
      .map((one) => viewCriterion(one, trend, language)),
    seriesNote: w.seriesNote(noisePercent),
    series: trend.series.map((one, at) => viewSeries(one, at, days, language)),
  };
}

function viewWarnings(
  trend: Trend,
  days: readonly string[],
  language: Language,
): readonly string[] {
  const w = trendWords[language];
  const repeated = [...new Set(days.filter((day, index) => days.indexOf(day) !== index))];
  return [
    ...(trend.sameFacility ? [] : [w.otherFacility]),
    ...(trend.mixedSimulation ? [w.mixedSimulation] : []),
    ...(trend.sameChecklist ? [] : [w.otherChecklist]),
    ...trend.makeUps.flatMap(({ edition, latest, levels: compared }) =>
      compared === undefined
        ? [w.makeUpUnknown(edition, latest)]
        : compared
            .filter(({ a, b, common }) => a !== b || common !== a)
            .map(({ level, a, b, common }) =>
              w.makeUp(levelNames[level][language], edition, a, latest, b, common),
            ),
    ),
    ...repeated.map((day) => w.sameDay(day)),
  ];
}

function viewCriterion(row: TrendCriterion, trend: Trend, language: Language) {
  const w = trendWords[language];
  const last = row.cells.length - 1;
  const latestName = row.cells[last]?.length === 0 ? row.criterion : undefined;
  const names = row.cells.flatMap((cell, index) =>
    cell
      .filter(({ criterion }) => criterion !== row.criterion)
      .map(({ criterion }) => w.was(codeOf(criterion), trend.points[index]?.edition ?? '')),
  );
  return {
    code: codeOf(latestName ?? row.criterion),
    was: [...new Set(names)].join('; '),
    cells: row.cells.map((cell, index) => {
      if (cell.length === 0) return w.absent;
      const told = cell.map(({ criterion, outcome }) =>
        cell.length > 1
          ? `${codeOf(criterion)}: ${nameOutcome(outcome, language)}`
          : nameOutcome(outcome, language),
      );
      return `${told.join('; ')}${row.otherRule[index] === true ? ` (${w.otherRule})` : ''}`;
    }),
  };
}

function viewSeries(one: TrendSeries, at: number, days: readonly string[], language: Language) {
  const w = trendWords[language];
  const show = (value: number) =>
    formatNumber(value >= 100 ? Math.round(value) : Math.round(value * 10) / 10, language);
  const title = `${one.kind.title[language]}: ${one.subject.slice(0, 80)} (${one.kind.unit})`;
  return {
    title,
    picture: drawSeries(
      days,
      one.figures.map((figure) =>
        figure === undefined
          ? undefined
          : { value: figure.value, joins: figure.verdict !== 'other-conditions' },
      ),
      one.kind.unit,
      {
        id: `picture-series-${at + 1}`,
        title,
        description: one.figures
          .map(
            (figure, index) =>
              `${days[index] ?? ''}: ${figure === undefined ? w.notMade : show(figure.value)}.`,
          )
          .join(' '),
        show,
      },
    ),
    rows: one.figures.map((figure, index) => ({
      day: days[index] ?? '',
      value: figure === undefined ? w.notMade : show(figure.value),
      runs: figure === undefined ? '' : listRuns(figure.runs, show),
      change: figure === undefined ? '' : describeChange(one, figure, language),
    })),
  };
}

function listRuns(runs: readonly number[], show: (value: number) => string): string {
  const left = runs.length - mostRuns;
  return `${runs.slice(0, mostRuns).map(show).join('; ')}${left > 0 ? ` (+${left})` : ''}`;
}

function describeChange({ kind, subject }: TrendSeries, figure: TrendFigure, language: Language) {
  const { verdict, serves, difference, differencePercent, conditions } = figure;
  if (verdict === undefined) return trendWords[language].first;
  return describeVerdict(
    {
      kind,
      subject,
      verdict,
      conditions: conditions ?? [],
      ...(serves !== undefined && { serves }),
      ...(difference !== undefined && { difference }),
      ...(differencePercent !== undefined && { differencePercent }),
    },
    language,
  );
}

function nameLevel(level: string, language: Language): string {
  const known = levels.find((one) => one === level);
  return known === undefined ? level : levelNames[known][language];
}

/** Levels that this version does not know stand at the bottom. */
function rankOf(level: string): number {
  const known = levels.find((one) => one === level);
  return known === undefined ? 0 : levels.indexOf(known);
}

function describeCounts(counts: TrendCounts | undefined, notMet: string): string {
  if (counts === undefined) return '';
  const all = counts.met + counts.notMet + counts.open;
  return `${counts.met}/${all}${counts.notMet > 0 ? ` (${notMet} ${counts.notMet})` : ''}`;
}
