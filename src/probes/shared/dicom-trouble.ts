import type { EvidenceState } from '../../evidence/evidence.ts';
import type { Language } from '../../locale/language.ts';
import type {
  AssociationResult,
  EndedOutcome,
  ForeignProtocol,
  Phase,
} from '../../protocols/dicom/index.ts';

/** Everything that kept an association or an operation on it from succeeding. */
export type DicomTrouble = Exclude<AssociationResult, { kind: 'accepted' }> | EndedOutcome;

/** The peer and the titles that an error sentence names. */
export interface Where {
  readonly host: string;
  readonly port: number;
  readonly calledAe: string;
  readonly callingAe: string;
}

/** In one sentence: what kept the association or operation from succeeding, and what to do. */
export function tellTrouble(trouble: DicomTrouble, where: Where, language: Language): string {
  return language === 'vi' ? tellVi(trouble, where) : tellEn(trouble, where);
}

/** The state of evidence that this trouble leaves. */
export function stateOfTrouble(trouble: DicomTrouble): Exclude<EvidenceState, 'observed'> {
  switch (trouble.kind) {
    case 'refused':
    case 'rejected':
    case 'aborted':
      return 'refused';
    case 'unreachable':
    case 'reset':
    case 'closed':
      return 'unreachable';
    case 'timeout':
    case 'cancelled':
      return 'timed-out';
    default:
      return 'protocol-error';
  }
}

/** The code of the reason: stable, for programs. */
export function codeOfTrouble(trouble: DicomTrouble): string {
  if (trouble.kind === 'rejected' || trouble.kind === 'aborted')
    return `${trouble.kind}-${trouble.reasonKey}`;
  return 'code' in trouble ? trouble.code : trouble.kind;
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

function tellVi(trouble: DicomTrouble, where: Where): string {
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
}

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

function tellEn(trouble: DicomTrouble, where: Where): string {
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
}

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
