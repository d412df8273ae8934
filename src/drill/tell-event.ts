import type { Language } from '../locale/language.ts';
import type { DrillEvent } from './drill-watch.ts';
import { nameService, tellCode, tellLength, tellMoment, tellSeconds, tellShare } from './words.ts';

/** One live line: what was just seen. */
export function tellEvent(event: DrillEvent, baselineMs: number, language: Language): string {
  const vi = language === 'vi';
  switch (event.type) {
    case 'baseline-clean':
      return vi
        ? `Đoạn nền ${tellSeconds(baselineMs, language)} sạch. BÂY GIỜ hãy làm ngừng máy chủ đang chạy (rút dây, tắt máy hoặc chuyển cụm).`
        : `The baseline of ${tellSeconds(baselineMs, language)} is clean. NOW take the active server down (cable, power, or cluster switch).`;
    case 'baseline-dirty': {
      const service = nameService(event.service);
      const code = tellCode(event.code, language);
      return vi
        ? `Đoạn nền không sạch: ${service} đã hỏng (${code}). Nên dừng bằng Ctrl-C, tìm nguyên nhân rồi làm lại; nếu tiếp tục, kết quả sẽ ghi là không kết luận được.`
        : `The baseline is not clean: ${service} failed (${code}). Better stop with Ctrl-C, find the cause and begin again; the result would be marked as without conclusion.`;
    }
    case 'down': {
      const at = tellMoment(event.atMs, language);
      const what = nameService(event.service);
      const code = tellCode(event.code, language);
      return vi ? `${what}: HỎNG từ ${at} (${code})` : `${what}: DOWN since ${at} (${code})`;
    }
    case 'back': {
      const { window, service } = event;
      const share = tellShare(window.failed, window.samples, language);
      const length = tellLength(window, language);
      return vi
        ? `${nameService(service)}: TRẢ LỜI LẠI; gián đoạn ${length}, trong đó hỏng ${share}`
        : `${nameService(service)}: BACK; the outage was ${length}, ${share} failed in it`;
    }
    case 'node-new':
      return vi
        ? `${nameService(event.service)}: máy khác trả lời từ ${tellMoment(event.atMs, language)}`
        : `${nameService(event.service)}: another node answers since ${tellMoment(event.atMs, language)}`;
    case 'node-gone':
      return vi
        ? `${nameService(event.service)}: một máy của đoạn nền không còn trả lời từ ${tellMoment(event.atMs, language)}`
        : `${nameService(event.service)}: a node of the baseline has not answered since ${tellMoment(event.atMs, language)}`;
    case 'status':
      return event.counts
        .map(({ service, answered, asked }) => `${nameService(service)} ${answered}/${asked}`)
        .join(' · ');
  }
}
