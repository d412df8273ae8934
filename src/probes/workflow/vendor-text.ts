import type { Language } from '../../locale/language.ts';
import type { WorkflowStepRow } from './facts.ts';
import { expectationOf, nameOf } from './step-words.ts';

/** Which product a step is about; `ris` is whoever takes our HL7 messages. */
const aboutWhom: Readonly<Record<WorkflowStepRow['step'], 'ris' | 'worklist' | 'pacs'>> = {
  'negative-control': 'worklist',
  adt: 'ris',
  order: 'ris',
  'order-ack': 'ris',
  worklist: 'worklist',
  'mpps-in-progress': 'worklist',
  images: 'pacs',
  'mpps-completed': 'worklist',
  'pacs-study': 'pacs',
  report: 'ris',
  'correction-to-his': 'ris',
  'correction-to-ris': 'ris',
  'patient-update': 'ris',
  'patient-merge': 'ris',
  cancel: 'ris',
  removal: 'pacs',
};

const whom = {
  vi: {
    ris: 'RIS (hoặc bộ tích hợp HL7)',
    worklist: 'danh sách chờ DICOM (MWL, MPPS)',
    pacs: 'PACS',
  },
  en: {
    ris: 'RIS (or HL7 interface engine)',
    worklist: 'DICOM worklist (MWL, MPPS)',
    pacs: 'PACS',
  },
} as const;

/**
 * A text that can be sent to the vendor as it is, for a step that failed or was warned about. All data in it is of the
 * synthetic patient.
 *
 * @returns `undefined` for a step that there is nothing to mend about
 */
export function vendorText(step: WorkflowStepRow, language: Language): string | undefined {
  if (step.outcome !== 'failed' && step.outcome !== 'warned') return undefined;
  const about = whom[language][aboutWhom[step.step]];
  const name = nameOf(step.step, language);
  const expected = expectationOf(step.step, language);
  const isRule = step.outcome === 'failed';
  return language === 'vi'
    ? [
        `Kính gửi nhà cung cấp ${about},`,
        `Khi theo dõi một chỉ định thử (người bệnh giả KIỂM THỬ^RISPACS) qua điểm nối "${step.endpoint}", bước "${name}" ${isRule ? 'không đạt' : 'có điểm cần lưu ý'}.`,
        `Mong đợi: ${expected}.`,
        `Quan sát được: ${step.observed}.`,
        `Căn cứ: ${step.sourceOfRule}.`,
        'Bản tin gốc, giờ gửi nhận và hình trình tự có trong hồ sơ kèm theo. Đề nghị kiểm tra và cho biết cách khắc phục.',
      ].join('\n')
    : [
        `To the vendor of the ${about},`,
        `While one test order (synthetic patient KIỂM THỬ^RISPACS) was followed through endpoint "${step.endpoint}", the step "${name}" ${isRule ? 'failed' : 'gave reason for a remark'}.`,
        `Expected: ${expected}.`,
        `Observed: ${step.observed}.`,
        `Rule: ${step.sourceOfRule}.`,
        'The raw messages, their times and the sequence picture are in the attached dossier. Please look into it and tell us how it will be mended.',
      ].join('\n');
}
