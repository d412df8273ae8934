import type { Language } from '../../locale/language.ts';
import type { Deviation, OperationOutcome } from '../../protocols/dicom/index.ts';

/** Sentences of the dicom probe in one language. */
export type DicomWords = typeof vi;

/** Sentences of the dicom probe. */
export function dicomMessages(language: Language): DicomWords {
  return language === 'vi' ? vi : en;
}

const vi = {
  sends: (callingAe: string, role: string) =>
    `Với AE title ${callingAe}: C-ECHO; ${role === 'pacs' || role === 'archive' ? 'đề nghị các cú pháp truyền (không gửi ảnh); C-FIND chỉ đếm với mã người bệnh thử; ' : ''}${role === 'worklist' ? 'C-FIND danh sách chỉ định với mã người bệnh thử; ' : ''}thử gọi bằng AE title lạ. Không để lại dữ liệu.`,
  queryUnanswered: (level: string, why: string) => `C-FIND mức ${level} không có kết quả: ${why}`,
  noContext: 'nút không chấp nhận lớp SOP của truy vấn này',
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
};

const en: DicomWords = {
  sends: (callingAe, role) =>
    `As AE title ${callingAe}: C-ECHO; ${role === 'pacs' || role === 'archive' ? 'proposes transfer syntaxes (sends no image); C-FIND for counts with the test patient id; ' : ''}${role === 'worklist' ? 'C-FIND of the worklist with the test patient id; ' : ''}calls under an unknown AE title. Leaves nothing behind.`,
  queryUnanswered: (level, why) => `C-FIND at ${level} level gave no result: ${why}`,
  noContext: 'the node did not accept the SOP class of this query',
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
};

function hex(status: number): string {
  return `0x${status.toString(16).padStart(4, '0')}`;
}
