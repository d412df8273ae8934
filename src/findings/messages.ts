import type { PaperField } from '../checklist/schema.ts';
import type { EvidenceState } from '../evidence/evidence.ts';
import type { Language } from '../locale/language.ts';

/** What a paper states, by field. */
export const paperFieldWords: {
  readonly [L in Language]: { readonly [F in PaperField]: string };
} = {
  vi: {
    subject: 'tên sản phẩm',
    productVersion: 'phiên bản',
    holder: 'đơn vị được cấp',
    scope: 'phạm vi chứng nhận',
    number: 'số của giấy',
    certificateNumber: 'số chứng chỉ, số lưu hành hoặc bản quyền',
    demonstratedOn: 'ngày trình diễn thực tế',
    concerns: 'ý của tiêu chí mà giấy nói tới',
  },
  en: {
    subject: 'product name',
    productVersion: 'version',
    holder: 'holder',
    scope: 'scope',
    number: 'number of the paper',
    certificateNumber: 'number of the certificate, registration or licence',
    demonstratedOn: 'day of live demonstration',
    concerns: 'part of the criterion that it is about',
  },
};

/** Every sentence a finding can contain, in both languages. Pure: no clock, no locale of the machine. */
const vi = {
  noRows: (fact: string) => `chưa có số liệu "${fact}"`,
  unknownValue: (fact: string, where: string) => `chưa biết "${fact}" của ${where}`,
  mixed: (fact: string) => `các số liệu "${fact}" mâu thuẫn nhau`,
  notCovered: (values: string) => `chưa có số liệu nào của: ${values}`,
  noRowForComputers: (ids: string) => `chưa đọc được máy: ${ids}`,
  noRowForEntries: (ids: string) => `chưa đọc được mục đã khai: ${ids}`,
  countShort: (group: string, seen: number, needed: number, lacking: string) =>
    `${seen === 0 ? 'chưa thấy' : `mới thấy ${seen} trong ${needed}`} ${group}${lacking === '' ? '' : `; còn thiếu: ${lacking}`}`,
  more: (n: number) => `và ${n} mục nữa`,
  notSatisfied: (text: string) => `số liệu hiện có chưa đáp ứng: ${text}`,
  attestationMissing: (id: string) => `chưa có xác nhận cho ${id}`,
  attestationNoFile: (who: string) => `xác nhận của ${who} không có tệp kèm theo đọc được`,
  attestationExpired: (who: string, date: string) => `xác nhận của ${who} đã hết hạn ngày ${date}`,
  attestationFuture: (who: string, date: string) =>
    `xác nhận của ${who} đề ngày ${date}, sau ngày đánh giá`,
  attestationNeedsRefusal: (id: string, probes: string) =>
    `xác nhận cho ${id} chỉ thay được phép đo (${probes}) khi kèm văn bản từ chối cho đo`,
  observationOutranks: (id: string) =>
    `số liệu đo được trái với xác nhận cho ${id}; điều đo được đứng trên xác nhận`,
  attested: (who: string, role: string, date: string, statement: string) =>
    `${who}, ${role}, xác nhận ngày ${date}: "${statement}"`,
  refusalRecorded: (who: string, date: string, probe: string) =>
    `${who} có văn bản từ chối cho đo ngày ${date} (${probe})`,
  documentMissing: (kind: string) => `chưa có hồ sơ: ${kind}`,
  documentNoFile: (kind: string, issuer: string) => `${kind} (${issuer}) không có tệp đọc được`,
  documentExpired: (kind: string, issuer: string, date: string) =>
    `${kind} (${issuer}) đã hết hạn ngày ${date}`,
  documentNoExpiry: (kind: string, issuer: string) => `${kind} (${issuer}) không ghi ngày hết hạn`,
  documentFuture: (kind: string, issuer: string, date: string) =>
    `${kind} (${issuer}) cấp ngày ${date}, sau ngày đánh giá`,
  documentTooOld: (kind: string, issuer: string, months: number) =>
    `${kind} (${issuer}) đã quá ${months} tháng`,
  documentOtherProduct: (kind: string, named: string, product: string) =>
    `${kind} ghi tên "${named}", sản phẩm đang dùng là "${product}"`,
  documentLacks: (kind: string, issuer: string, names: string) =>
    `${kind} (${issuer}) chưa ghi: ${names}`,
  documentNotShownYet: (kind: string, issuer: string, date: string) =>
    `${kind} (${issuer}) ghi ngày trình diễn ${date}, sau ngày đánh giá`,
  documentOtherVersion: (kind: string, stated: string, installed: string) =>
    `${kind} ghi phiên bản "${stated}", phiên bản đang dùng là "${installed}"`,
  documentOtherHolder: (kind: string, named: string, vendor: string) =>
    `${kind} cấp cho "${named}", nhà cung cấp của sản phẩm đang dùng là "${vendor}"`,
  documentOtherScope: (kind: string, scope: string, lacking: string) =>
    `${kind} ghi phạm vi "${scope}", không có chữ nào trong: ${lacking}`,
  paperField: paperFieldWords.vi,
  documentProductUnknown: (kind: string) =>
    `${kind}: tệp cơ sở chưa khai sản phẩm (product) để đối chiếu`,
  documentSeen: (kind: string, number: string, issuer: string, issued: string, stated: string) =>
    `${kind}${number} do ${issuer} cấp ngày ${issued}${stated === '' ? '' : ` (${stated})`}`,
  figureMissing: (kind: string, figure: string) => `${kind} chưa ghi số liệu ${figure}`,
  figureSeen: (kind: string, figure: string, value: string) =>
    `${figure}: ${value} (theo ${lowerFirst(withoutNote(kind))})`,
  absent: (who: string, role: string, date: string, statement: string) =>
    `${who}, ${role}, ngày ${date} tuyên bố không có: "${statement}"`,
  becauseMet: 'mọi điều kiện của tiêu chí đều có bằng chứng',
  becauseNotMet: 'có bằng chứng trái với tiêu chí',
  becauseAbsent: 'có tuyên bố không có, ghi tên và ngày',
  becauseAbsentDespite:
    'có tuyên bố không có, ghi tên và ngày, dù có bằng chứng khác ngược lại; Hội đồng cần làm rõ',
  becauseOpen: (missing: string) => `chưa kết luận được vì ${missing}`,
  becauseUnsatisfied: (missing: string) =>
    `chưa chứng minh được, cũng chưa có bằng chứng là không đạt: ${missing}`,
  nothingObserved: 'chưa có',
  sharedFile: (n: number, list: string) =>
    `Cùng một tệp được dùng làm bằng chứng cho ${n} tiêu chí (${list}).`,
  state: (state: EvidenceState) => stateWords.vi[state],
  yes: 'có',
  no: 'không',
  entries: 'mục',
  lessThan: (value: string) => `dưới ${value}`,
  between: (low: string, high: string) => `từ ${low} đến ${high}`,
  except: (names: string) => `, trừ ${names}`,
};

