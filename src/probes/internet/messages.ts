import type { BilingualText, Language } from '../../locale/language.ts';
import { formatLocalTimestamp } from '../../locale/local-time.ts';
import type { HttpSpeedFailure } from '../../protocols/http-speed/outcome.ts';
import type { InternetRunRow } from './facts.ts';

/** Sentences of the internet probe. */
export type InternetMessages = typeof vi;

/** Sentences of the internet probe in one language. */
export function internetMessages(language: Language): InternetMessages {
  return language === 'vi' ? vi : en;
}

/** Day and minute of a timestamp, as its own time zone has them. */
function minuteOf(timestamp: string): string {
  return timestamp.slice(0, 16).replace('T', ' ');
}

function figure(value: number | undefined, digits: number): string {
  return value === undefined ? '?' : value.toFixed(digits);
}

/** Why one run failed, in few words. */
const failureWords: Readonly<Record<string, BilingualText>> = {
  refused: { vi: 'bị từ chối kết nối', en: 'connection refused' },
  unreachable: { vi: 'không tới được', en: 'unreachable' },
  'tls-error': { vi: 'lỗi TLS', en: 'TLS error' },
  'http-status': { vi: 'máy chủ trả lời lỗi HTTP', en: 'HTTP error' },
  timeout: { vi: 'quá thời hạn', en: 'timed out' },
  'protocol-error': { vi: 'dữ liệu không như yêu cầu', en: 'not the data asked for' },
  'byte-cap': { vi: 'dữ liệu không như yêu cầu', en: 'not the data asked for' },
  closed: { vi: 'ngắt kết nối giữa chừng', en: 'connection closed' },
  reset: { vi: 'ngắt kết nối giữa chừng', en: 'connection reset' },
  cancelled: { vi: 'bị dừng', en: 'stopped' },
};

const vi = {
  sends: (seconds: number, maxMbps: number | undefined, visits: number, hours: number) =>
    `Tải xuống và tải lên dữ liệu vô nghĩa trong khoảng ${seconds} giây${visits > 1 ? ` mỗi lượt, ${visits} lượt trong ít nhất ${hours} giờ` : ''}, ${maxMbps === undefined ? 'chiếm băng thông Internet trong lúc đo' : `tối đa ${maxMbps} Mb/s`}; không để lại gì.`,
  ownServer: (server: string, address: string) =>
    `Không đo: máy chủ đo ${server} (${address}) nằm trong dải địa chỉ của chính bệnh viện (internet.ownRanges) (cách làm: chọn một máy chủ bên ngoài).`,
  notSpread:
    'Các lần đo nối tiếp nhau, không trải ra nhiều giờ (cách làm: đặt spreadHours: 2 rồi chạy lại với --resume).',
  notEnough: (runs: number, wanted: number, hours: number, from: Date) => {
    const minute = minuteOf(formatLocalTimestamp(from));
    return `Chưa đủ số lần/giờ đo: ${runs}/${wanted} lần, cần trải trong ít nhất ${hours} giờ (cách làm: chạy lại với --resume từ ${minute}).`;
  },
  inside: 'Máy chủ đo có địa chỉ nội bộ: kết quả nói về mạng nội bộ, không phải đường Internet.',
  egress: (addresses: readonly string[]) =>
    addresses.length > 1
      ? `Các lần đo ra Internet bằng ${addresses.length} địa chỉ: ${addresses.join(', ')}; đường truyền có thể đã đổi giữa chừng.`
      : `Máy chủ đo thấy bệnh viện ở địa chỉ ${addresses[0] ?? '?'}; đối chiếu với hợp đồng đường truyền.`,
  run: (run: InternetRunRow, index: number) =>
    `${run.direction === 'up' ? 'Tải lên' : 'Tải xuống'}, lần ${index} (${minuteOf(run.at)}): ${run.completed ? `${figure(run.goodputMbps, 1)} Mb/s; độ trễ lúc rỗi ${figure(run.idleLatencyMs, 0)} ms, lúc tải ${figure(run.loadedLatencyMs, 0)} ms` : `không đo được (${failureWords[run.failure ?? '']?.vi ?? run.failure ?? '?'})`}`,
  failure: (failure: HttpSpeedFailure, server: string): string => {
    switch (failure.kind) {
      case 'refused':
        return `${server} từ chối kết nối: không có dịch vụ nào nghe ở cổng này (cách làm: kiểm tra địa chỉ máy chủ đo).`;
      case 'unreachable':
        return `Không tới được ${server} (${failure.code}) (cách làm: kiểm tra đường Internet và tên máy chủ).`;
      case 'tls-error':
        return `Chứng thư hoặc kết nối TLS của ${server} không dùng được (${failure.code}).`;
      case 'http-status':
        return `${server} trả lời HTTP ${failure.status} cho ${failure.path}; đây có thể không phải máy chủ đo kiểu đã chọn.`;
      case 'timeout':
        return `${server} không trả lời trong thời hạn (cách làm: kiểm tra dây mạng và đường truyền).`;
      case 'protocol-error':
      case 'byte-cap':
        return `${server} không trả về dữ liệu đo như yêu cầu; kiểm tra kiểu máy chủ (style).`;
      case 'closed':
      case 'reset':
        return `${server} ngắt kết nối giữa chừng (cách làm: kiểm tra đường truyền rồi đo lại).`;
      case 'cancelled':
        return 'Phép đo bị dừng.';
    }
  },
};

