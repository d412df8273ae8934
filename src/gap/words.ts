import type { BilingualText, Language } from '../locale/language.ts';
import type { WorkKind } from './plan-gap.ts';

/** What closing a criterion takes, in words. */
export const workNames: { readonly [W in WorkKind]: BilingualText } = {
  state: { vi: 'chỉ cần giấy tờ hoặc xác nhận', en: 'a paper or an attestation is enough' },
  show: { vi: 'cần đo hoặc kiểm tra lại', en: 'to be measured or looked at again' },
  fix: { vi: 'cần khắc phục', en: 'to be put right' },
};

const vietnamese = {
  title: (level: string) => `Kế hoạch để đến mức ${level}, theo dự thảo`,
  draftNote:
    'Theo dự thảo chưa được ban hành; không có giá trị pháp lý. Làm xong các việc này thì đánh giá lại; kế hoạch không thay kết quả đánh giá.',
  simulated: 'DỮ LIỆU MÔ PHỎNG',
  foot: 'Kế hoạch theo dự thảo chưa ban hành, không phải kết quả đánh giá.',
  page: 'Trang',
  facility: 'Cơ sở',
  assessedOn: 'Ngày đánh giá',
  now: 'Mức đề xuất hiện nay',
  final: 'kết quả cuối',
  range: (ceiling: string) => `tạm thời: nếu mọi tiêu chí còn mở đều đạt thì có thể tới ${ceiling}`,
  notAppliedFor: (level: string) => `Hồ sơ này chỉ đăng ký tới mức ${level}.`,
  noHigher: 'Không còn mức nào cao hơn.',
  reached: (level: string) =>
    `Đã đủ mọi tiêu chí của mức ${level} theo dự thảo; không còn việc gì.`,
  nextStep: (level: string, count: number, works: string) =>
    `Bước tiếp theo là mức ${level}: còn ${count} tiêu chí, trong đó ${works}.`,
  works: {
    state: (count: number) => `${count} chỉ cần giấy tờ hoặc xác nhận`,
    show: (count: number) => `${count} cần đo hoặc kiểm tra lại`,
    fix: (count: number) => `${count} phải khắc phục`,
  },
  afterThat: (level: string, count: number) => `Sau đó tới mức ${level}: thêm ${count} tiêu chí.`,
  capTitle: 'Không tự gỡ được bằng giấy tờ của cơ sở',
  capNote:
    'Xác nhận hay giấy tờ do cơ sở tự lập không gỡ được điều này: chứng chỉ phải do tổ chức chứng nhận cấp cho sản phẩm hoặc nhà sản xuất. Nếu nhà cung cấp không có chứng chỉ thì chưa đến được mức Chuyên sâu.',
  blockersTitle: 'Làm trước: mỗi việc gỡ được nhiều tiêu chí',
  allow: (risk: string) =>
    `Chạy lại với --allow ${risk}, khi bệnh viện đã đồng ý (${risk === 'load' ? 'đo tải đường truyền' : 'gửi dữ liệu thử'})`,
  lookAgain: (probe: string, count: number) =>
    `Đo hoặc đọc lại "${probe}": ${count} nơi chưa quan sát được`,
  because: 'Vì sao',
  closes: 'Liên quan',
  stageDone: (level: string, required: number) => `Mức ${level}: đủ ${required} tiêu chí`,
  stage: (level: string, met: number, required: number, own: number) =>
    `Mức ${level}: đạt ${met} trong ${required}; phải làm thêm ở mức này: ${own}`,
  who: 'Ai làm',
  do: 'Làm',
  ifNotSo: 'Nếu thực tế chưa có',
  prepare: 'Bằng chứng được nhận',
  byHand: 'Tự kiểm trước',
  missing: 'Còn thiếu',
  unseen: 'Chưa quan sát được',
  more: (count: number) => `và ${count} mục nữa`,
  probes: (names: string) => `kết quả mà công cụ tự đo hoặc đọc: ${names}`,
  attestation: 'xác nhận có họ tên, ngày và tệp kèm theo',
  mustState: (fields: string) => `phải ghi ${fields}`,
  validOn: 'còn hạn vào ngày đánh giá',
  packages: (names: string) => `Các gói của Phụ lục II: ${names}`,
  done: 'Xong',
  criterion: 'Tiêu chí',
};

/** Words of the plan; a missing one does not compile. */
export type GapWords = typeof vietnamese;

const english: GapWords = {
  title: (level) => `Plan towards the level ${level}, under the draft`,
  draftNote:
    'Under a draft that was never issued, without legal force. Assess again when these are done; the plan does not stand for an assessment.',
  simulated: 'SIMULATED DATA',
  foot: 'A plan under a draft that was never issued, not an assessment.',
  page: 'Page',
  facility: 'Facility',
  assessedOn: 'Assessed on',
  now: 'Proposed now',
  final: 'final',
  range: (ceiling) => `provisional: if every open criterion were met, up to ${ceiling}`,
  notAppliedFor: (level) => `This dossier applies for ${level} only.`,
  noHigher: 'There is no higher level.',
  reached: (level) => `Every criterion of ${level} is met under the draft; nothing is left to do.`,
  nextStep: (level, count, works) => `The next step is ${level}: ${count} criteria left; ${works}.`,
  works: {
    state: (count) => `${count} only need a paper or an attestation`,
    show: (count) => `${count} to be measured or looked at again`,
    fix: (count) => `${count} to be put right`,
  },
  afterThat: (level, count) => `After that, ${level}: ${count} more.`,
  capTitle: "Not to be lifted by the facility's own papers",
  capNote:
    'Attestations and papers written by the facility do not change this: a certification body must have certified the product or its maker. If the vendor has no certificate, Specialized is out of reach.',
  blockersTitle: 'Do first: each of these may close several criteria',
  allow: (risk) =>
    `Run again with --allow ${risk} once the hospital has agreed (${risk === 'load' ? 'loads the line' : 'sends test data'})`,
  lookAgain: (probe, count) =>
    `Measure or read again "${probe}": not observed at ${count} place(s)`,
  because: 'Because',
  closes: 'Concerns',
  stageDone: (level, required) => `${level}: all ${required} criteria met`,
  stage: (level, met, required, own) =>
    `${level}: ${met} of ${required} met; to be closed at this level: ${own}`,
  who: 'Who',
  do: 'Do',
  ifNotSo: 'If it is not there',
  prepare: 'Evidence taken',
  byHand: 'Check beforehand',
  missing: 'Missing',
  unseen: 'Not observed',
  more: (count) => `and ${count} more`,
  probes: (names) => `what the tool measures or reads: ${names}`,
  attestation: 'an attestation with name, date and attached file',
  mustState: (fields) => `must state ${fields}`,
  validOn: 'valid on the day of assessment',
  packages: (names) => `The packages of Annex II: ${names}`,
  done: 'Done',
  criterion: 'Criterion',
};

/** By language. */
export const gapWords: { readonly [L in Language]: GapWords } = { vi: vietnamese, en: english };
