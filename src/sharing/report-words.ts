import type { BilingualText } from '../locale/language.ts';
import type { SharingOutcome, SharingStanding } from './sharing-finding.ts';

/** Outcomes as people read them. */
export const outcomeWords: Readonly<Record<SharingOutcome, BilingualText>> = {
  met: { vi: 'Đáp ứng', en: 'Met' },
  'not-met': { vi: 'Không đáp ứng', en: 'Not met' },
  signal: { vi: 'Có dấu hiệu, cần xem', en: 'Signs to weigh' },
  undetermined: { vi: 'Chưa xác định', en: 'Undetermined' },
  'needs-attestation': { vi: 'Cần giấy tờ hoặc xác nhận', en: 'Needs papers' },
  'for-doctor': { vi: 'Bác sĩ quyết định', en: 'For a doctor' },
  decided: { vi: 'Bác sĩ đã quyết định', en: 'Decided by a doctor' },
  'not-concluded': { vi: 'Không kết luận', en: 'Not concluded' },
  'not-relevant': { vi: 'Không áp dụng cho ca này', en: 'Not about this study' },
};

/** How a subject stands, said so that nobody takes it for a permission. */
export const standingWords: Readonly<Record<SharingStanding, BilingualText>> = {
  contradicted: {
    vi: 'Có điều kiện của dự thảo không được đáp ứng; xem các dòng "Không đáp ứng".',
    en: 'At least one condition of the draft is not met; see the lines "Not met".',
  },
  open: {
    vi: 'Không thấy điều kiện nào bị trái, nhưng còn điều chưa xác định hoặc có dấu hiệu cần người xem.',
    en: 'No condition is contradicted, but some are undetermined or show signs to weigh.',
  },
  'nothing-against': {
    vi: 'Các điều kiện kiểm tra được bằng máy và giấy tờ đều đáp ứng theo dự thảo 11/2025. Dùng kết quả hay không do bác sĩ quyết định.',
    en: 'The conditions that facts and papers can answer are met under the draft of November 2025. Whether the result is used is for a doctor.',
  },
};

/** How a field on the images compares with the record. */
export const matchWords = {
  vi: {
    fields: {
      name: 'Họ tên',
      'patient-id': 'Mã người bệnh',
      'birth-date': 'Ngày sinh',
      sex: 'Giới tính',
    },
    verdicts: {
      exact: 'giống hệt',
      nfc: 'giống sau chuẩn hóa NFC',
      'without-diacritics': 'chỉ giống khi bỏ dấu',
      different: 'khác',
      absent: 'hồ sơ không có',
    },
  },
  en: {
    fields: {
      name: 'Name',
      'patient-id': 'Patient ID',
      'birth-date': 'Birth date',
      sex: 'Sex',
    },
    verdicts: {
      exact: 'identical',
      nfc: 'equal after NFC',
      'without-diacritics': 'equal only without diacritics',
      different: 'different',
      absent: 'not in the record',
    },
  },
} as const;

/** Labels of the printed page. */
export const pageWords = {
  vi: {
    title: 'PHIẾU KIỂM TRA ĐIỀU KIỆN SỬ DỤNG KẾT QUẢ LIÊN THÔNG',
    checkedOn: 'Ngày kiểm tra:',
    byDraft: 'Theo dự thảo 11/2025.',
    noticed: 'Điều ghi nhận',
    rule: 'Mã',
    condition: 'Điều kiện của dự thảo',
    outcome: 'Kết quả',
    why: 'Vì sao',
    checker: 'NGƯỜI KIỂM TRA',
    doctor: 'BÁC SĨ',
    notes: 'Ghi chú chung',
    madeBy: 'Lập bằng',
    study: 'Ca chụp',
    transfer: 'Gói chuyển người bệnh',
    laboratory: 'Xét nghiệm',
    seen: (modalities: string, series: number, objects: number, age: number | undefined) =>
      `${modalities}: ${series} series, ${objects} đối tượng DICOM${age === undefined ? '' : `, chụp ${age} ngày trước ngày kiểm tra`}.`,
  },
  en: {
    title: 'CONDITIONS FOR USING A SHARED RESULT',
    checkedOn: 'Checked on:',
    byDraft: 'Under the draft of November 2025.',
    noticed: 'Noticed',
    rule: 'Rule',
    condition: 'Condition of the draft',
    outcome: 'Outcome',
    why: 'Why',
    checker: 'CHECKED BY',
    doctor: 'DOCTOR',
    notes: 'General notes',
    madeBy: 'Made with',
    study: 'Study',
    transfer: 'Transfer package',
    laboratory: 'Laboratory results',
    seen: (modalities: string, series: number, objects: number, age: number | undefined) =>
      `${modalities}: ${series} series, ${objects} DICOM objects${age === undefined ? '' : `, taken ${age} days before the check`}.`,
  },
} as const;