const en: InternetMessages = {
  sends: (seconds, maxMbps, visits, hours) =>
    `Downloads and uploads meaningless data for about ${seconds} seconds${visits > 1 ? ` a visit, ${visits} visits over at least ${hours} hours` : ''}, ${maxMbps === undefined ? 'filling the Internet line meanwhile' : `at most ${maxMbps} Mb/s`}; leaves nothing behind.`,
  ownServer: (server, address) =>
    `Not measured: the test server ${server} (${address}) is in the facility's own address ranges (internet.ownRanges) (to do: choose one outside).`,
  notSpread:
    'The runs follow each other and are not spread over hours (to do: set spreadHours: 2 and run again with --resume).',
  notEnough: (runs, wanted, hours, from) => {
    const minute = minuteOf(formatLocalTimestamp(from));
    return `Not enough runs or hours yet: ${runs} of ${wanted} runs, spread over at least ${hours} hours (to do: run again with --resume from ${minute}).`;
  },
  inside:
    'The test server has a private address: the result is about the local network, not the Internet line.',
  egress: (addresses) =>
    addresses.length > 1
      ? `The runs left by ${addresses.length} addresses: ${addresses.join(', ')}; the line may have changed in between.`
      : `The test server sees the facility at ${addresses[0] ?? '?'}; compare with the contract of the line.`,
  run: (run, index) =>
    `${run.direction === 'up' ? 'Upload' : 'Download'}, run ${index} (${minuteOf(run.at)}): ${run.completed ? `${figure(run.goodputMbps, 1)} Mb/s; latency idle ${figure(run.idleLatencyMs, 0)} ms, loaded ${figure(run.loadedLatencyMs, 0)} ms` : `not measured (${failureWords[run.failure ?? '']?.en ?? run.failure ?? '?'})`}`,
  failure: (failure, server) => {
    switch (failure.kind) {
      case 'refused':
        return `${server} refused the connection: nothing listens on this port (to do: check the server's address).`;
      case 'unreachable':
        return `${server} cannot be reached (${failure.code}) (to do: check the line and the server's name).`;
      case 'tls-error':
        return `The certificate or TLS of ${server} is not usable (${failure.code}).`;
      case 'http-status':
        return `${server} answered HTTP ${failure.status} for ${failure.path}; it may not be a test server of the chosen style.`;
      case 'timeout':
        return `${server} did not answer in time (to do: check the cable and the line).`;
      case 'protocol-error':
      case 'byte-cap':
        return `${server} did not return the test data asked for (to do: check its style).`;
      case 'closed':
      case 'reset':
        return `${server} broke the connection off (to do: check the line and measure again).`;
      case 'cancelled':
        return 'The test was stopped.';
    }
  },
};
