import type { Language } from '../locale/language.ts';
import type { Level } from '../verdict/verdict.ts';

/** What the result rests on where throughput was not measured. */
export type Ground = 'ports' | 'systems' | 'papers' | 'attestations' | 'absences';

/** Why a throughput that could be measured was not. */
export type Unmeasured =
  | { readonly why: 'refused'; readonly on: string }
  | { readonly why: 'not-permitted' | 'not-counted' | 'failed' | 'not-run' };

/** Sentences of page 1 that carry names or figures. */
const vi = {
  addressee: (level: Level, facility: string, parent: string) => {
    if (level === 'specialized')
      return 'Hội đồng thẩm định liên ngành (Bộ Y tế, Bảo hiểm xã hội Việt Nam)';
    if (level === 'advanced') return `Hội đồng thẩm định mức hệ thống RIS-PACS, ${facility}`;
    return parent;
  },
  archive: 'Lưu tại hồ sơ của cơ sở',
  undecidedLevel: 'Chưa xác định được mức',
  lowestLevel: (level: string, met: string, total: string) =>
    `(tạm tính theo mức thấp nhất: ${level}; mới có bằng chứng đủ cho ${met}/${total} tiêu chí)`,
  noneOpen: 'Không: không còn tiêu chí nào chưa quyết định.',
  openWithoutEffect: (count: string) =>
    `Không: còn ${count} tiêu chí chưa quyết định nhưng chúng không làm đổi mức đề xuất.`,
  deciding: (count: string) =>
    `Có: mức còn phụ thuộc ${count} tiêu chí chưa quyết định; chưa biết không được tính là đạt.`,
  onWord: (some: string, met: string, alone: string, byCouncil: boolean) =>
    `Tuy vậy ${some}/${met} tiêu chí đạt có phần dựa vào lời xác nhận của người đứng tên${alone === '0' ? '' : `, trong đó ${alone} chỉ có lời xác nhận`}; ${byCouncil ? 'Hội đồng cần xem trực tiếp' : 'cần được xem trực tiếp tại chỗ'}.`,
  grounds: (met: string, seen: string, partly: string, alone: string) =>
    `${met} đạt: ${seen} đo, kiểm tra, trình diễn; ${partly} thêm xác nhận; ${alone} chỉ xác nhận`,
  legend: (meanings: string, papers: string) =>
    `Chú giải: ${meanings}. Mỗi tiêu chí đạt được tính một lần, theo căn cứ yếu nhất.${papers}`,
  papersOnly: (count: string, inspected: string) =>
    ` Trong ${inspected} tiêu chí kiểm tra, ${count} chỉ dựa vào giấy tờ cơ sở nộp.`,
  barsLevel: (level: string, count: string) => `Chặn mức ${level}: ${count} tiêu chí.`,
  barsNext: (level: string, count: string) => `Thêm cho mức ${level}: ${count} tiêu chí.`,
  countOf: (outcome: string, count: string) => `${outcome} (${count})`,
  /** What could be measured, by fact group. */
  lines: { 'lan.path': 'mạng nội bộ', 'internet.line': 'đường Internet' },
  throughput: (lines: readonly string[], unmeasured: Unmeasured, grounds: readonly string[]) =>
    `Thông lượng ${lines.join(' và ')} ${whyVi(unmeasured)}${grounds.length === 0 ? '' : `; kết quả dựa vào ${joinWith(grounds, 'và')}`}.`,
  restsOn: {
    ports: 'tốc độ cổng mạng',
    systems: 'số liệu đọc từ hệ thống',
    papers: 'giấy tờ',
    attestations: 'xác nhận',
    absences: 'tuyên bố không có',
  } satisfies { readonly [G in Ground]: string },
};

type CoverWords = typeof vi;

const en: CoverWords = {
  addressee: (level, facility, parent) => {
    if (level === 'specialized')
      return 'Inter-sectoral appraisal council (Ministry of Health, Vietnam Social Security)';
    if (level === 'advanced') return `Appraisal council for the RIS-PACS level, ${facility}`;
    return parent;
  },
  archive: 'Kept in the records of the facility',
  undecidedLevel: 'Level not decided yet',
  lowestLevel: (level, met, total) =>
    `(lowest possible for now: ${level}; evidence suffices for ${met} of ${total} criteria)`,
  noneOpen: 'No: no criterion is undecided.',
  openWithoutEffect: (count) =>
    `No: undecided criteria (${count}) cannot change the proposed level.`,
  deciding: (count) =>
    `Yes. Undecided criteria on which the level still depends: ${count}; unknown never counts as met.`,
  onWord: (some, met, alone, byCouncil) =>
    `Yet ${some} of ${met} met criteria rest at least in part on the word of a named person${alone === '0' ? '' : `, ${alone} of them on nothing else`}; ${byCouncil ? 'the council should look for itself' : 'they should be looked at on site'}.`,
  grounds: (met, seen, partly, alone) =>
    `${met} met: ${seen} measured, inspected, demonstrated; ${partly} partly attested; ${alone} only attested`,
  legend: (meanings, papers) =>
    `Key: ${meanings}. Each met criterion is counted once, by its weakest basis.${papers}`,
  papersOnly: (count, inspected) =>
    ` Of the ${inspected} inspected, ${count} rest on papers handed in by the facility alone.`,
  barsLevel: (level, count) => `Barring ${level}: ${criteria(count)}.`,
  barsNext: (level, count) => `Besides, barring ${level}: ${criteria(count)}.`,
  countOf: (outcome, count) => `${outcome} (${count})`,
  lines: { 'lan.path': 'the local network', 'internet.line': 'the Internet line' },
  throughput: (lines, unmeasured, grounds) =>
    `Throughput of ${lines.join(' and ')}: ${whyEn(unmeasured)}${grounds.length === 0 ? '' : `; the outcome rests on ${joinWith(grounds, 'and')}`}.`,
  restsOn: {
    ports: 'the speed of network ports',
    systems: 'figures read from systems',
    papers: 'papers',
    attestations: 'attestations',
    absences: 'declarations of absence',
  },
};

function criteria(count: string): string {
  return `${count} ${count === '1' ? 'criterion' : 'criteria'}`;
}

function whyVi(unmeasured: Unmeasured): string {
  switch (unmeasured.why) {
    case 'refused':
      return `không được đo: cơ sở có văn bản từ chối ngày ${unmeasured.on}`;
    case 'not-permitted':
      return 'chưa được đo: cơ sở chưa cho phép đo tải';
    case 'not-counted':
      return 'không có lần đo nào được tính';
    case 'failed':
      return 'chưa đo được: phép đo không thành';
    case 'not-run':
      return 'chưa được đo';
  }
}

function whyEn(unmeasured: Unmeasured): string {
  switch (unmeasured.why) {
    case 'refused':
      return `not measured, the facility refused in writing on ${unmeasured.on}`;
    case 'not-permitted':
      return 'not measured, the facility has not permitted load tests';
    case 'not-counted':
      return 'no run counts';
    case 'failed':
      return 'the measurement did not succeed';
    case 'not-run':
      return 'not measured';
  }
}

function joinWith(parts: readonly string[], and: string): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${and} ${last}`;
}

/** The sentences of page 1 in one language. */
export function coverWords(language: Language): CoverWords {
  return language === 'vi' ? vi : en;
}
