import { labelFact } from '../findings/fact-labels.ts';
import type { Language } from '../locale/language.ts';
import { formatNumber } from '../report/format.ts';
import { type MeasurementChange, noisePercent } from './compare-measurements.ts';
import { plain } from './terminal-text.ts';

const mostRuns = 12;

/** Followed figures: median, runs, unit, and whether the difference is one. */
export function describeMeasurements(
  changes: readonly MeasurementChange[],
  language: Language,
): readonly string[] {
  const vi = language === 'vi';
  const moved = changes.filter(({ verdict }) => verdict === 'higher' || verdict === 'lower');
  const title = vi
    ? `SỐ ĐO: ${changes.length}, thay đổi thật ${moved.length}`
    : `MEASUREMENTS: ${changes.length}, of which ${moved.length} changed`;
  if (changes.length === 0) return [title];
  return [
    title,
    vi
      ? `  Chênh dưới ${noisePercent} %, hoặc nằm trong khoảng các lần đo, không gọi là thay đổi (mức này do công cụ đặt).`
      : `  A difference below ${noisePercent} %, or within the spread of the runs, is not called a change (the figure is ours).`,
    ...changes.flatMap((one) => describeOne(one, language)),
  ];
}

function describeOne(change: MeasurementChange, language: Language): readonly string[] {
  const { kind, subject, a, b } = change;
  return [
    `  ${kind.title[language]}: ${plain(subject)}`,
    `    A ${describeFigure(a, kind.unit, language)}`,
    `    B ${describeFigure(b, kind.unit, language)}`,
    `    ${describeVerdict(change, language)}`,
  ];
}

function describeFigure(figure: MeasurementChange['a'], unit: string, language: Language): string {
  if (figure === undefined) return language === 'vi' ? 'không đo' : 'not measured';
  const shown = `${round(figure.value, language)} ${unit}`;
  if (figure.runs.length === 0) return shown;
  if (figure.runs.length === 1)
    return language === 'vi' ? `${shown}, đo một lần` : `${shown}, a single run`;
  const runs = figure.runs.slice(0, mostRuns).map((run) => round(run, language));
  const left = figure.runs.length - runs.length;
  const all = `${runs.join('; ')}${left > 0 ? ` (+${left})` : ''}`;
  return language === 'vi'
    ? `${shown}, trung vị của ${figure.runs.length} lần: ${all}`
    : `${shown}, median of ${figure.runs.length} runs: ${all}`;
}

/** What to make of a difference, in a few words. */
export function describeVerdict(change: MeasurementChange, language: Language): string {
  const vi = language === 'vi';
  const { kind, verdict, serves, conditions } = change;
  const delta = describeDelta(change, kind.unit, language);
  switch (verdict) {
    case 'same':
      return vi ? 'không đổi' : 'unchanged';
    case 'noise':
      return vi ? `không khác ngoài dao động (${delta})` : `no difference beyond noise (${delta})`;
    case 'higher':
    case 'lower': {
      const way = verdict === 'higher' ? (vi ? 'cao hơn' : 'higher') : vi ? 'thấp hơn' : 'lower';
      const good =
        serves === undefined
          ? ''
          : serves
            ? vi
              ? ', tốt hơn'
              : ', better'
            : vi
              ? ', KÉM HƠN'
              : ', WORSE';
      return `${way} ${delta}${good}`;
    }
    case 'other-conditions': {
      const [group = ''] = kind.fact.split(/\.[^.]*$/);
      const named = conditions.map((column) => labelFact(group, column, language)).join('; ');
      return vi
        ? `điều kiện đo khác nhau (${named}); không so`
        : `measured under other conditions (${named}); not compared`;
    }
    case 'void':
      return vi
        ? 'một bên đo trong cùng một máy, tới máy chủ trong mạng nội bộ, hoặc máy đo là giới hạn; không so'
        : 'one side was measured inside one computer, to a server inside, or limited by the measuring computer; not compared';
    case 'only-a':
      return vi ? 'chỉ đo ở A' : 'measured in A only';
    case 'only-b':
      return vi ? 'chỉ đo ở B' : 'measured in B only';
  }
}

function describeDelta(
  change: Pick<MeasurementChange, 'difference' | 'differencePercent'>,
  unit: string,
  language: Language,
): string {
  const { difference, differencePercent } = change;
  if (difference === undefined) return '';
  const signed = (value: number) => `${value > 0 ? '+' : ''}${round(value, language)}`;
  const share = differencePercent === undefined ? '' : `, ${signed(differencePercent)} %`;
  return `${signed(difference)} ${unit}${share}`;
}

/** One decimal below a thousand: more is not measured. */
function round(value: number, language: Language): string {
  return formatNumber(Math.round(value * 10) / 10, language);
}
