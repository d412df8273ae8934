import type { Language } from '../../locale/language.ts';
import type { StepId } from './step-ids.ts';

interface StepWords {
  readonly vi: { readonly name: string; readonly expected: string };
  readonly en: { readonly name: string; readonly expected: string };
  /** Where the rule is written; `own` for what this tool asks for by itself. */
  readonly source: string;
}

const steps: Readonly<Record<StepId, StepWords>> = {
  'negative-control': {
    vi: {
      name: 'Đối chứng âm',
      expected: 'Trước khi gửi, danh sách chờ không có chỉ định thử',
    },
    en: {
      name: 'Negative control',
      expected: 'Before anything is sent the worklist does not show the test order',
    },
    source: 'rispacs; PS3.4 K.4.1.3.1',
  },
  adt: {
    vi: { name: 'Đăng ký người bệnh (ADT^A04)', expected: 'Xác nhận AA cho đúng bản tin' },
    en: { name: 'Patient registration (ADT^A04)', expected: 'AA for this very message' },
    source: 'HL7 v2.5.1 3.3.4, 2.9.2; IHE RAD-1',
  },
  order: {
    vi: { name: 'Gửi chỉ định', expected: 'Hệ thống nhận trọn bản tin chỉ định' },
    en: { name: 'Order', expected: 'The order message is handed over whole' },
    source: 'HL7 v2.5.1 4.4; IHE RAD-2, RAD-4',
  },
  'order-ack': {
    vi: {
      name: 'Xác nhận chỉ định',
      expected:
        'Một xác nhận AA, MSA-2 trùng MSH-10, đúng phiên bản và bảng mã, không có gì khác đi kèm',
    },
    en: {
      name: 'Acknowledgement of the order',
      expected: 'One AA, MSA-2 equal to MSH-10, same version and character set, nothing beside it',
    },
    source: 'HL7 v2.5.1 2.9.2, 2.15.8',
  },
  worklist: {
    vi: {
      name: 'Danh sách chờ của thiết bị (MWL)',
      expected: 'Chỉ định hiện trong danh sách chờ, từng thuộc tính đúng như đã gửi',
    },
    en: {
      name: 'Modality worklist',
      expected: 'The order shows in the worklist, each attribute as it was sent',
    },
    source: 'PS3.4 K.6.1; HL7 v2.5.1 4.5.6; IHE RAD-5',
  },
  'mpps-in-progress': {
    vi: { name: 'Bắt đầu chụp (MPPS)', expected: 'N-CREATE với IN PROGRESS được nhận' },
    en: { name: 'Examination begun (MPPS)', expected: 'N-CREATE with IN PROGRESS is taken' },
    source: 'PS3.4 F.7.2.1; IHE RAD-6',
  },
  images: {
    vi: {
      name: 'Gửi ảnh (C-STORE)',
      expected: 'PACS nhận mọi ảnh, không đổi gì',
    },
    en: { name: 'Images (C-STORE)', expected: 'The PACS takes every image and changes nothing' },
    source: 'PS3.4 B.2.3; IHE RAD-8',
  },
  'mpps-completed': {
    vi: {
      name: 'Chụp xong (MPPS)',
      expected: 'N-SET với COMPLETED được nhận; danh sách chờ không còn mời chụp',
    },
    en: {
      name: 'Examination done (MPPS)',
      expected: 'N-SET with COMPLETED is taken; the worklist no longer offers the examination',
    },
    source: 'PS3.4 F.7.2.2; IHE RAD-7',
  },
  'pacs-study': {
    vi: {
      name: 'Tìm ca chụp trong PACS',
      expected: 'PACS trả về ca chụp với đúng mã và đúng tên có dấu',
    },
    en: {
      name: 'Study in the PACS',
      expected: 'The PACS returns the study with the same identifiers and the letters of the name',
    },
    source: 'PS3.4 C.6.2.1; PS3.5 6.1.2; IHE RAD-14',
  },
  report: {
    vi: {
      name: 'Báo cáo về HIS',
      expected: 'Báo cáo của đúng chỉ định này, có chữ, có ảnh JPEG trọn vẹn, đúng Study UID',
    },
    en: {
      name: 'Report to the HIS',
      expected: 'A report about this very order, with text, a whole JPEG and the right Study UID',
    },
    source: 'HL7 v2.5.1 7.3.1, 2.A.24; IHE RAD-28, RAD-128',
  },
  'correction-to-his': {
    vi: {
      name: 'Sửa báo cáo: PACS sang HIS',
      expected: 'Báo cáo đã sửa tới HIS, ghi rõ là bản sửa (OBR-25 = C)',
    },
    en: {
      name: 'Correction, PACS to HIS',
      expected: 'The changed report reaches the HIS, marked as a correction (OBR-25 = C)',
    },
    source: 'HL7 v2.5.1 table 0123; IHE RAD-28',
  },
  'correction-to-ris': {
    vi: {
      name: 'Sửa chỉ định: HIS sang RIS',
      expected: 'Bản tin sửa (ORC-1 = XO) được nhận và thay đổi hiện ra',
    },
    en: {
      name: 'Correction, HIS to RIS',
      expected: 'The change (ORC-1 = XO) is taken and shows',
    },
    source: 'HL7 v2.5.1 4.5.1.1; IHE RAD-2, RAD-13',
  },
  'patient-update': {
    vi: {
      name: 'Sửa thông tin người bệnh (ADT^A08)',
      expected: 'Tên mới được nhận và hiện trong danh sách chờ hoặc PACS',
    },
    en: {
      name: 'Patient update (ADT^A08)',
      expected: 'The new name is taken and shows in the worklist or the PACS',
    },
    source: 'HL7 v2.5.1 3.3.8; IHE RAD-12',
  },
  'patient-merge': {
    vi: {
      name: 'Gộp hai người bệnh thử (ADT^A40)',
      expected: 'Việc gộp được nhận và ca chụp chuyển sang người bệnh còn lại',
    },
    en: {
      name: 'Merge of two test patients (ADT^A40)',
      expected: 'The merge is taken and the study moves to the patient that remains',
    },
    source: 'HL7 v2.5.1 3.3.40; IHE RAD-12',
  },
  cancel: {
    vi: {
      name: 'Hủy chỉ định',
      expected: 'Bản tin hủy (ORC-1 = CA) được nhận và danh sách chờ không còn chỉ định',
    },
    en: {
      name: 'Cancel',
      expected: 'The cancel (ORC-1 = CA) is taken and the worklist no longer shows the order',
    },
    source: 'HL7 v2.5.1 4.5.1.1; IHE RAD-13',
  },
  removal: {
    vi: { name: 'Xóa dữ liệu thử', expected: 'Ảnh thử được xóa và đã kiểm lại' },
    en: { name: 'Removal of test data', expected: 'The test images are removed, and seen to be' },
    source: 'rispacs',
  },
};

/** The name of a step, for people. */
export function nameOf(step: StepId, language: Language): string {
  return steps[step][language].name;
}

/** What a step should show. */
export function expectationOf(step: StepId, language: Language): string {
  return steps[step][language].expected;
}

/** Where the rule of a step is written. */
export function sourceOf(step: StepId): string {
  return steps[step].source;
}
