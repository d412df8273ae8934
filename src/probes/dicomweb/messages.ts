import type { Language } from '../../locale/language.ts';
import type { DicomWebFailureReason, DicomWebHint } from '../../protocols/dicomweb/index.ts';

/** Sentences of the dicomweb probe in one language. */
export type DicomwebWords = typeof vi;

/** Sentences of the dicomweb probe. */
export function dicomwebMessages(language: Language): DicomwebWords {
  return language === 'vi' ? vi : en;
}

const vi = {
  sendsLook:
    'Hỏi QIDO-RS về riêng mã người bệnh thử RISPACS-TEST, một lần khi chưa đăng nhập (xin 1 kết quả) và ba lần với tài khoản đã khai (xin 10 kết quả); chỉ đếm. Không để lại dữ liệu.',
  sendsStudy:
    'Lưu một ca thử của người bệnh giả KIỂM THỬ^RISPACS (CT, CR, US, SC, SR; khoảng 5 MB) bằng STOW-RS, đọc lại bằng QIDO-RS, WADO-RS và WADO-URI, rồi xóa; ca thử có thể hiện ở nơi khác nếu PACS tự chuyển tiếp.',
  openlyServed:
    'Dịch vụ trả dữ liệu DICOM cho người chưa đăng nhập (công cụ chỉ hỏi mã người bệnh thử).',
  needsAccount:
    'Dịch vụ đòi đăng nhập và tệp cơ sở chưa khai authorization cho điểm này, nên chưa hỏi gì thêm.',
  accountRefused: (status: number) =>
    `Dịch vụ không nhận tài khoản khai trong tệp cơ sở (HTTP ${status}) (cách làm: kiểm tra biến hoặc tệp bí mật và quyền của tài khoản).`,
  certificateNotTrusted: (code: string) =>
    `Chứng thư không được tin cậy (${code}): chỉ xem khi chưa đăng nhập, không gửi tài khoản (cách làm: khai tls.ca nếu bệnh viện có CA riêng).`,
  tlsTooOld: (version: string, code: string) =>
    `Dịch vụ dùng TLS quá cũ (${version}, ${code}): chỉ xem khi chưa đăng nhập, không gửi tài khoản.`,
  foreignAnswers: (level: string) =>
    `Mức ${level}: máy chủ trả cả kết quả của người bệnh khác dù chỉ hỏi mã thử; đã đếm rồi bỏ ngay.`,
  queryUnanswered: (level: string, why: string) => `QIDO-RS mức ${level} không có kết quả: ${why}`,
  storeUnanswered: (object: string, why: string) => `STOW-RS ${object}: ${why}`,
  notEvenFound: (stored: number) =>
    `Máy chủ báo đã lưu ${stored} đối tượng nhưng sau thời gian chờ QIDO-RS không tìm thấy ca thử.`,
  samePicture:
    'Hai ảnh khác nhau của ca thử được kết xuất thành cùng một tệp: nhiều khả năng là hình báo lỗi hoặc hình thế chỗ.',
  otherPatient:
    'Máy chủ gắn ca thử với một mã người bệnh khác; không giữ giá trị nào của câu trả lời đó.',
  outOfTime:
    'Hết thời gian dành cho ca thử trước khi thử xong mọi dịch vụ; phần còn lại không được hỏi.',
  wadoUriWithoutAccount:
    'WADO-URI ở máy khác hoặc không mã hóa, nên được hỏi mà không gửi tài khoản.',
  wadoUriUnusable: (why: string) => `Không hỏi được WADO-URI: ${why}`,
  compressed: (syntax: string) =>
    `Đối tượng trả về có cú pháp truyền ${syntax}, công cụ không so được nội dung.`,
  proof: 'Ảnh JPEG do dịch vụ kết xuất từ ca thử được giữ trong hồ sơ.',
  failure: (failure: DicomWebFailureReason, at: string): string => {
    switch (failure.kind) {
      case 'refused':
        return `${at} từ chối kết nối: không có dịch vụ nào nghe ở cổng này, hoặc tường lửa chặn.`;
      case 'unreachable':
        return `Không tới được ${at} (${failure.code}) (cách làm: kiểm tra địa chỉ, dây mạng và tường lửa).`;
      case 'reset':
      case 'closed':
        return `${at} ngắt kết nối trước khi trả lời xong; có thể chỉ nhận những địa chỉ IP đã khai, hoặc cổng này dùng giao thức khác.`;
      case 'timeout':
        return `${at} không trả lời trong ${Math.round(failure.limitMs / 1000)} giây.`;
      case 'cancelled':
        return `${at} không trả lời trong thời hạn của phép đo.`;
      case 'tls-error':
        return `Kết nối TLS tới ${at} không thành (${failure.code}) (cách làm: kiểm tra chứng thư, CA, hoặc địa chỉ phải là http://).`;
      case 'too-large':
        return `${at} trả lời dài quá giới hạn (${failure.limit}).`;
      case 'http-status':
        return statusVi(failure, at);
      case 'protocol-error':
        return `${at} ${hintsVi[failure.hint ?? ''] ?? `trả lời không đúng DICOMweb (${failure.message})`}.`;
    }
  },
};

