import type { Language } from '../../locale/language.ts';
import { formatLocalTimestamp } from '../../locale/local-time.ts';
import { TEST_PATIENT_ID } from '../../synthetic/index.ts';
import type { DecodedSegment } from './decode-view.ts';
import type { WorkflowStepRow } from './facts.ts';
import { type StepId, stepIds } from './step-ids.ts';
import { requestOf } from './step-requests.ts';
import { expectationOf, nameOf } from './step-words.ts';
import type { TranscriptEntry } from './transcript.ts';

/** Which product a step is about; `ris` is whoever takes our HL7 messages. */
const aboutWhom: Readonly<Record<StepId, 'ris' | 'worklist' | 'pacs'>> = {
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

/** Steps that are about the messages of another step. */
const messagesOf: Readonly<Partial<Record<StepId, StepId>>> = {
  'order-ack': 'order',
  worklist: 'order',
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

/** What identifies the case in the vendor's own logs. */
export interface VendorCase {
  /** When the step began, ISO 8601; absent when that was not kept. */
  readonly startedAt?: string;
  readonly placerOrderNumber: string;
  readonly accessionNumber: string;
  readonly studyInstanceUid: string;
  readonly transcript: readonly TranscriptEntry[];
}

/** Far above what one step exchanges. */
const mostMessages = 20;
const longestValue = 60;

/**
 * A text that can be sent to the vendor as it is, for a step that failed or was warned about: what was seen, with times
 * and message control ids to look for in logs, and what is asked for. All data in it is of the synthetic patient.
 *
 * @returns `undefined` for a step that there is nothing to mend about
 */
export function vendorText(
  row: WorkflowStepRow,
  about: VendorCase,
  language: Language,
): string | undefined {
  const { step, outcome } = row;
  if (outcome !== 'failed' && outcome !== 'warned') return undefined;
  const product = whom[language][aboutWhom[step]];
  const name = `${stepIds.indexOf(step) + 1}. ${nameOf(step, language)}`;
  const expected = expectationOf(step, language);
  const isRule = outcome === 'failed';
  const at = about.startedAt === undefined ? '-' : formatLocalTimestamp(new Date(about.startedAt));
  const numbers = `${about.placerOrderNumber}; Accession Number ${about.accessionNumber}; Study Instance UID ${about.studyInstanceUid}`;
  const messages = about.transcript
    .filter((entry) => entry.step === (messagesOf[step] ?? step))
    .slice(0, mostMessages)
    .map((entry) => describeMessage(entry, language));
  const request = requestOf(step, language);
  const lines =
    language === 'vi'
      ? [
          `Kính gửi nhà cung cấp ${product},`,
          `Khi theo dõi một chỉ định thử (người bệnh giả KIỂM THỬ^RISPACS, mã ${TEST_PATIENT_ID}) qua điểm nối "${row.endpoint}", bước "${name}" ${isRule ? 'không đạt' : 'có điểm cần lưu ý'}.`,
          `Lúc: ${at}.`,
          `Số phiếu chỉ định ${numbers}.`,
          ...(messages.length > 0 ? ['Bản tin HL7:', ...messages] : []),
          `Mong đợi: ${expected}.`,
          `Quan sát được: ${row.observed}.`,
          `Căn cứ: ${row.sourceOfRule}.`,
          `Đề nghị: ${request}`,
          'Bản tin gốc và hình trình tự có trong hồ sơ kèm theo. Đề nghị kiểm tra và cho biết cách khắc phục cùng thời hạn.',
        ]
      : [
          `To the vendor of the ${product},`,
          `While one test order (synthetic patient KIỂM THỬ^RISPACS, id ${TEST_PATIENT_ID}) was followed through endpoint "${row.endpoint}", the step "${name}" ${isRule ? 'failed' : 'gave reason for a remark'}.`,
          `At: ${at}.`,
          `Placer order number ${numbers}.`,
          ...(messages.length > 0 ? ['HL7 messages:', ...messages] : []),
          `Expected: ${expected}.`,
          `Observed: ${row.observed}.`,
          `Rule: ${row.sourceOfRule}.`,
          `Asked for: ${request}`,
          'The raw messages and the sequence picture are in the attached dossier. Please look into it and tell us how it will be mended, and by when.',
        ];
  return `${lines.join('\n')}\n`;
}

/** `- 2026-11-22T08:15:00.123+07:00 gửi ADT^A04, MSH-10 RP1`. */
function describeMessage(
  { at, direction, kind, segments, attachment }: TranscriptEntry,
  language: Language,
): string {
  const vi = language === 'vi';
  const way = direction === 'out' ? (vi ? 'gửi' : 'sent') : vi ? 'nhận' : 'received';
  const read = (field: string): string | undefined => readField(segments ?? [], field);
  const type = read('MSH-9') ?? (kind === 'acknowledgement' ? 'ACK' : '?');
  const parts = [
    `${way} ${type}`,
    ...['MSH-10', 'MSA-1', 'MSA-2'].flatMap((field) => {
      const value = read(field);
      return value === undefined ? [] : [`${field} ${value}`];
    }),
    attachment.path,
  ];
  return `- ${formatLocalTimestamp(new Date(at))} ${parts.join(', ')}`;
}

function readField(segments: readonly DecodedSegment[], name: string): string | undefined {
  for (const { fields } of segments) {
    const found = fields.find(({ field }) => field === name);
    if (found !== undefined) return found.value.slice(0, longestValue);
  }
  return undefined;
}
