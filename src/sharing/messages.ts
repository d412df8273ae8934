import type { Language } from '../locale/language.ts';

interface Messages {
  readonly nothingObserved: string;
  readonly listNotAtHand: string;
  readonly notRelevant: string;
  readonly contradicted: string;
  readonly signal: string;
  readonly holds: string;
  readonly recorded: string;
  readonly open: (what: string) => string;
  readonly forDoctor: (question: string) => string;
  readonly decided: (decision: string, by: string, on: string, reason: unknown) => string;
}

const decisionsVi: Readonly<Record<string, string>> = {
  use: 'dùng kết quả',
  repeat: 'làm lại',
  clear: 'hình ảnh rõ ràng',
  'not-clear': 'hình ảnh không rõ ràng',
};
const reasonsVi: Readonly<Record<string, string>> = {
  'clinical-change': 'thay đổi lâm sàng, cận lâm sàng',
  'too-old': 'thời gian từ lúc chụp quá lâu',
  'poor-or-incomplete': 'chất lượng kém hoặc không đủ chuỗi cần thiết',
  'identity-doubt': 'nghi ngờ sai lệch thông tin người bệnh',
};

const vi: Messages = {
  nothingObserved: 'Chưa có số liệu',
  listNotAtHand:
    'Không kết luận: bản dự thảo 11/2025 mà công cụ có không kèm danh mục kỹ thuật ở Phụ lục 1 đến Phụ lục 6.',
  notRelevant: 'Điều kiện này không nói tới loại ca chụp hoặc hồ sơ này.',
  contradicted: 'Có số liệu trái với điều kiện này của dự thảo.',
  signal: 'Có dấu hiệu cần người kiểm tra xem; công cụ không kết luận thay.',
  holds: 'Số liệu đáp ứng điều kiện này của dự thảo.',
  recorded: 'Đã ghi nhận quyết định của bác sĩ; công cụ không đánh giá quyết định đó.',
  open: (what) => `Chưa kết luận được: ${what}`,
  forDoctor: (question) => `Bác sĩ quyết định, công cụ không kết luận thay. ${question}`,
  decided: (decision, by, on, reason) =>
    `${by}, ngày ${on}: ${decisionsVi[decision] ?? decision}${typeof reason === 'string' ? `, lý do: ${reasonsVi[reason] ?? reason}` : ''}`,
};

const en: Messages = {
  nothingObserved: 'No facts yet',
  listNotAtHand:
    'Not concluded: the draft of November 2025 as this tool has it comes without the lists of techniques in Annexes 1 to 6.',
  notRelevant: 'This condition does not speak of this kind of study or record.',
  contradicted: 'Facts contradict this condition of the draft.',
  signal: 'There are signs that a person has to weigh; the tool does not conclude.',
  holds: 'The facts meet this condition of the draft.',
  recorded: 'A doctor’s decision is recorded; the tool does not judge it.',
  open: (what) => `Not decided: ${what}`,
  forDoctor: (question) => `A doctor decides, never the tool. ${question}`,
  decided: (decision, by, on, reason) =>
    `${by}, ${on}: ${decision}${typeof reason === 'string' ? `, reason: ${reason}` : ''}`,
};

const tables: { readonly [L in Language]: Messages } = { vi, en };

/** Sentences of the sharing findings. */
export function sharingMessages(language: Language): Messages {
  return tables[language];
}