const hintsVi: { readonly [H in DicomWebHint | '']?: string } = {
  'html-page':
    'trả một trang web (HTML) thay cho dữ liệu; có thể là trang đăng nhập, hoặc địa chỉ chưa đúng là địa chỉ đứng trước /studies',
  'content-type': 'trả kiểu nội dung khác với kiểu đã xin',
  empty: 'trả lời thành công nhưng không có nội dung',
  'bad-boundary': 'trả multipart mà không nêu boundary dùng được',
  'boundary-never-seen': 'trả multipart với boundary không có trong nội dung',
  'multipart-malformed': 'trả multipart sai cấu trúc',
  'multipart-unfinished': 'trả multipart bị cắt ngang',
  'not-an-image': 'trả nội dung không phải ảnh JPEG hoặc PNG',
  'redirect-loop': 'chuyển hướng vòng quanh',
  'other-origin': 'nêu địa chỉ dữ liệu ở một máy khác',
  tls: 'nói TLS; địa chỉ phải là https://',
};

function statusVi(
  { location, status }: Extract<DicomWebFailureReason, { kind: 'http-status' }>,
  at: string,
): string {
  if (location !== undefined)
    return `${at} chuyển hướng (${status}) tới ${location}, có lẽ là trang đăng nhập; khai authorization nếu dịch vụ nhận token hoặc mật khẩu.`;
  if (status === 401 || status === 403) return `${at} không cho truy cập (HTTP ${status}).`;
  if (status === 404)
    return `${at} không có tài nguyên này (HTTP 404); url phải là địa chỉ đứng trước /studies.`;
  if (status === 413)
    return `${at} không nhận nội dung lớn như vậy (HTTP 413); thường do giới hạn của proxy.`;
  return `${at} trả mã HTTP ${status}.`;
}

