import { formatDay } from '../findings/messages.ts';
import type { Language } from '../locale/language.ts';
import { formatLocalDay } from '../locale/local-time.ts';

/** The draft is of 2021: a clock before it is wrong. */
const firstPlausibleYear = 2021;
/** Far beyond any use of this draft: a clock after it is wrong. */
const lastPlausibleYear = 2050;
/** Time zones and a clock set by hand account for a day, not more. */
const dayMs = 24 * 60 * 60 * 1000;

/** What the day an assessment speaks of is weighed against. */
export interface AssessmentDayContext {
  /** YYYY-MM-DD local. */
  readonly assessedOn: string;
  readonly now: Date;
  /** When the facility file was last written: a clock far behind that is wrong. */
  readonly facilityWrittenAt: Date;
  /** When the dossier was begun, for one that is gone on with. */
  readonly startedAt?: Date | undefined;
  readonly language: Language;
}

/**
 * The day of assessment in one line, and a warning in one sentence when this computer's clock cannot be right or the
 * day lies beside today: papers and attestations are weighed against that day.
 */
export function describeAssessmentDay(context: AssessmentDayContext): string[] {
  const { assessedOn, now, language } = context;
  const vi = language === 'vi';
  const day = formatDay(assessedOn, language);
  const today = formatLocalDay(now);
  const lines = [vi ? `Ngày đánh giá: ${day}` : `Day of assessment: ${day}`];
  if (isClockWrong(context)) {
    const shown = formatDay(today, language);
    lines.push(
      vi
        ? `Cảnh báo: đồng hồ máy này chỉ ngày ${shown}, không thể đúng; sửa đồng hồ rồi làm lại với một hồ sơ mới, hoặc ghi assessedOn vào tệp cơ sở.`
        : `Warning: this computer's clock shows ${shown}, which cannot be right; set it and begin a new dossier, or write assessedOn into the facility file.`,
    );
  } else if (assessedOn > today) {
    lines.push(
      vi
        ? `Cảnh báo: ngày đánh giá ${day} còn ở sau hôm nay; giấy tờ hết hạn trước ngày đó sẽ không được tính.`
        : `Warning: the day of assessment ${day} is after today; papers that expire before it will not count.`,
    );
  } else if (assessedOn < today) {
    lines.push(
      vi
        ? `Lưu ý: phép đo hôm nay được làm sau ngày đánh giá ${day}; giấy tờ và xác nhận ghi ngày sau ngày đó không được tính.`
        : `Note: today's measurements are made after the day of assessment ${day}; papers and attestations dated after it do not count.`,
    );
  }
  return lines;
}

function isClockWrong({ now, facilityWrittenAt, startedAt }: AssessmentDayContext): boolean {
  const year = now.getFullYear();
  if (year < firstPlausibleYear || year > lastPlausibleYear) return true;
  const known = Math.max(facilityWrittenAt.getTime(), startedAt?.getTime() ?? 0);
  return known - now.getTime() > dayMs;
}
