import type { Language } from '../../locale/language.ts';
import type {
  AssociationResult,
  Deviation,
  EndedOutcome,
  ForeignProtocol,
  OperationOutcome,
  Phase,
} from '../../protocols/dicom/index.ts';

/** Everything that kept an association or an operation on it from succeeding. */
export type DicomTrouble = Exclude<AssociationResult, { kind: 'accepted' }> | EndedOutcome;

/** Sentences of the dicom probe in one language. */
export type DicomWords = typeof vi;

/** The peer and the titles that an error sentence names. */
export interface Where {
  readonly host: string;
  readonly port: number;
  readonly calledAe: string;
  readonly callingAe: string;
}

/** Sentences of the dicom probe. */
export function dicomMessages(language: Language): DicomWords {
  return language === 'vi' ? vi : en;
}

const foreign: Readonly<Record<ForeignProtocol, string>> = {
  http: 'HTTP',
  tls: 'TLS',
  ssh: 'SSH',
  mllp: 'HL7 MLLP',
};

const phasesVi: Readonly<Record<Phase, string>> = {
  tcp: 'mở kết nối TCP',
  tls: 'bắt tay TLS',
  association: 'thỏa thuận association',
  idle: 'giữ association',
  dimse: 'trả lời lệnh DICOM',
  release: 'kết thúc association',
};

const phasesEn: Readonly<Record<Phase, string>> = {
  tcp: 'opening the TCP connection',
  tls: 'the TLS handshake',
  association: 'negotiating the association',
  idle: 'keeping the association',
  dimse: 'answering a DICOM command',
  release: 'releasing the association',
};

const vi = {
  sends: (callingAe: string, role: string) =>
    `Với AE title ${callingAe}: C-ECHO; ${role === 'pacs' || role === 'archive' ? 'đề nghị các cú pháp truyền (không gửi ảnh); C-FIND chỉ đếm với mã người bệnh thử; ' : ''}${role === 'worklist' ? 'C-FIND danh sách chỉ định với mã người bệnh thử; ' : ''}thử gọi bằng AE title lạ. Không để lại dữ liệu.`,
  fileUnreadable: (file: string) =>
    `Không đọc được tệp ${file} dùng cho TLS; kiểm tra đường dẫn trong tệp cơ sở.`,
  queryUnanswered: (level: string, why: string) => `C-FIND mức ${level} không có kết quả: ${why}`,
  noContext: 'nút không chấp nhận lớp SOP của truy vấn này',
  tlsUnusable: (code: string) =>
    `Chứng thư hoặc khóa riêng dùng cho TLS không dùng được (${code}); kiểm tra định dạng PEM, mật khẩu của khóa và khóa có đúng của chứng thư không.`,
  queryNotAsked: (level: string) =>
    `Không hỏi C-FIND mức ${level}: các truy vấn trước đã chiếm hết thời gian dành cho nút này.`,
  cancelIgnored: 'nút không dừng khi được yêu cầu (C-CANCEL)',
  contextsUnknown: (why: string) => `Không rõ nút nhận những cú pháp truyền nào: ${why}`,
  deviation: (one: Deviation) =>
    `Sai lệch so với chuẩn, đã bỏ qua: ${one.kind} (${one.firstDetail})`,
  echo: (outcome: OperationOutcome) => {
    if (outcome.kind !== 'status') return 'Nút không chấp nhận lớp SOP Verification (C-ECHO).';
    return outcome.status.code === 0
      ? 'C-ECHO thành công chỉ cho biết có dịch vụ DICOM trả lời, chưa cho biết lưu hay tìm được ảnh.'
      : `C-ECHO được trả lời với mã trạng thái ${hex(outcome.status.code)}, không phải thành công.`;
  },
  trouble: (trouble: DicomTrouble, where: Where): string => {
    const at = `${where.host}:${where.port}`;
    switch (trouble.kind) {
      case 'refused':
        return `${at} từ chối kết nối TCP: không có dịch vụ nào nghe ở cổng này, hoặc tường lửa chặn.`;
      case 'unreachable':
        return `Không tới được ${at} (${trouble.code}); kiểm tra địa chỉ, dây mạng và tường lửa.`;
      case 'timeout':
        return `${at} không phản hồi trong ${Math.round(trouble.limitMs / 1000)} giây khi ${phasesVi[trouble.phase]}.`;
      case 'reset':
      case 'closed':
        return `${at} ngắt kết nối khi ${phasesVi[trouble.phase]}${brokenVi[trouble.phase] ?? ''}.`;
      case 'tls-error':
        return `Kết nối TLS tới ${at} không thành (${trouble.code}); kiểm tra chứng thư, CA, hoặc cổng này không dùng TLS.`;
      case 'protocol-error':
        return trouble.hint === undefined
          ? `${at} trả lời không đúng giao thức DICOM (${trouble.message}); kiểm tra lại cổng.`
          : trouble.hint === 'tls'
            ? `${at} nói TLS; nếu nút này dùng DICOM qua TLS thì khai tls trong tệp cơ sở, nếu không thì kiểm tra lại cổng.`
            : `${at} nói ${foreign[trouble.hint]} chứ không phải DICOM; kiểm tra lại cổng.`;
      case 'rejected':
        return rejectedVi(trouble, where, at);
      case 'aborted':
        return `${at} hủy association (A-ABORT, ${trouble.reasonKey}) khi ${phasesVi[trouble.phase]}${trouble.phase === 'dimse' ? `; có thể hệ thống này chưa cấp quyền cho AE title ${where.callingAe}` : ''}.`;
      case 'max-pdu-too-small':
        return `${at} chỉ nhận PDU ${trouble.maxPduBytes} byte, quá nhỏ để trao đổi.`;
      case 'limit-exceeded':
        return `${at} gửi một bản tin lớn quá giới hạn.`;
      case 'released-by-peer':
        return `${at} kết thúc association trước khi trả lời xong.`;
      case 'cancelled':
      case 'released':
      case 'abort-sent':
        return 'Phép đo bị dừng.';
    }
  },
};