const en: DicomwebWords = {
  sendsLook:
    'Asks QIDO-RS about the test patient id RISPACS-TEST only, once without signing in (1 result wanted) and three times with the declared account (10 results wanted); counts only. Leaves nothing behind.',
  sendsStudy:
    'Stores a test study of the synthetic patient KIỂM THỬ^RISPACS (CT, CR, US, SC, SR; about 5 MB) by STOW-RS, reads it back by QIDO-RS, WADO-RS and WADO-URI, then removes it; it may show elsewhere if the PACS forwards by itself.',
  openlyServed:
    'The service gives DICOM data without signing in (we asked about the test patient id only).',
  needsAccount:
    'The service wants a sign-in and the facility file gives this endpoint no authorization, so nothing more was asked.',
  accountRefused: (status) =>
    `The service did not accept the account of the facility file (HTTP ${status}) (to do: check the variable or secret file and the rights of the account).`,
  certificateNotTrusted: (code) =>
    `The certificate is not trusted (${code}): looked without signing in, the account was not sent; give tls.ca if the hospital has a CA of its own.`,
  tlsTooOld: (version, code) =>
    `The service uses TLS that is too old (${version}, ${code}): looked without signing in, the account was not sent.`,
  foreignAnswers: (level) =>
    `At ${level} level the server also gave results of other patients although only the test id was asked for; they were counted and dropped at once.`,
  queryUnanswered: (level, why) => `QIDO-RS at ${level} level gave no result: ${why}`,
  storeUnanswered: (object, why) => `STOW-RS ${object}: ${why}`,
  notEvenFound: (stored) =>
    `The server said that it stored ${stored} objects, yet after the time of waiting QIDO-RS does not find the test study.`,
  samePicture:
    'Two different images of the test study were rendered as the same file: probably an error picture or a placeholder.',
  otherPatient:
    'The server gave the test study another patient id; no value of that answer was kept.',
  outOfTime:
    'The time for the test study ran out before every service was tried; the rest was not asked.',
  wadoUriWithoutAccount:
    'WADO-URI is on another host or not encrypted, so it was asked without sending the account.',
  wadoUriUnusable: (why) => `WADO-URI could not be asked: ${why}`,
  compressed: (syntax) =>
    `The object came back in transfer syntax ${syntax}, whose content we cannot compare.`,
  proof: 'A JPEG that the service rendered from the test study is kept in the dossier.',
  failure: (failure, at) => {
    switch (failure.kind) {
      case 'refused':
        return `${at} refused the connection: nothing listens on this port, or a firewall rejects it.`;
      case 'unreachable':
        return `${at} cannot be reached (${failure.code}) (to do: check the address, the cable and firewalls).`;
      case 'reset':
      case 'closed':
        return `${at} broke the connection off before it had answered; it may accept registered IP addresses only, or speak another protocol on this port.`;
      case 'timeout':
        return `${at} did not answer within ${Math.round(failure.limitMs / 1000)} seconds.`;
      case 'cancelled':
        return `${at} did not answer within the time of this probe.`;
      case 'tls-error':
        return `TLS with ${at} failed (${failure.code}) (to do: check certificate and CA, or the address has to be http://).`;
      case 'too-large':
        return `The answer of ${at} is beyond the size limit (${failure.limit}).`;
      case 'http-status':
        return statusEn(failure, at);
      case 'protocol-error':
        return `${at} ${hintsEn[failure.hint ?? ''] ?? `does not answer in DICOMweb (${failure.message})`}.`;
    }
  },
};

const hintsEn: { readonly [H in DicomWebHint | '']?: string } = {
  'html-page':
    'answers with a web page (HTML) where data belongs; it may be a log-in page, or the address is not the one in front of /studies',
  'content-type': 'answers with another media type than was asked for',
  empty: 'answers with success and no content',
  'bad-boundary': 'answers with multipart that names no usable boundary',
  'boundary-never-seen': 'answers with multipart whose boundary is not in the content',
  'multipart-malformed': 'answers with malformed multipart',
  'multipart-unfinished': 'answers with multipart that breaks off',
  'not-an-image': 'answers with something that is neither a JPEG nor a PNG image',
  'redirect-loop': 'redirects in a circle',
  'other-origin': 'names an address of its data on another host',
  tls: 'speaks TLS; the address has to be https://',
};

function statusEn(
  { location, status }: Extract<DicomWebFailureReason, { kind: 'http-status' }>,
  at: string,
): string {
  if (location !== undefined)
    return `${at} redirects (${status}) to ${location}, probably a log-in page; give it authorization if the service takes a token or password.`;
  if (status === 401 || status === 403) return `${at} denies access (HTTP ${status}).`;
  if (status === 404)
    return `${at} has no such resource (HTTP 404); url has to be the address in front of /studies.`;
  if (status === 413)
    return `${at} does not take content of that size (HTTP 413), often the limit of a proxy.`;
  return `${at} answers with HTTP status ${status}.`;
}
