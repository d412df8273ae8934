import { formatNumber } from '../findings/fact-labels.ts';
import type { Language } from '../locale/language.ts';
import type { DrillEnd } from './drill-watch.ts';
import type { WatchedService } from './sample.ts';
import { nameService, tellSeconds } from './words.ts';

/** What a drill is about to do. */
export interface Announcement {
  readonly services: readonly WatchedService[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly baselineMs: number;
  readonly maxMs: number;
  /** Ids of archives that numbered images are stored in. */
  readonly storing: readonly string[];
  readonly storeIntervalMs: number;
  /** Where the PACS forwards images by itself. */
  readonly autoForward: readonly string[];
}

/** What will be sent, how often and for how long: said before the first packet. */
export function announce(what: Announcement, language: Language): string[] {
  const vi = language === 'vi';
  const { services, intervalMs, timeoutMs, storing, autoForward, maxMs, baselineMs } = what;
  const rate = formatNumber(1000 / intervalMs, language);
  const lines = [
    vi
      ? `Theo dõi ${services.length} dịch vụ, mỗi dịch vụ ${rate} lần/giây, chờ tối đa ${tellSeconds(timeoutMs, language)}, lâu nhất ${tellSeconds(maxMs, language)}:`
      : `Watching ${services.length} services, ${rate} times a second each, waiting at most ${tellSeconds(timeoutMs, language)}, for at most ${tellSeconds(maxMs, language)}:`,
    ...services.map((one) => `  ${nameService(one)}  ${one.address}`),
    vi
      ? 'Lệnh này không tự làm ngừng máy nào: việc đó do người vận hành làm bằng tay.'
      : 'This command takes nothing down: the operator does that by hand.',
  ];
  if (storing.length > 0) {
    const every = tellSeconds(what.storeIntervalMs, language);
    lines.push(
      vi
        ? `Lưu một ca thử vào ${storing.join(', ')}: cứ ${every} một ảnh nhỏ đánh số; sau đó kiểm tra từng ảnh đã được xác nhận rồi xóa ca.`
        : `Storing one test study in ${storing.join(', ')}: one small numbered image every ${every}; afterwards each acknowledged image is looked for and the study removed.`,
    );
    if (autoForward.length > 0)
      lines.push(
        vi
          ? `Tệp cơ sở ghi PACS tự chuyển tiếp ảnh tới ${autoForward.join(', ')}: bản sao ở đó phải xóa tay.`
          : `The facility file says that the PACS forwards images to ${autoForward.join(', ')}: copies there must be removed by hand.`,
      );
  }
  lines.push(
    vi
      ? `Đoạn nền ${tellSeconds(baselineMs, language)}: CHƯA làm ngừng máy nào. Dừng sớm bằng Ctrl-C.`
      : `Baseline of ${tellSeconds(baselineMs, language)}: do NOT take anything down yet. Ctrl-C ends early.`,
  );
  return lines;
}

const ends: Readonly<Record<DrillEnd, Readonly<Record<Language, string>>>> = {
  stable: {
    vi: 'Ngừng theo dõi: đã ổn định trở lại đủ lâu.',
    en: 'Watching ended: it has been stable again for long enough.',
  },
  max: {
    vi: 'Ngừng theo dõi: hết thời gian tối đa.',
    en: 'Watching ended: the longest time allowed is over.',
  },
  stopped: { vi: 'Ngừng theo dõi theo yêu cầu.', en: 'Watching ended as asked.' },
  'no-answer': {
    vi: 'Ngừng theo dõi: có dịch vụ chưa từng trả lời. Sửa xong rồi mới diễn tập; chưa cần làm ngừng máy nào.',
    en: 'Watching ended: a service has never answered. Mend that before the drill; nothing needs to be taken down.',
  },
  'window-closed': {
    vi: 'Ngừng theo dõi: hết khung giờ bệnh viện cho phép.',
    en: 'Watching ended: the hours that the hospital allows are over.',
  },
};

/** Why watching ended. */
export function tellEnd(end: DrillEnd, language: Language): string {
  return ends[end][language];
}

/** Why a removal that was verified here is not the end of it: without a full stop, as a detail in a sentence. */
export function tellElsewhere(lost: number, language: Language): string {
  return language === 'vi'
    ? `đã xóa ở nơi đang trả lời, nhưng ${lost} ảnh đã được xác nhận không thấy ở đó, có thể còn trên máy đã bị làm ngừng; khi máy đó chạy lại, hãy dọn tiếp`
    : `removed where it answers now, but ${lost} acknowledged images were not seen there and may lie on the node that was taken down; clean up again once that node runs`;
}
