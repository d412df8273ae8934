import type { Language } from '../locale/language.ts';

/** Sentences the scheduler itself puts into a record. */
export function collectMessages(language: Language) {
  return language === 'vi'
    ? {
        riskNotAllowed: (risk: string) =>
          `chưa được phép chạy (cách làm: thêm --allow ${risk} khi bệnh viện đã đồng ý)`,
        outsideWindow: 'ngoài khung giờ được phép (allowedWindow)',
        noRemoval: 'tệp cơ sở chưa khai cách xóa dữ liệu thử (testData) nên không gửi gì',
        deadline: (seconds: number) => `không xong trong ${seconds} giây`,
        crashed: 'công cụ gặp lỗi khi thực hiện bước này (cách làm: xem log.ndjson)',
        foreignFacts: (group: string) => `probe đưa ra số liệu không có trong danh mục: ${group}`,
      }
    : {
        riskNotAllowed: (risk: string) =>
          `not allowed (to do: add --allow ${risk} once the hospital has agreed)`,
        outsideWindow: 'outside the allowed hours (allowedWindow)',
        noRemoval:
          'the facility file does not say how test data is removed (testData), so nothing was sent',
        deadline: (seconds: number) => `did not finish within ${seconds} seconds`,
        crashed: 'the tool failed at this step (to do: see log.ndjson)',
        foreignFacts: (group: string) =>
          `the probe emitted facts that are not registered: ${group}`,
      };
}
