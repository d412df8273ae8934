import type { Language } from '../locale/language.ts';
import type { QueryState, SweepState } from './describe-result.ts';

/** Sentences of the sweep in one language. */
export type SweepWords = typeof vi;

/** Sentences of the sweep. */
export function sweepWords(language: Language): SweepWords {
  return language === 'vi' ? vi : en;
}

const viStates: Readonly<Record<SweepState, string>> = {
  answers: 'trả lời',
  'answers-with-error': 'trả lời lỗi',
  'no-verification': 'không C-ECHO',
  refused: 'từ chối',
  unreachable: 'không tới được',
  'timed-out': 'quá thời gian',
  'protocol-error': 'sai giao thức',
  'not-configured': 'chưa cấu hình',
  'not-asked': 'chưa hỏi',
};

const enStates: Readonly<Record<SweepState, string>> = {
  answers: 'answers',
  'answers-with-error': 'answers error',
  'no-verification': 'no C-ECHO',
  refused: 'refused',
  unreachable: 'unreachable',
  'timed-out': 'timed out',
  'protocol-error': 'not DICOM',
  'not-configured': 'not set up',
  'not-asked': 'not asked',
};

const vi = {
  head: ['Mã', 'Địa chỉ, AE title', 'Kết quả', 'C-FIND', 'ms'] as readonly string[],
  state: (state: SweepState): string => viStates[state],
  query: (query: QueryState): string =>
    query === 'none' ? '-' : query === 'answers' ? 'được' : 'không',
  starting: (nodes: number, hosts: number, callingAe: string) =>
    `Hỏi ${nodes} AE trên ${hosts} máy với AE title ${callingAe}: C-ECHO, và với PACS, kho, danh sách chỉ định thì một C-FIND mã người bệnh thử.`,
  progress: (done: number, total: number, failed: number) =>
    `${done}/${total} đã hỏi, ${failed} có vấn đề`,
  stopped: (asked: number, total: number) =>
    `Đã dừng theo yêu cầu: mới hỏi ${asked} trong ${total} AE.`,
  total: (total: number, parts: string) => `Tổng ${total} AE: ${parts}.`,
  queries: (answered: number, asked: number) =>
    `C-FIND với mã người bệnh thử: ${answered} trong ${asked} nút cho truy vấn.`,
  caveat:
    'C-ECHO thành công chỉ cho biết có dịch vụ DICOM trả lời ở địa chỉ đó, chưa cho biết lưu, tìm hay xem được ảnh.',
};

const en: SweepWords = {
  head: ['Id', 'Address, AE title', 'Result', 'C-FIND', 'ms'],
  state: (state) => enStates[state],
  query: (query) => (query === 'none' ? '-' : query === 'answers' ? 'yes' : 'no'),
  starting: (nodes, hosts, callingAe) =>
    `Asking ${nodes} AEs on ${hosts} hosts as AE title ${callingAe}: C-ECHO and, of PACS, archives and worklists, one C-FIND for the test patient.`,
  progress: (done, total, failed) => `${done}/${total} asked, ${failed} with a problem`,
  stopped: (asked, total) => `Stopped as asked: ${asked} of ${total} AEs were asked.`,
  total: (total, parts) => `${total} AEs in all: ${parts}.`,
  queries: (answered, asked) =>
    `C-FIND for the test patient: ${answered} of ${asked} nodes can be queried.`,
  caveat:
    'A successful C-ECHO only shows that a DICOM service answers at that address, not that images can be stored, found or viewed.',
};
