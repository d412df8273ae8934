import type { Language } from '../../locale/language.ts';
import type { Failure } from '../../protocols/hl7/outcome.ts';

/** Sentences of the hl7 probe. */
export function hl7Messages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  sendsNothing: 'Chỉ mở rồi đóng kết nối; không gửi bản tin nào.',
  sendsQuery: 'Gửi một bản tin hỏi về người bệnh thử RISPACS-TEST; không tạo và không sửa gì.',
  sendsOrder:
    'Gửi một chỉ định thử cho người bệnh giả KIỂM THỬ^RISPACS (RISPACS-TEST) rồi hủy; có thể hiện trong thống kê và viện phí của HIS tới khi được hủy.',
  portOpen: 'Cổng mở chưa có nghĩa là HL7 hoạt động: chưa bản tin nào được trao đổi.',
  ack: (code: string, text: string) => `Xác nhận ${code}${text === '' ? '' : `: ${text}`}`,
  foreignAck:
    'Xác nhận nhận được mang mã của một bản tin khác (MSA-2 không trùng MSH-10), nên không nói gì về bản tin của công cụ.',
  finding: (text: string) => `Ghi nhận: ${text}.`,
  leftUnverified:
    'Đã gửi hủy chỉ định nhưng không kiểm lại được trong danh sách chờ (không có nút worklist, hoặc chỉ định chưa từng hiện ở đó); đề nghị quản trị RIS xóa nếu còn.',
  leftInWorklist:
    'Đã gửi hủy nhưng chỉ định thử vẫn còn trong danh sách chờ; đề nghị quản trị RIS xóa.',
  cancelRefused: (code: string) =>
    `RIS không nhận bản tin hủy (${code}); đề nghị quản trị RIS xóa chỉ định thử.`,
  tlsFile: (file: string) =>
    `Không đọc được tệp ${file} dùng cho TLS (cách làm: kiểm tra đường dẫn trong tệp cơ sở).`,
  tlsUnusable: (code: string) =>
    `Chứng thư hoặc khóa riêng dùng cho TLS không dùng được (${code}) (cách làm: kiểm tra định dạng PEM, mật khẩu của khóa và khóa có đúng của chứng thư không).`,
  failure: (failure: Failure, at: string): string => {
    switch (failure.kind) {
      case 'refused':
        return `${at} từ chối kết nối: không có dịch vụ nào nghe ở cổng này, hoặc tường lửa chặn.`;
      case 'unreachable':
        return `Không tới được ${at} (${failure.code}) (cách làm: kiểm tra địa chỉ, dây mạng và tường lửa).`;
      case 'reset':
        return `${at} ngắt kết nối ngay khi nhận bản tin; có thể chỉ nhận những địa chỉ IP đã khai.`;
      case 'closed':
        return failure.halfFrame
          ? `${at} đóng kết nối khi mới gửi nửa bản tin trả lời.`
          : `${at} đóng kết nối mà không trả lời.`;
      case 'timeout':
        return failure.phase === 'connect' || failure.phase === 'tls'
          ? `${at} không trả lời khi mở kết nối.`
          : `${at} nhận bản tin nhưng không gửi xác nhận trong thời hạn.`;
      case 'tls-error':
        return `Kết nối TLS tới ${at} không thành (${failure.code}) (cách làm: kiểm tra chứng thư, CA, hoặc cổng này không dùng TLS).`;
      case 'noise':
        return `${at} trả lời không đúng HL7${failure.hint === 'unknown' ? '' : ` (giống ${failure.hint})`} (cách làm: kiểm tra lại cổng).`;
      case 'cancelled':
        return 'Phép đo bị dừng.';
    }
  },
};

const en: typeof vi = {
  sendsNothing: 'Opens and closes a connection; sends no message.',
  sendsQuery: 'Sends one query about the test patient RISPACS-TEST; creates and changes nothing.',
  sendsOrder:
    'Sends a test order for the synthetic patient KIỂM THỬ^RISPACS (RISPACS-TEST) and cancels it; it may show in HIS statistics and billing until cancelled.',
  portOpen: 'An open port is not yet working HL7: no message was exchanged.',
  ack: (code, text) => `Acknowledgement ${code}${text === '' ? '' : `: ${text}`}`,
  foreignAck:
    'The acknowledgement names another message (MSA-2 is not our MSH-10), so it says nothing about ours.',
  finding: (text) => `Noted: ${text}.`,
  leftUnverified:
    'The cancel was sent but could not be verified in a worklist (there is no worklist node, or the order never showed there); ask the RIS administrator to remove the order if it is still there.',
  leftInWorklist:
    'The cancel was sent but the test order is still in the worklist; ask the RIS administrator to remove it.',
  cancelRefused: (code) =>
    `The RIS did not take the cancel (${code}); ask its administrator to remove the test order.`,
  tlsFile: (file) =>
    `Cannot read ${file}, needed for TLS (to do: check its path in the facility file).`,
  tlsUnusable: (code) =>
    `The certificate or private key for TLS cannot be used (${code}) (to do: check that they are PEM, the passphrase, and that the key belongs to the certificate).`,
  failure: (failure, at) => {
    switch (failure.kind) {
      case 'refused':
        return `${at} refused the connection: nothing listens on this port, or a firewall rejects it.`;
      case 'unreachable':
        return `${at} cannot be reached (${failure.code}) (to do: check the address, the cable and firewalls).`;
      case 'reset':
        return `${at} tore the connection down when the message came; it may accept registered IP addresses only.`;
      case 'closed':
        return failure.halfFrame
          ? `${at} closed the connection in the middle of its answer.`
          : `${at} closed the connection without an answer.`;
      case 'timeout':
        return failure.phase === 'connect' || failure.phase === 'tls'
          ? `${at} did not answer while connecting.`
          : `${at} took the message but sent no acknowledgement in time.`;
      case 'tls-error':
        return `TLS with ${at} failed (${failure.code}) (to do: check certificate and CA, or this port does not use TLS).`;
      case 'noise':
        return `${at} does not answer in HL7${failure.hint === 'unknown' ? '' : ` (looks like ${failure.hint})`} (to do: check the port).`;
      case 'cancelled':
        return 'The probe was stopped.';
    }
  },
};
