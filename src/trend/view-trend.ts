import type { Language } from '../locale/language.ts';
import { formatDate, formatNumber } from '../report/format.ts';
import { levelNames } from '../report/labels.ts';
import { levels } from '../verdict/verdict.ts';
import { drawLevels, drawSeries } from './draw-trend.ts';
import type { Trend, TrendCounts } from './make-trend.ts';

const words = {
  vi: {
    title: 'Diễn biến qua các lần đánh giá RIS-PACS',
    draftNote:
      'Mức là mức đề xuất theo dự thảo chưa được ban hành, không có giá trị pháp lý. Trang này chỉ xếp cạnh nhau những gì các hồ sơ đã ghi; các hồ sơ không được chấm lại.',
    simulated: 'DỮ LIỆU MÔ PHỎNG',
    foot: 'Theo dự thảo chưa ban hành. Số liệu như các hồ sơ đã ghi.',
    page: 'Trang',
    facility: 'Cơ sở',
    otherFacility: 'CHÚ Ý: các hồ sơ mang tên hoặc mã của nhiều cơ sở.',
    otherChecklist:
      'CHÚ Ý: các lần đánh giá dùng bộ tiêu chí khác nhau; kết quả không so trực tiếp được.',
    levels: 'Mức đề xuất theo dự thảo',
    levelsNote:
      'Chấm: mức đề xuất; nét đứt: mức còn có thể đạt nếu mọi tiêu chí chưa quyết định đều đạt. Các lần cách đều nhau, không theo tỷ lệ thời gian.',
    day: 'Ngày đánh giá',
    level: 'Mức đề xuất',
    edition: 'Bản bộ tiêu chí',
    met: 'Đạt',
    notMet: 'Không đạt',
    open: 'Chưa quyết định',
    groups: 'Số tiêu chí đạt theo nhóm (đạt / tổng; kd: không đạt)',
    group: 'Nhóm tiêu chí',
    notMetShort: 'kd',
    series: 'Số đo qua các lần',
    noSeries: 'Không có số đo nào được làm trong các hồ sơ này.',
    notMade: 'không đo',
  },
  en: {
    title: 'RIS-PACS assessments over time',
    draftNote:
      'Levels are proposed under a draft that was never issued, without legal force. This page only lays side by side what the dossiers recorded; nothing is judged again.',
    simulated: 'SIMULATED DATA',
    foot: 'Under a draft that was never issued. Figures as recorded.',
    page: 'Page',
    facility: 'Facility',
    otherFacility: 'NOTE: the dossiers name different facilities.',
    otherChecklist:
      'NOTE: the assessments used different checklists; outcomes are not directly comparable.',
    levels: 'Level proposed under the draft',
    levelsNote:
      'Dot: proposed level; dashes: what is still possible if every open criterion were met. Evenly spaced, not to the scale of time.',
    day: 'Assessed on',
    level: 'Proposed level',
    edition: 'Checklist edition',
    met: 'Met',
    notMet: 'Not met',
    open: 'Undecided',
    groups: 'Criteria met by group (met / all; n: not met)',
    group: 'Group of criteria',
    notMetShort: 'n',
    series: 'Measurements over time',
    noSeries: 'None of these dossiers holds a measurement.',
    notMade: 'not made',
  },
} as const;

/** What the trend page prints, as plain data in one language. Pure. */
export function viewTrend(trend: Trend, language: Language) {
  const w = words[language];
  const days = trend.points.map(({ assessedOn }) => formatDate(assessedOn, language));
  const number = (value: number) => formatNumber(value, language);
  const nameOf = (level: string) => {
    const known = levels.find((one) => one === level);
    return known === undefined ? level : levelNames[known][language];
  };
  const simulated = trend.points.some((one) => one.simulated);
  return {
    lang: language,
    w,
    title: w.title,
    simulated,
    facility: trend.facility.slice(0, 300),
    warnings: [
      ...(trend.sameFacility ? [] : [w.otherFacility]),
      ...(trend.sameChecklist ? [] : [w.otherChecklist]),
    ],
    levels: drawLevels(
      trend.points.map(({ floor, ceiling }, index) => ({
        day: days[index] ?? '',
        floor: rankOf(floor),
        ceiling: rankOf(ceiling),
      })),
      levels.map((level) => levelNames[level][language]),
      {
        id: 'picture-levels',
        title: w.levels,
        description: trend.points
          .map(({ level }, index) => `${days[index] ?? ''}: ${nameOf(level)}.`)
          .join(' '),
      },
    ),
    points: trend.points.map((point, index) => ({
      day: days[index] ?? '',
      level: nameOf(point.level),
      edition: point.edition.slice(0, 100),
      met: number(point.counts.met),
      notMet: number(point.counts.notMet),
      open: number(point.counts.open),
      simulated: point.simulated ? w.simulated : '',
    })),
    days,
    groups: trend.groupNames.map((name, at) => ({
      name: name[language],
      cells: trend.points.map(({ groups }) => describeCounts(groups[at], w.notMetShort)),
    })),
    series: trend.series.map((one, at) => {
      const title = `${one.title[language]}: ${one.subject.slice(0, 80)} (${one.unit})`;
      return {
        title,
        picture: drawSeries(days, one.values, one.unit, {
          id: `picture-series-${at + 1}`,
          title,
          description: one.values
            .map(
              (value, index) =>
                `${days[index] ?? ''}: ${value === undefined ? w.notMade : number(value)}.`,
            )
            .join(' '),
          show: number,
        }),
      };
    }),
  };
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