const brokenVi: Readonly<Partial<Record<Phase, string>>> = {
  tcp: '; có thể hệ thống này chỉ nhận những địa chỉ IP đã khai',
  association: '; có thể hệ thống này chỉ nhận những địa chỉ IP đã khai',
  tls: '; có thể cổng này không dùng TLS, hoặc đòi chứng thư của công cụ',
};

function rejectedVi(
  trouble: Extract<DicomTrouble, { kind: 'rejected' }>,
  where: Where,
  at: string,
): string {
  const { calledAe, callingAe } = where;
  switch (trouble.reasonKey) {
    case 'calling-ae-title-not-recognised':
      return `${at} không biết AE title ${callingAe} của công cụ; đề nghị quản trị của hệ thống này khai thêm AE title ${callingAe} cùng địa chỉ IP của máy chạy công cụ.`;
    case 'called-ae-title-not-recognised':
      return `${at} không nhận AE title ${calledAe}, hoặc chưa khai AE title ${callingAe} của công cụ; kiểm tra calledAe rồi đề nghị quản trị của hệ thống này khai thêm ${callingAe}.`;
    case 'temporary-congestion':
    case 'local-limit-exceeded':
      return `${at} đang bận (từ chối tạm thời); thử lại sau.`;
    case 'application-context-not-supported':
    case 'protocol-version-not-supported':
      return `${at} từ chối association vì không hỗ trợ phiên bản giao thức (${trouble.words}); kiểm tra lại cổng.`;
    case 'no-reason-given':
    case 'reserved':
      return `${at} từ chối association mà không nói rõ lý do; thường là do chưa khai AE title ${callingAe} hoặc địa chỉ IP của máy chạy công cụ: đề nghị quản trị của hệ thống này khai thêm.`;
  }
}

