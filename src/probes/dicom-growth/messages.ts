import type { Language } from '../../locale/language.ts';
import type { DimseStatus } from '../../protocols/dicom/index.ts';
import type { GrowthPatience } from './target.ts';

/** Sentences of the dicom-growth probe in one language. */
export type GrowthWords = typeof vi;

/** Sentences of the dicom-growth probe. */
export function growthMessages(language: Language): GrowthWords {
  return language === 'vi' ? vi : en;
}

const hex = (status: DimseStatus): string =>
  status.code.toString(16).toUpperCase().padStart(4, '0');

const vi = {
  sends: (callingAe: string, { windowDays, maxAnswersPerDay }: GrowthPatience) =>
    `Với AE title ${callingAe}: ${windowDays} truy vấn C-FIND mức STUDY, mỗi truy vấn cho một ngày trước ngày đánh giá, và một truy vấn cho các ca cũ hơn một năm (dừng ở câu trả lời đầu). Chỉ hỏi ngày chụp, loại thiết bị và số ảnh; không hỏi tên, mã hay UID; câu trả lời được đếm rồi bỏ, tối đa ${maxAnswersPerDay} mỗi ngày. Không để lại dữ liệu.`,
  dateIgnored:
    'Nút trả về ca chụp của ngày khác với ngày được hỏi: nó không lọc theo ngày, nên không đếm được theo ngày.',
  refused: (status: DimseStatus) =>
    `Nút từ chối trả lời (mã trạng thái ${hex(status)}${status.meaning === undefined ? '' : `, ${status.meaning}`}); công cụ không hỏi tiếp.`,
  noContext: 'Nút không chấp nhận lớp SOP Study Root Query/Retrieve - FIND.',
  cancelIgnored: 'Nút không dừng khi được yêu cầu (C-CANCEL); công cụ không hỏi tiếp.',
  time: (counted: number, asked: number) =>
    `Hết thời gian dành cho nút này: đã đếm ${counted} trong ${asked} ngày.`,
  trouble: (counted: number, asked: number, why: string) =>
    `Đã đếm ${counted} trong ${asked} ngày: ${why}`,
  capped: (days: number, mostAnswers: number) =>
    `Có ${days} ngày chưa đếm hết (giới hạn ${mostAnswers} câu trả lời, thời gian của một truy vấn, hoặc giới hạn của chính nút); số của những ngày đó chỉ là mức tối thiểu.`,
  estimate:
    'Dung lượng mỗi ngày là ước tính theo bảng số byte mỗi ảnh của công cụ, không phải số đo; chỉ để ước lượng.',
  older:
    'Nút còn giữ ca chụp cũ hơn một năm. Điều 2 và Điều 5 của dự thảo nói lưu tại cơ sở tối đa 01 năm rồi chuyển tới hệ thống lưu trữ tập trung; đây là thông tin, không phải tiêu chí.',
};

const en: GrowthWords = {
  sends: (callingAe, { windowDays, maxAnswersPerDay }) =>
    `As AE title ${callingAe}: ${windowDays} C-FIND queries at STUDY level, each for one day before the day of the assessment, and one for studies older than a year (stopped at the first answer). Asks for study date, modalities and number of images only, for no name, identifier or UID; answers are counted and dropped, at most ${maxAnswersPerDay} a day. Leaves nothing behind.`,
  dateIgnored:
    'The node returned studies of other days than the one asked for: it does not filter by date, so days cannot be counted.',
  refused: (status) =>
    `The node refused to answer (status ${hex(status)}${status.meaning === undefined ? '' : `, ${status.meaning}`}); it was not asked again.`,
  noContext: 'The node did not accept the Study Root Query/Retrieve - FIND SOP class.',
  cancelIgnored: 'The node did not stop when asked to (C-CANCEL); it was not asked again.',
  time: (counted, asked) =>
    `The time for this node ran out: ${counted} of ${asked} days were counted.`,
  trouble: (counted, asked, why) => `${counted} of ${asked} days were counted: ${why}`,
  capped: (days, mostAnswers) =>
    `On ${days} day(s) counting stopped early (the bound of ${mostAnswers} answers, the time of one query, or a limit of the node itself); their numbers are minimums.`,
  estimate:
    'Bytes per day are estimated by this tool’s table of bytes per image, not measured; they serve to tell gigabytes from terabytes.',
  older:
    'The node still holds studies older than one year. Articles 2 and 5 of the draft speak of at most 01 year of storage at the facility, then of central storage; this is information, not a criterion.',
};
