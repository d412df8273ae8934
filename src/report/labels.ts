import type { EvidenceState, Statement } from '../evidence/evidence.ts';
import type { BasisKind, Outcome } from '../findings/finding.ts';
import type { BilingualText, Language } from '../locale/language.ts';
import type { Level } from '../verdict/verdict.ts';
import { englishLabels } from './labels-en.ts';
import { type ReportLabels, vietnameseLabels } from './labels-vi.ts';

/** The words of the report in one language. */
export function labelsFor(language: Language): ReportLabels {
  return language === 'vi' ? vietnameseLabels : englishLabels;
}

/** The names of levels as printed. "Below Basic" has no name in the draft; ours says so by not naming a level. */
export const levelNames: { readonly [L in Level]: BilingualText } = {
  none: { vi: 'Chưa đạt mức cơ bản', en: 'Below Basic' },
  basic: { vi: 'Cơ bản', en: 'Basic' },
  advanced: { vi: 'Nâng cao', en: 'Advanced' },
  specialized: { vi: 'Chuyên sâu', en: 'Specialized' },
};

export const outcomeNames: { readonly [O in Outcome]: BilingualText } = {
  met: { vi: 'Đạt', en: 'Met' },
  'not-met': { vi: 'Không đạt', en: 'Not met' },
  undetermined: { vi: 'Chưa đủ bằng chứng', en: 'Not enough evidence' },
  'needs-attestation': {
    vi: 'Cần xác nhận hoặc hồ sơ',
    en: 'Attestation or document needed',
  },
};

export const basisNames: { readonly [B in BasisKind]: BilingualText } = {
  measured: { vi: 'đo', en: 'measured' },
  inspected: { vi: 'kiểm tra', en: 'inspected' },
  demonstrated: { vi: 'trình diễn', en: 'demonstrated' },
  attested: { vi: 'xác nhận', en: 'attested' },
};

export const basisMeanings: { readonly [B in BasisKind]: BilingualText } = {
  measured: { vi: 'công cụ tự đo trên hệ thống', en: 'measured by the tool on the system' },
  inspected: {
    vi: 'đọc từ hệ thống hoặc từ giấy tờ',
    en: 'read from a system or from a document',
  },
  demonstrated: {
    vi: 'mã hoặc trị số của ca thử thách, làm tại chỗ',
    en: 'a code or value of the challenge study, done on site',
  },
  attested: {
    vi: 'có phần do người đứng tên xác nhận, kèm tệp',
    en: 'in part or wholly stated by a named person, with a file',
  },
};

export const partStateNames: { readonly [S in 'met' | 'not-met' | 'open']: BilingualText } = {
  met: { vi: 'đạt', en: 'met' },
  'not-met': { vi: 'không đạt', en: 'not met' },
  open: { vi: 'chưa quyết định', en: 'undecided' },
};

export const stateNames: { readonly [S in EvidenceState]: BilingualText } = {
  observed: { vi: 'Quan sát được', en: 'Observed' },
  unreachable: { vi: 'Không kết nối được', en: 'Unreachable' },
  refused: { vi: 'Bị từ chối', en: 'Refused' },
  'timed-out': { vi: 'Quá thời hạn', en: 'Timed out' },
  'protocol-error': { vi: 'Sai giao thức', en: 'Protocol error' },
  'not-configured': { vi: 'Chưa khai báo', en: 'Not configured' },
  'not-permitted': { vi: 'Không được phép', en: 'Not permitted' },
  crashed: { vi: 'Phép dò bị lỗi', en: 'Probe crashed' },
};

export const statementNames: { readonly [K in Statement['kind']]: BilingualText } = {
  attestation: { vi: 'Xác nhận', en: 'Attestation' },
  document: { vi: 'Hồ sơ', en: 'Document' },
  absence: { vi: 'Tuyên bố không có', en: 'Declaration of absence' },
  refusal: { vi: 'Từ chối cho dò', en: 'Refusal' },
};

export const whoNames = {
  it: { vi: 'Công nghệ thông tin', en: 'IT' },
  vendor: { vi: 'Nhà cung cấp', en: 'Vendor' },
  telecom: { vi: 'Nhà mạng', en: 'Telecom provider' },
  imaging: { vi: 'Khoa chẩn đoán hình ảnh', en: 'Imaging department' },
  management: { vi: 'Lãnh đạo cơ sở', en: 'Management' },
} as const satisfies { readonly [who: string]: BilingualText };

/** Side effect kinds and states are open strings in the model; unknown ones print as they are. */
export const effectNames: { readonly [name: string]: BilingualText | undefined } = {
  order: { vi: 'chỉ định thử', en: 'test order' },
  study: { vi: 'ca chụp thử', en: 'test study' },
  mpps: { vi: 'MPPS thử', en: 'test MPPS' },
  message: { vi: 'bản tin thử', en: 'test message' },
  report: { vi: 'kết quả thử', en: 'test report' },
  traffic: { vi: 'lưu lượng đo', en: 'measurement traffic' },
  planned: {
    vi: 'không rõ đã gửi hay chưa, cần kiểm tra',
    en: 'not known whether it was sent; to be checked',
  },
  sent: { vi: 'đã gửi, chưa rõ đã hủy', en: 'sent, not known to be cancelled' },
  'removed-verified': { vi: 'đã xóa và kiểm tra lại', en: 'removed and verified' },
  left: { vi: 'CÒN LẠI, cần xóa tay', en: 'LEFT, to be removed by hand' },
};

/** A performed procedure step cannot be deleted (PS3.4 F.7.2.2): DISCONTINUED is its end. */
export const closedStepName: BilingualText = {
  vi: 'đã đóng (DISCONTINUED) và kiểm tra lại',
  en: 'closed (DISCONTINUED) and verified',
};

/** `measured+attested` in words: "đo + xác nhận". `none` prints as a dash of words. */
export function basisText(basis: string, language: Language): string {
  if (basis === 'none') return language === 'vi' ? 'chưa có' : 'none yet';
  const words = basis.split('+').map((part) => {
    const name = Object.entries(basisNames).find(([kind]) => kind === part)?.[1];
    return name?.[language] ?? part;
  });
  return words.join(' + ');
}