const en: DicomWords = {
  sends: (callingAe, role) =>
    `As AE title ${callingAe}: C-ECHO; ${role === 'pacs' || role === 'archive' ? 'proposes transfer syntaxes (sends no image); C-FIND for counts with the test patient id; ' : ''}${role === 'worklist' ? 'C-FIND of the worklist with the test patient id; ' : ''}calls under an unknown AE title. Leaves nothing behind.`,
  fileUnreadable: (file) =>
    `Cannot read ${file}, needed for TLS; check its path in the facility file.`,
  queryUnanswered: (level, why) => `C-FIND at ${level} level gave no result: ${why}`,
  noContext: 'the node did not accept the SOP class of this query',
  tlsUnusable: (code) =>
    `The certificate or private key for TLS cannot be used (${code}); check that they are PEM, the passphrase, and that the key belongs to the certificate.`,
  queryNotAsked: (level) =>
    `C-FIND at ${level} level was not asked: earlier queries used up the time for this node.`,
  cancelIgnored: 'the node did not stop when asked to (C-CANCEL)',
  contextsUnknown: (why) => `Which transfer syntaxes the node accepts is unknown: ${why}`,
  deviation: (one) => `Departure from the standard, tolerated: ${one.kind} (${one.firstDetail})`,
  echo: (outcome) => {
    if (outcome.kind !== 'status')
      return 'The node did not accept the Verification SOP class (C-ECHO).';
    return outcome.status.code === 0
      ? 'A successful C-ECHO only shows that a DICOM service answers, not that images can be stored or found.'
      : `C-ECHO was answered with status ${hex(outcome.status.code)}, which is not success.`;
  },
  trouble: (trouble, where) => {
    const at = `${where.host}:${where.port}`;
    switch (trouble.kind) {
      case 'refused':
        return `${at} refused the TCP connection: nothing listens on this port, or a firewall rejects it.`;
      case 'unreachable':
        return `${at} cannot be reached (${trouble.code}); check the address, the cable and firewalls.`;
      case 'timeout':
        return `${at} did not respond within ${Math.round(trouble.limitMs / 1000)} seconds while ${phasesEn[trouble.phase]}.`;
      case 'reset':
      case 'closed':
        return `${at} broke the connection off while ${phasesEn[trouble.phase]}${brokenEn[trouble.phase] ?? ''}.`;
      case 'tls-error':
        return `TLS with ${at} failed (${trouble.code}); check certificate and CA, or this port does not use TLS.`;
      case 'protocol-error':
        return trouble.hint === undefined
          ? `${at} does not answer in the DICOM protocol (${trouble.message}); check the port.`
          : trouble.hint === 'tls'
            ? `${at} speaks TLS; if this node uses DICOM over TLS, give it tls in the facility file, otherwise check the port.`
            : `${at} speaks ${foreign[trouble.hint]}, not DICOM; check the port.`;
      case 'rejected':
        return rejectedEn(trouble, where, at);
      case 'aborted':
        return `${at} aborted the association (A-ABORT, ${trouble.reasonKey}) while ${phasesEn[trouble.phase]}${trouble.phase === 'dimse' ? `; this system may not have granted it to AE title ${where.callingAe}` : ''}.`;
      case 'max-pdu-too-small':
        return `${at} accepts PDUs of only ${trouble.maxPduBytes} bytes, too small to talk.`;
      case 'limit-exceeded':
        return `${at} sent a message beyond the size limit.`;
      case 'released-by-peer':
        return `${at} released the association before it had answered.`;
      case 'cancelled':
      case 'released':
      case 'abort-sent':
        return 'The probe was stopped.';
    }
  },
};

const brokenEn: Readonly<Partial<Record<Phase, string>>> = {
  tcp: '; it may accept registered IP addresses only',
  association: '; it may accept registered IP addresses only',
  tls: '; this port may not use TLS, or may want a certificate of ours',
};

function rejectedEn(
  trouble: Extract<DicomTrouble, { kind: 'rejected' }>,
  where: Where,
  at: string,
): string {
  const { calledAe, callingAe } = where;
  switch (trouble.reasonKey) {
    case 'calling-ae-title-not-recognised':
      return `${at} does not know this tool's AE title ${callingAe}; ask the administrator of that system to add AE title ${callingAe} with this computer's IP address.`;
    case 'called-ae-title-not-recognised':
      return `${at} does not answer to AE title ${calledAe}, or does not know ${callingAe}; check calledAe, then ask the administrator of that system to add ${callingAe}.`;
    case 'temporary-congestion':
    case 'local-limit-exceeded':
      return `${at} is busy (transient rejection); try again later.`;
    case 'application-context-not-supported':
    case 'protocol-version-not-supported':
      return `${at} rejected the association because it does not support the protocol version (${trouble.words}); check the port.`;
    case 'no-reason-given':
    case 'reserved':
      return `${at} rejected the association without a clear reason; often AE title ${callingAe} or this computer's IP address is not registered: ask the administrator of that system to add them.`;
  }
}

function hex(status: number): string {
  return `0x${status.toString(16).padStart(4, '0')}`;
}
