import type { Language } from '../../locale/language.ts';
import type { HandshakeOutcome } from './shake-hands.ts';

/** Sentences of the tls probe. */
export type TlsMessages = typeof vi;

/** Sentences of the tls probe in one language. */
export function tlsMessages(language: Language): TlsMessages {
  return language === 'vi' ? vi : en;
}

type Failure = Exclude<HandshakeOutcome, { kind: 'shaken' | 'alert' | 'no-tls' }>;

const vi = {
  sends: (plain: number) =>
    `Hai lần bắt tay TLS rồi đóng, không gửi dữ liệu nào${plain > 0 ? '; thử thêm cổng không mã hóa thường gặp của cùng giao thức' : ''}. Chỉ đọc.`,
  failure: (failure: Failure, at: string): string => {
    switch (failure.kind) {
      case 'refused':
        return `${at} từ chối kết nối: không có dịch vụ nào nghe ở cổng này.`;
      case 'unreachable':
        return `Không tới được ${at} (${failure.code}) (cách làm: kiểm tra địa chỉ, dây mạng và tường lửa).`;
      case 'timeout':
        return `${at} không trả lời bắt tay TLS trong ${Math.round((failure.limitMs * 2) / 1000)} giây.`;
      case 'cancelled':
        return 'Phép đo bị dừng.';
    }
  },
  noTls: (at: string) => `${at} khai có TLS nhưng cổng này không nói TLS.`,
  expired: (at: string) => `Chứng thư của ${at} đã hết hạn vào ngày đánh giá.`,
  plainOpen: (at: string) => `Bên cạnh TLS, ${at} còn nhận kết nối không mã hóa.`,
};

const en: TlsMessages = {
  sends: (plain) =>
    `Two TLS handshakes that are closed again, no data${plain > 0 ? '; also tries the usual unencrypted port of the same protocol' : ''}. Reads only.`,
  failure: (failure, at) => {
    switch (failure.kind) {
      case 'refused':
        return `${at} refused the connection: nothing listens on this port.`;
      case 'unreachable':
        return `${at} cannot be reached (${failure.code}) (to do: check the address, the cable and firewalls).`;
      case 'timeout':
        return `${at} did not answer the TLS handshake within ${Math.round((failure.limitMs * 2) / 1000)} seconds.`;
      case 'cancelled':
        return 'The probe was stopped.';
    }
  },
  noTls: (at) => `${at} is declared with TLS, but this port does not speak it.`,
  expired: (at) => `The certificate of ${at} had expired on the day assessed.`,
  plainOpen: (at) => `Beside TLS, ${at} also takes unencrypted connections.`,
};
