import type { Language } from '../../locale/language.ts';
import type { NutFailure } from '../../protocols/nut/outcome.ts';

/** Sentences of the power probe. */
export function powerMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  sendsNut: (ups: string) =>
    `Giao thức NUT: VER và LIST VAR ${ups}. Chỉ đọc, không đăng nhập, không ra lệnh cho UPS.`,
  sendsSnmp: 'SNMP GET các mục của UPS-MIB (RFC 1628). Chỉ đọc.',
  noUps:
    'Thiết bị trả lời SNMP nhưng không có UPS-MIB (RFC 1628); UPS này có thể chỉ có MIB riêng của hãng: chuyển sang NUT, hoặc lập biên bản.',
  nut: (failure: NutFailure, at: string): string => {
    switch (failure.kind) {
      case 'refused':
        return `${at} từ chối kết nối: upsd không chạy ở cổng này, hoặc tường lửa chặn.`;
      case 'unreachable':
        return `Không tới được ${at} (${failure.code}) (cách làm: kiểm tra địa chỉ, dây mạng và tường lửa).`;
      case 'timeout':
        return `${at} không trả lời trong ${Math.round(failure.limitMs / 1000)} giây.`;
      case 'closed':
        return `${at} ngắt kết nối khi đang đọc UPS (cách làm: đọc lại với --resume).`;
      case 'error-answer':
        return `${at} báo lỗi ${failure.code}${failure.code === 'UNKNOWN-UPS' ? ': tên UPS trong tệp cơ sở không đúng' : failure.code === 'DATA-STALE' ? ': upsd mất liên lạc với UPS, kiểm tra cáp tín hiệu' : ''}.`;
      case 'protocol-error':
        return `${at} không nói giao thức NUT${failure.line === '' ? '' : ` ("${failure.line}")`} (cách làm: kiểm tra lại cổng).`;
      case 'cancelled':
        return 'Phép đọc bị dừng.';
    }
  },
};

const en: typeof vi = {
  sendsNut: (ups) =>
    `NUT protocol: VER and LIST VAR ${ups}. Reads only; does not log in or command the UPS.`,
  sendsSnmp: 'SNMP GET of objects of UPS-MIB (RFC 1628). Reads only.',
  noUps:
    'The device answers SNMP but has no UPS-MIB (RFC 1628); it may have the maker’s own MIB only: use NUT, or record it on paper.',
  nut: (failure, at) => {
    switch (failure.kind) {
      case 'refused':
        return `${at} refused the connection: upsd does not run on this port, or a firewall rejects it.`;
      case 'unreachable':
        return `${at} cannot be reached (${failure.code}) (to do: check the address, the cable and firewalls).`;
      case 'timeout':
        return `${at} did not answer within ${Math.round(failure.limitMs / 1000)} seconds.`;
      case 'closed':
        return `${at} broke the connection off while the UPS was read (to do: read again with --resume).`;
      case 'error-answer':
        return `${at} answered error ${failure.code}${failure.code === 'UNKNOWN-UPS' ? ': the name of the UPS in the facility file is wrong' : failure.code === 'DATA-STALE' ? ': upsd has lost the UPS, check its signal cable' : ''}.`;
      case 'protocol-error':
        return `${at} does not speak the NUT protocol${failure.line === '' ? '' : ` ("${failure.line}")`} (to do: check the port).`;
      case 'cancelled':
        return 'The reading was stopped.';
    }
  },
};