type Messages = { readonly [K in keyof typeof vi]: (typeof vi)[K] };

const en: Messages = {
  noRows: (fact) => `no observation of "${fact}"`,
  unknownValue: (fact, where) => `"${fact}" of ${where} is not known`,
  mixed: (fact) => `observations of "${fact}" contradict each other`,
  notCovered: (values) => `no observation for: ${values}`,
  noRowForComputers: (ids) => `not read yet: ${ids}`,
  noRowForEntries: (ids: string) => `declared entries not read: ${ids}`,
  countShort: (group, seen, needed, lacking) =>
    `${seen === 0 ? 'not seen yet:' : `only ${seen} of ${needed} seen:`} ${group}${lacking === '' ? '' : `; lacking: ${lacking}`}`,
  more: (n) => `and ${n} more`,
  notSatisfied: (text) => `what was seen does not satisfy it: ${text}`,
  attestationMissing: (id) => `no attestation for ${id}`,
  attestationNoFile: (who) => `the attestation of ${who} has no readable file`,
  attestationExpired: (who, date) => `the attestation of ${who} expired on ${date}`,
  attestationFuture: (who, date) =>
    `the attestation of ${who} is dated ${date}, after the day of assessment`,
  attestationNeedsRefusal: (id, probes) =>
    `an attestation for ${id} replaces the probe (${probes}) only beside a written refusal to probe`,
  observationOutranks: (id) =>
    `what was observed contradicts the attestation for ${id}; an observation outranks it`,
  attested: (who, role, date, statement) => `${who}, ${role}, attested on ${date}: "${statement}"`,
  refusalRecorded: (who, date, probe) =>
    `${who} refused the probing in writing on ${date} (${probe})`,
  documentMissing: (kind) => `no document: ${kind}`,
  documentNoFile: (kind, issuer) => `${kind} (${issuer}) has no readable file`,
  documentExpired: (kind, issuer, date) => `${kind} (${issuer}) expired on ${date}`,
  documentNoExpiry: (kind, issuer) => `${kind} (${issuer}) has no end date`,
  documentFuture: (kind, issuer, date) =>
    `${kind} (${issuer}) is dated ${date}, after the day of assessment`,
  documentTooOld: (kind, issuer, months) => `${kind} (${issuer}) is older than ${months} months`,
  documentOtherProduct: (kind, named, product) =>
    `${kind} names "${named}", the installed product is "${product}"`,
  documentLacks: (kind, issuer, names) => `${kind} (${issuer}) does not state: ${names}`,
  documentNotShownYet: (kind, issuer, date) =>
    `${kind} (${issuer}) gives ${date} as the day of demonstration, after the day of assessment`,
  documentOtherVersion: (kind, stated, installed) =>
    `${kind} states version "${stated}", the installed version is "${installed}"`,
  documentOtherHolder: (kind, named, vendor) =>
    `${kind} is held by "${named}", the vendor of the installed product is "${vendor}"`,
  documentOtherScope: (kind, scope, lacking) =>
    `the scope in the ${kind} is "${scope}", without any of the words: ${lacking}`,
  paperField: paperFieldWords.en,
  documentProductUnknown: (kind) =>
    `${kind}: the facility file does not name the product to compare with`,
  documentSeen: (kind, number, issuer, issued, stated) =>
    `${kind}${number} issued by ${issuer} on ${issued}${stated === '' ? '' : ` (${stated})`}`,
  figureMissing: (kind, figure) => `${kind} gives no figure ${figure}`,
  figureSeen: (kind, figure, value) =>
    `${figure}: ${value} (by the ${lowerFirst(withoutNote(kind))})`,
  absent: (who, role, date, statement) =>
    `${who}, ${role}, declared absence on ${date}: "${statement}"`,
  becauseMet: 'every condition of the criterion has evidence',
  becauseNotMet: 'there is evidence against the criterion',
  becauseAbsent: 'there is a named and dated declaration of absence',
  becauseAbsentDespite:
    'there is a named and dated declaration of absence although other evidence says the contrary; the council should clarify',
  becauseOpen: (missing) => `cannot be concluded because ${missing}`,
  becauseUnsatisfied: (missing) => `not proven, and not proven to fail: ${missing}`,
  nothingObserved: 'nothing yet',
  sharedFile: (n, list) => `One and the same file stands as evidence for ${n} criteria (${list}).`,
  state: (state) => stateWords.en[state],
  yes: 'yes',
  no: 'no',
  entries: 'entries',
  lessThan: (value) => `less than ${value}`,
  between: (low, high) => `from ${low} to ${high}`,
  except: (names) => `, not ${names}`,
};

