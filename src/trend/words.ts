const vietnamese = {
  title: 'Diễn biến qua các lần đánh giá RIS-PACS',
  draftNote:
    'Mức là mức đề xuất theo dự thảo chưa được ban hành, không có giá trị pháp lý. Trang này chỉ xếp cạnh nhau những gì các hồ sơ đã ghi; các hồ sơ không được chấm lại.',
  simulated: 'DỮ LIỆU MÔ PHỎNG',
  foot: 'Theo dự thảo chưa ban hành. Số liệu như các hồ sơ đã ghi.',
  page: 'Trang',
  otherFacility: 'CHÚ Ý: các hồ sơ mang tên hoặc mã của nhiều cơ sở.',
  otherChecklist:
    'CHÚ Ý: các lần đánh giá dùng bộ tiêu chí khác nhau; kết quả không so trực tiếp được.',
  mixedSimulation:
    'CHÚ Ý: có hồ sơ là dữ liệu mô phỏng, có hồ sơ là thật; khác nhau giữa chúng không nói gì về cơ sở.',
  sameDay: (day: string) =>
    `CHÚ Ý: có nhiều hồ sơ cùng ngày ${day}; xếp theo thứ tự đã nêu trong lệnh.`,
  duplicate: (path: string, first: string) =>
    `CHÚ Ý: ${path} giống hệt ${first} nên chỉ tính một lần.`,
  unreadable: (path: string, why: string) => `CHÚ Ý: không đọc được ${path} nên bỏ qua: ${why}`,
  makeUp: (
    level: string,
    edition: string,
    own: number,
    latest: string,
    now: number,
    common: number,
  ) =>
    `Mức ${level} của ${edition} gồm ${own} tiêu chí, của ${latest} gồm ${now}; ${common} tiêu chí giống hệt nhau.`,
  makeUpUnknown: (edition: string, latest: string) =>
    `${edition} và ${latest}: không biết các mức có đòi hỏi như nhau hay không.`,
  levels: 'Mức đề xuất theo dự thảo',
  levelsNote:
    'Chấm: mức đề xuất; nét đứt lên trên: mức còn có thể đạt nếu mọi tiêu chí chưa quyết định đều đạt. Các lần cách đều nhau, không theo tỷ lệ thời gian.',
  editionNote: 'Vạch đứng nét đứt: từ đây dùng bộ tiêu chí khác.',
  day: 'Ngày đánh giá',
  level: 'Mức đề xuất',
  provisional: (ceiling: string) => `tạm thời, có thể tới ${ceiling}`,
  edition: 'Bản bộ tiêu chí',
  met: 'Đạt',
  notMet: 'Không đạt',
  open: 'Chưa quyết định',
  groups: 'Số tiêu chí đạt theo nhóm (đạt / tổng; kd: không đạt)',
  group: 'Nhóm tiêu chí',
  notMetShort: 'kd',
  criteria: 'Tiêu chí có kết quả khác nhau giữa các lần',
  noCriteria: 'Không có tiêu chí nào đổi kết quả.',
  criterion: 'Tiêu chí',
  absent: 'không có',
  otherRule: 'quy tắc khác',
  was: (id: string, edition: string) => `là ${id} ở ${edition}`,
  series: 'Số đo qua các lần',
  seriesNote: (percent: number) =>
    `Trị số là trung vị của các lần đo. Chênh dưới ${percent} %, hoặc nằm trong khoảng các lần đo, không gọi là thay đổi (mức này do công cụ đặt). Nét nối chỉ có giữa hai lần đo cùng điều kiện.`,
  noSeries: 'Không có số đo nào về đường truyền, dung lượng hay diễn tập trong các hồ sơ này.',
  notMade: 'không đo',
  value: 'Trị số',
  runs: 'Các lần đo',
  change: 'So với lần đo trước',
  first: 'lần đầu',
};

/** Words of the trend page; a missing one does not compile. */
export type TrendWords = typeof vietnamese;

const english: TrendWords = {
  title: 'RIS-PACS assessments over time',
  draftNote:
    'Levels are proposed under a draft that was never issued, without legal force. This page only lays side by side what the dossiers recorded; nothing is judged again.',
  simulated: 'SIMULATED DATA',
  foot: 'Under a draft that was never issued. Figures as recorded.',
  page: 'Page',
  otherFacility: 'NOTE: the dossiers name different facilities.',
  otherChecklist:
    'NOTE: the assessments used different checklists; outcomes are not directly comparable.',
  mixedSimulation:
    'NOTE: some dossiers are simulated and some are real; differences between them say nothing about the facility.',
  sameDay: (day) => `NOTE: several dossiers are of ${day}; they stand in the order given.`,
  duplicate: (path, first) => `NOTE: ${path} is the same as ${first} and counted once.`,
  unreadable: (path, why) => `NOTE: ${path} cannot be read and is left out: ${why}`,
  makeUp: (level, edition, own, latest, now, common) =>
    `${level} asks for ${own} criteria in ${edition} and ${now} in ${latest}, ${common} of them the same.`,
  makeUpUnknown: (edition, latest) =>
    `${edition} and ${latest}: whether their levels ask for the same is not known.`,
  levels: 'Level proposed under the draft',
  levelsNote:
    'Dot: proposed level; dashes upwards: what is still possible if every open criterion were met. Evenly spaced, not to the scale of time.',
  editionNote: 'Upright dashes: from here on another checklist was used.',
  day: 'Assessed on',
  level: 'Proposed level',
  provisional: (ceiling) => `provisional, up to ${ceiling}`,
  edition: 'Checklist edition',
  met: 'Met',
  notMet: 'Not met',
  open: 'Undecided',
  groups: 'Criteria met by group (met / all; n: not met)',
  group: 'Group of criteria',
  notMetShort: 'n',
  criteria: 'Criteria of which not every assessment says the same',
  noCriteria: 'No criterion has another outcome.',
  criterion: 'Criterion',
  absent: 'absent',
  otherRule: 'other rule',
  was: (id, edition) => `was ${id} in ${edition}`,
  series: 'Measurements over time',
  seriesNote: (percent) =>
    `Values are medians of the runs. A difference below ${percent} %, or within the spread of the runs, is not called a change (the figure is ours). Lines join only what was measured under the same conditions.`,
  noSeries: 'None of these dossiers holds a measurement of lines, storage or a drill.',
  notMade: 'not made',
  value: 'Value',
  runs: 'Runs',
  change: 'Beside the one before',
  first: 'first',
};

/** By language. */
export const trendWords = { vi: vietnamese, en: english };
