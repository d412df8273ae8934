import type { Language } from '../../locale/language.ts';
import type { HttpSpeedFailure } from '../../protocols/http-speed/outcome.ts';

/** Sentences of the internet probe. */
export function internetMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends: (seconds: number, maxMbps: number | undefined) =>
    `Tải xuống và tải lên dữ liệu vô nghĩa trong khoảng ${seconds} giây, ${maxMbps === undefined ? 'chiếm băng thông Internet trong lúc đo' : `tối đa ${maxMbps} Mb/s`}; không để lại gì.`,
  inside: 'Máy chủ đo có địa chỉ nội bộ: kết quả nói về mạng nội bộ, không phải đường Internet.',
  run: (
    direction: 'up' | 'down',
    index: number,
    goodput: string,
    idleMs: string,
    loadedMs: string,
  ) =>
    `${direction === 'up' ? 'Tải lên' : 'Tải xuống'}, lần ${index}: ${goodput} Mb/s; độ trễ lúc rỗi ${idleMs} ms, lúc tải ${loadedMs} ms`,
  failure: (failure: HttpSpeedFailure, server: string): string => {
    switch (failure.kind) {
      case 'refused':
        return `${server} từ chối kết nối: không có dịch vụ nào nghe ở cổng này; kiểm tra địa chỉ máy chủ đo.`;
      case 'unreachable':
        return `Không tới được ${server} (${failure.code}); kiểm tra đường Internet và tên máy chủ.`;
      case 'tls-error':
        return `Chứng thư hoặc kết nối TLS của ${server} không dùng được (${failure.code}).`;
      case 'http-status':
        return `${server} trả lời HTTP ${failure.status} cho ${failure.path}; đây có thể không phải máy chủ đo kiểu đã chọn.`;
      case 'timeout':
        return `${server} không trả lời trong thời hạn.`;
      case 'protocol-error':
      case 'byte-cap':
        return `${server} không trả về dữ liệu đo như yêu cầu; kiểm tra kiểu máy chủ (style).`;
      case 'closed':
      case 'reset':
        return `${server} ngắt kết nối giữa chừng; kiểm tra đường truyền rồi đo lại.`;
      case 'cancelled':
        return 'Phép đo bị dừng.';
    }
  },
};

const en: typeof vi = {
  sends: (seconds, maxMbps) =>
    `Downloads and uploads meaningless data for about ${seconds} seconds, ${maxMbps === undefined ? 'filling the Internet line meanwhile' : `at most ${maxMbps} Mb/s`}; leaves nothing behind.`,
  inside:
    'The test server has a private address: the result is about the local network, not the Internet line.',
  run: (direction, index, goodput, idleMs, loadedMs) =>
    `${direction === 'up' ? 'Upload' : 'Download'}, run ${index}: ${goodput} Mb/s; latency idle ${idleMs} ms, loaded ${loadedMs} ms`,
  failure: (failure, server) => {
    switch (failure.kind) {
      case 'refused':
        return `${server} refused the connection: nothing listens on this port; check the server's address.`;
      case 'unreachable':
        return `${server} cannot be reached (${failure.code}); check the line and the server's name.`;
      case 'tls-error':
        return `The certificate or TLS of ${server} is not usable (${failure.code}).`;
      case 'http-status':
        return `${server} answered HTTP ${failure.status} for ${failure.path}; it may not be a test server of the chosen style.`;
      case 'timeout':
        return `${server} did not answer in time.`;
      case 'protocol-error':
      case 'byte-cap':
        return `${server} did not return the test data asked for; check its style.`;
      case 'closed':
      case 'reset':
        return `${server} broke the connection off; check the line and measure again.`;
      case 'cancelled':
        return 'The test was stopped.';
    }
  },
};
