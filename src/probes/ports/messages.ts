import type { Language } from '../../locale/language.ts';

/** Sentences of the ports probe. */
export function portsMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends: (ports: number) =>
    `Mở rồi đóng ngay một kết nối TCP tới ${ports} cổng thường gặp, mỗi cổng một lần, tối đa 5 kết nối mỗi giây; không gửi, không đọc gì. Hệ thống giám sát an ninh có thể ghi nhận.`,
  open: (ports: string) =>
    ports === ''
      ? 'Không cổng nào trong danh sách nhận kết nối.'
      : `Nhận kết nối ở cổng: ${ports}.`,
  byNumber:
    'Tên dịch vụ suy từ số cổng; công cụ không hỏi dịch vụ nào đang chạy và không kết luận gì về an toàn.',
  noAnswer: (host: string) =>
    `${host} không trả lời ở cổng nào; máy có thể tắt hoặc tường lửa chặn máy đo.`,
  unknownName: (host: string, code: string) =>
    `Không tìm được địa chỉ của ${host} (${code}); kiểm tra tên máy.`,
};

const en: typeof vi = {
  sends: (ports) =>
    `Opens and at once closes a TCP connection to ${ports} usual ports, each once, at most 5 a second; sends and reads nothing. Security monitoring may take note.`,
  open: (ports) =>
    ports === ''
      ? 'No port of the list takes connections.'
      : `Takes connections on ports: ${ports}.`,
  byNumber:
    'Services are named by port number; what really runs there was not asked, and nothing is concluded about security.',
  noAnswer: (host) =>
    `${host} answers on no port; it may be off, or a firewall drops what this computer sends.`,
  unknownName: (host, code) => `${host} has no address (${code}); check the name.`,
};
