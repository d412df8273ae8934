import type { Language } from '../../locale/language.ts';
import type { SqlFailure, SqlProduct } from '../../protocols/sql/index.ts';

/** Sentences on a database that does not answer as it should. */
export function askDatabaseMessages(language: Language) {
  return language === 'vi' ? vi : en;
}

const vi = {
  noFile: (file: string) =>
    `Không đọc được tệp ${file} nêu ở mục tls (cách làm: kiểm tra đường dẫn và quyền đọc).`,
  badFiles: (code: string) =>
    `Chứng thư, khóa hoặc mật khẩu khóa ở mục tls không dùng được (${code}).`,
  failure: (failure: SqlFailure, at: string, product: SqlProduct, tls: boolean): string => {
    switch (failure.kind) {
      case 'refused':
        return `${at} từ chối kết nối: máy chủ cơ sở dữ liệu không chạy ở cổng này, hoặc tường lửa chặn.`;
      case 'unreachable':
        return `Không tới được ${at} (${failure.code}) (cách làm: kiểm tra địa chỉ, dây mạng và tường lửa).`;
      case 'timeout':
        return `${at} không trả lời xong trong ${Math.round(failure.limitMs / 1000)} giây.`;
      case 'closed':
        return `${at} ngắt kết nối khi đang đọc (${failure.code}) (cách làm: đọc lại với --resume).`;
      case 'login-refused':
        return `${at} không cho đăng nhập (${failure.code}); kiểm tra user, password trong tệp cơ sở và địa chỉ máy được phép vào${product === 'sqlserver' ? '; cần tài khoản SQL, không dùng được tài khoản Windows' : ''}${tls ? '' : '; có máy chủ trả lời như vậy khi nó đòi TLS'}.`;
      case 'no-database':
        return product === 'oracle'
          ? `${at} không có service ấy (${failure.code}) (cách làm: ghi đúng service Oracle ở mục database).`
          : `${at} không có cơ sở dữ liệu ấy hoặc không cho tài khoản vào (${failure.code}) (cách làm: kiểm tra mục database).`;
      case 'tls':
        return `Không lập được TLS với ${at} (${failure.code}) (cách làm: kiểm tra chứng thư của máy chủ và tệp ca ở mục tls).`;
      case 'tls-required':
        return `${at} chỉ nhận kết nối TLS, hoặc không có TLS như đã ghi (${failure.code}) (cách làm: sửa mục tls trong tệp cơ sở).`;
      case 'denied':
        return `Tài khoản đăng nhập được ${at} nhưng không đủ quyền đọc (${failure.code}) (cách làm: xem quyền cần có trong README của phép đo).`;
      case 'too-old':
        return `${at} cũ hơn phiên bản mà thư viện đọc được (${failure.code}; Oracle từ 12.1) (cách làm: ghi phiên bản bằng giấy tờ).`;
      case 'too-large':
        return `${at} trả về quá nhiều dữ liệu so với câu hỏi (cách làm: kiểm tra lại địa chỉ).`;
      case 'protocol-error':
        return `${at} không trả lời như một máy chủ ${product} (${failure.code}) (cách làm: kiểm tra cổng và mục product).`;
      case 'cancelled':
        return 'Phép đọc bị dừng.';
    }
  },
};

const en: typeof vi = {
  noFile: (file) =>
    `The file ${file} named under tls cannot be read (to do: check path and rights).`,
  badFiles: (code) => `Certificate, key or passphrase under tls cannot be used (${code}).`,
  failure: (failure, at, product, tls) => {
    switch (failure.kind) {
      case 'refused':
        return `${at} refused the connection: no database server listens there, or a firewall rejects it.`;
      case 'unreachable':
        return `${at} cannot be reached (${failure.code}) (to do: check the address, the cable and firewalls).`;
      case 'timeout':
        return `${at} did not answer within ${Math.round(failure.limitMs / 1000)} seconds.`;
      case 'closed':
        return `${at} broke the connection off while it was read (${failure.code}) (to do: read again with --resume).`;
      case 'login-refused':
        return `${at} refused the login (${failure.code}); check user and password in the facility file and from where the account may come${product === 'sqlserver' ? '; an SQL login is needed, a Windows account cannot be used' : ''}${tls ? '' : '; some servers answer so when they insist on TLS'}.`;
      case 'no-database':
        return product === 'oracle'
          ? `${at} has no such service (${failure.code}) (to do: write the Oracle service name as database).`
          : `${at} has no such database or does not let the account in (${failure.code}) (to do: check database).`;
      case 'tls':
        return `No TLS connection to ${at} (${failure.code}) (to do: check the server’s certificate and the ca file under tls).`;
      case 'tls-required':
        return `${at} takes TLS connections only, or has no TLS although it is written so (${failure.code}) (to do: mend tls in the facility file).`;
      case 'denied':
        return `The account can log in to ${at} but may not read this (${failure.code}); the README of the probe names the rights it needs.`;
      case 'too-old':
        return `${at} is older than the library can read (${failure.code}; Oracle from 12.1) (to do: record the version on paper).`;
      case 'too-large':
        return `${at} sent more than the answer can be (to do: check the address).`;
      case 'protocol-error':
        return `${at} does not answer as a ${product} server (${failure.code}) (to do: check port and product).`;
      case 'cancelled':
        return 'The reading was stopped.';
    }
  },
};
