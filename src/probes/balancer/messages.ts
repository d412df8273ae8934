import type { Language } from '../../locale/language.ts';
import type { StatsReading } from './read-stats.ts';

/** Sentences of the balancer probe. */
export function balancerMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  sendsStats: 'Đọc thống kê của HAProxy (show stat hoặc trang CSV). Chỉ đọc.',
  sendsBlackBox: (connections: number) =>
    `Lần lượt mở ${connections} kết nối mới (C-ECHO không gửi, chỉ mở association; hoặc GET một trang) và xem máy chủ nào trả lời.`,
  notStats: (at: string) =>
    `${at} không trả về bảng thống kê của HAProxy; kiểm tra địa chỉ (cần …;csv).`,
  notNamed:
    'Các máy chủ phía sau không tự nêu tên khác nhau, nên từ ngoài không biết có mấy máy; đọc thống kê của bộ cân bằng tải, hoặc lập biên bản.',
  noAnswer: (at: string) => `Không kết nối nào tới ${at} được trả lời.`,
  unknownTarget: 'Cần ghi node hoặc web là mã của một mục có trong tệp cơ sở.',
  trouble: (reading: Exclude<StatsReading, { kind: 'text' }>, at: string): string => {
    switch (reading.kind) {
      case 'unreachable':
        return `Không đọc được thống kê ở ${at} (${reading.code}) (cách làm: kiểm tra địa chỉ, quyền đọc socket và tường lửa).`;
      case 'timeout':
        return `${at} không trả lời trong 10 giây.`;
      case 'denied':
        return `${at} không cho đọc (HTTP ${reading.status}) (cách làm: kiểm tra user và password trong tệp cơ sở).`;
      case 'status':
        return `${at} trả lời HTTP ${reading.status} thay vì bảng thống kê.`;
      case 'too-large':
        return `${at} trả về quá nhiều dữ liệu so với một bảng thống kê.`;
    }
  },
};

const en: typeof vi = {
  sendsStats: 'Reads the statistics of HAProxy (show stat, or the CSV page). Reads only.',
  sendsBlackBox: (connections) =>
    `Opens ${connections} new connections one after the other (an association without C-ECHO, or GET of a page) and sees which server answers.`,
  notStats: (at) =>
    `${at} does not give the statistics of HAProxy; check the address (…;csv is needed).`,
  notNamed:
    'The servers behind do not name themselves differently, so their number cannot be told from outside; read the statistics of the balancer, or record it on paper.',
  noAnswer: (at) => `No connection to ${at} was answered.`,
  unknownTarget: 'node or web must be the id of an entry of the facility file.',
  trouble: (reading, at) => {
    switch (reading.kind) {
      case 'unreachable':
        return `Cannot read the statistics at ${at} (${reading.code}) (to do: check the address, the rights on the socket and firewalls).`;
      case 'timeout':
        return `${at} did not answer within 10 seconds.`;
      case 'denied':
        return `${at} refuses to be read (HTTP ${reading.status}) (to do: check user and password in the facility file).`;
      case 'status':
        return `${at} answered HTTP ${reading.status} instead of statistics.`;
      case 'too-large':
        return `${at} sent more than statistics can be.`;
    }
  },
};
