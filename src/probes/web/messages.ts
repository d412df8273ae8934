import type { Language } from '../../locale/language.ts';
import type { FailureCode } from './parse.ts';

/** Sentences of the web probe. */
export interface WebMessages {
  readonly sends: (address: string) => string;
  readonly failure: Readonly<Record<FailureCode, (address: string) => string>>;
  readonly caUnreadable: (file: string) => string;
  readonly redirected: (status: number, to: string) => string;
  readonly redirectElsewhere: (to: string) => string;
  readonly redirectUnreadable: string;
  readonly redirectsEndless: (count: number) => string;
  readonly certificateNotTrusted: (code: string) => string;
  readonly bodyCut: (maxKiB: number) => string;
  readonly bodyBroken: string;
}

const vi: WebMessages = {
  sends: (address) =>
    `Gửi GET tới ${address}, đọc tối đa 64 KiB rồi bỏ; không đăng nhập, không để lại dữ liệu.`,
  failure: {
    'name-not-found': (address) =>
      `Không tìm thấy tên máy của ${address} (cách làm: kiểm tra lại tên hoặc DNS).`,
    'no-route': (address) => `Không có đường mạng tới ${address}.`,
    refused: (address) =>
      `${address} từ chối kết nối: không có dịch vụ nào nghe ở cổng này hoặc tường lửa chặn.`,
    'connect-timeout': (address) =>
      `${address} không trả lời khi mở kết nối; có thể tường lửa chặn hoặc máy đang tắt.`,
    'answer-timeout': (address) => `${address} nhận kết nối nhưng không trả lời trong thời hạn.`,
    closed: (address) => `${address} đóng kết nối trước khi trả lời HTTP.`,
    'not-http': (address) =>
      `${address} trả lời nhưng không phải HTTP; có thể sai cổng hoặc phải dùng https://.`,
    'not-tls': (address) => `${address} không nói TLS; có thể sai cổng hoặc phải dùng http://.`,
    'tls-failed': (address) => `${address} không hoàn tất bắt tay TLS.`,
    'headers-too-large': (address) => `${address} gửi phần đầu HTTP quá lớn.`,
  },
  caUnreadable: (file) =>
    `Không đọc được tệp CA "${file}" ghi trong facility.yaml; cần một tệp PEM có chứng thư.`,
  redirected: (status, to) => `Chuyển hướng ${status} tới ${to}.`,
  redirectElsewhere: (to) =>
    `Trang chuyển sang ${to}, là địa chỉ không khai trong facility.yaml nên không mở (cách làm: khai địa chỉ đó nếu muốn kiểm tra).`,
  redirectUnreadable: 'Trang chuyển hướng tới một địa chỉ không đọc được.',
  redirectsEndless: (count) =>
    `Vẫn chuyển hướng sau ${count} lần, không theo tiếp; không kết luận được trang có dùng được hay không.`,
  certificateNotTrusted: (code) =>
    `Chứng thư không được tin cậy (${code}); kết nối chỉ để xem, không gửi gì bí mật.`,
  bodyCut: (maxKiB) => `Nội dung dài hơn ${maxKiB} KiB, phần sau không đọc.`,
  bodyBroken: 'Nội dung bị ngắt giữa chừng; mã trạng thái vẫn được ghi nhận.',
};

const en: WebMessages = {
  sends: (address) =>
    `Sends GET to ${address}, reads at most 64 KiB and drops it; logs in nowhere, leaves nothing behind.`,
  failure: {
    'name-not-found': (address) =>
      `The host name of ${address} was not found (to do: check the name or DNS).`,
    'no-route': (address) => `There is no network route to ${address}.`,
    refused: (address) =>
      `${address} refused the connection: nothing listens on this port or a firewall rejects it.`,
    'connect-timeout': (address) =>
      `${address} did not answer while connecting; a firewall may drop it or the computer is off.`,
    'answer-timeout': (address) => `${address} took the connection but did not answer in time.`,
    closed: (address) => `${address} closed the connection before it answered HTTP.`,
    'not-http': (address) =>
      `${address} answered, but not in HTTP; the port may be wrong or need https://.`,
    'not-tls': (address) => `${address} does not speak TLS; the port may be wrong or need http://.`,
    'tls-failed': (address) => `${address} did not complete the TLS handshake.`,
    'headers-too-large': (address) => `${address} sent too large an HTTP header.`,
  },
  caUnreadable: (file) =>
    `The CA file "${file}" named in facility.yaml could not be read; it must be a PEM file with a certificate.`,
  redirected: (status, to) => `Redirect ${status} to ${to}.`,
  redirectElsewhere: (to) =>
    `The page redirects to ${to}, which facility.yaml does not declare, so it was not opened; declare that address to have it checked.`,
  redirectUnreadable: 'The page redirects to an address that cannot be read.',
  redirectsEndless: (count) =>
    `Still redirecting after ${count} times, not followed further; whether the page is usable is not known.`,
  certificateNotTrusted: (code) =>
    `The certificate is not trusted (${code}); the connection only looked and sent nothing secret.`,
  bodyCut: (maxKiB) => `The content is longer than ${maxKiB} KiB; the rest was not read.`,
  bodyBroken: 'The content broke off; the status code still stands.',
};

/** The sentences in one language. */
export function webMessages(language: Language): WebMessages {
  return language === 'vi' ? vi : en;
}
