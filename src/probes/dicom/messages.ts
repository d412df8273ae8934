import type { Language } from '../../locale/language.ts';
import type {
  AssociationResult,
  EndedOutcome,
  ForeignProtocol,
  Phase,
} from '../../protocols/dicom/index.ts';

/** Everything that kept an association or an operation on it from succeeding. */
export type DicomTrouble = Exclude<AssociationResult, { kind: 'accepted' }> | EndedOutcome;

/** Sentences of the dicom probe. */
export function dicomMessages(language: Language) {
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
  deviation: (text: string) => `Sai lệch so với chuẩn, đã bỏ qua: ${text}`,
  echoOnly:
    'C-ECHO thành công chỉ cho biết có dịch vụ DICOM trả lời, chưa cho biết lưu hay tìm được ảnh.',
  trouble: (
    trouble: DicomTrouble,
    where: { host: string; port: number; calledAe: string; callingAe: string },
  ): string => {
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
        return `${at} ngắt kết nối khi ${phasesVi[trouble.phase]}; có thể PACS chỉ nhận những địa chỉ IP đã khai.`;
      case 'tls-error':
        return `Kết nối TLS tới ${at} không thành (${trouble.code}); kiểm tra chứng thư, CA, hoặc cổng này không dùng TLS.`;
      case 'protocol-error':
        return trouble.hint === undefined
          ? `${at} trả lời không đúng giao thức DICOM (${trouble.message}); kiểm tra lại cổng.`
          : `${at} nói ${foreign[trouble.hint]} chứ không phải DICOM; kiểm tra lại cổng.`;
      case 'rejected':
        return rejectedVi(trouble, where);
      case 'aborted':
        return `${at} hủy association (A-ABORT, ${trouble.reasonKey}) khi ${phasesVi[trouble.phase]}${trouble.phase === 'dimse' ? `; có thể PACS chưa cấp quyền cho AE title ${where.callingAe}` : ''}.`;
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

function rejectedVi(
  trouble: Extract<DicomTrouble, { kind: 'rejected' }>,
  where: { calledAe: string; callingAe: string },
): string {
  switch (trouble.reasonKey) {
    case 'calling-ae-title-not-recognised':
      return `PACS không biết AE title ${where.callingAe} của công cụ; đề nghị quản trị PACS khai thêm AE title này cùng địa chỉ IP của máy.`;
    case 'called-ae-title-not-recognised':
      return `Không có AE title ${where.calledAe} ở địa chỉ này, hoặc PACS chưa khai AE title ${where.callingAe} của công cụ; kiểm tra calledAe rồi đề nghị quản trị PACS khai ${where.callingAe}.`;
    case 'temporary-congestion':
    case 'local-limit-exceeded':
      return 'PACS đang bận (từ chối tạm thời); thử lại sau.';
    default:
      return `PACS từ chối association (${trouble.words}).`;
  }
}

const en: typeof vi = {
  sends: (callingAe, role) =>
    `As AE title ${callingAe}: C-ECHO; ${role === 'pacs' || role === 'archive' ? 'proposes transfer syntaxes (sends no image); C-FIND for counts with the test patient id; ' : ''}${role === 'worklist' ? 'C-FIND of the worklist with the test patient id; ' : ''}calls under an unknown AE title. Leaves nothing behind.`,
  fileUnreadable: (file) =>
    `Cannot read ${file}, needed for TLS; check its path in the facility file.`,
  queryUnanswered: (level, why) => `C-FIND at ${level} level gave no result: ${why}`,
  noContext: 'the node did not accept the SOP class of this query',
  deviation: (text) => `Departure from the standard, tolerated: ${text}`,
  echoOnly:
    'A successful C-ECHO only shows that a DICOM service answers, not that images can be stored or found.',
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
        return `${at} broke the connection off while ${phasesEn[trouble.phase]}; the PACS may accept registered IP addresses only.`;
      case 'tls-error':
        return `TLS with ${at} failed (${trouble.code}); check certificate and CA, or this port does not use TLS.`;
      case 'protocol-error':
        return trouble.hint === undefined
          ? `${at} does not answer in the DICOM protocol (${trouble.message}); check the port.`
          : `${at} speaks ${foreign[trouble.hint]}, not DICOM; check the port.`;
      case 'rejected':
        return rejectedEn(trouble, where);
      case 'aborted':
        return `${at} aborted the association (A-ABORT, ${trouble.reasonKey}) while ${phasesEn[trouble.phase]}${trouble.phase === 'dimse' ? `; the PACS may not have granted this to AE title ${where.callingAe}` : ''}.`;
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

function rejectedEn(
  trouble: Extract<DicomTrouble, { kind: 'rejected' }>,
  where: { calledAe: string; callingAe: string },
): string {
  switch (trouble.reasonKey) {
    case 'calling-ae-title-not-recognised':
      return `The PACS does not know this tool's AE title ${where.callingAe}; ask its administrator to add it with this computer's IP address.`;
    case 'called-ae-title-not-recognised':
      return `There is no AE title ${where.calledAe} at this address, or the PACS does not know ${where.callingAe}; check calledAe, then ask its administrator to add ${where.callingAe}.`;
    case 'temporary-congestion':
    case 'local-limit-exceeded':
      return 'The PACS is busy (transient rejection); try again later.';
    default:
      return `The PACS rejected the association (${trouble.words}).`;
  }
}