const stateWords: { readonly [L in Language]: { readonly [S in EvidenceState]: string } } = {
  vi: {
    observed: 'đã quan sát',
    unreachable: 'không tới được',
    refused: 'bị từ chối',
    'timed-out': 'quá thời hạn',
    'protocol-error': 'sai giao thức',
    'not-configured': 'chưa khai báo',
    'not-permitted': 'chưa được phép',
    crashed: 'công cụ gặp lỗi',
  },
  en: {
    observed: 'observed',
    unreachable: 'unreachable',
    refused: 'refused',
    'timed-out': 'timed out',
    'protocol-error': 'protocol error',
    'not-configured': 'not configured',
    'not-permitted': 'not permitted',
    crashed: 'the tool failed',
  },
};

const tables: { readonly [L in Language]: Messages } = { vi, en };

/** A label within a sentence: lower case unless it begins with an abbreviation or a name ("V-LAN", "UPS", "C-FIND"). */
export function lowerFirst(label: string): string {
  const [first = '', second = ''] = label;
  const isName = second === '-' || second !== second.toLocaleLowerCase('vi');
  return isName ? label : first.toLocaleLowerCase('vi') + label.slice(1);
}

/** A kind of paper without the note in brackets that tells people what it must hold. */
function withoutNote(kind: string): string {
  return kind.replace(/\s*\([^()]*\)\s*$/u, '');
}

/** The sentences of one language. */
export function findingMessages(language: Language): Messages {
  return tables[language];
}

/** A date as people write it: 22/11/2026 in Vietnamese, ISO in English. */
export function formatDay(isoDay: string, language: Language): string {
  const [year, month, day] = isoDay.split('-');
  return language === 'vi' && year && month && day ? `${day}/${month}/${year}` : isoDay;
}
