import { z } from 'zod';
import { column, defineFactGroup, maybe, type RowOf } from '../define-facts.ts';
import { textVerdicts } from '../shared/compare-text.ts';
import { stepIds, stepOutcomes } from './step-ids.ts';

const endpoint = column(z.string(), {
  vi: 'Mã điểm nối HL7 trong facility.yaml mà chỉ định được gửi tới',
  en: 'Id in facility.yaml of the HL7 endpoint that the order is sent to',
});

/** One step of the scenario and how it ended. */
export const workflowStepFacts = defineFactGroup({
  name: 'workflow.step',
  basis: 'measured',
  probes: ['workflow'],
  vi: 'Từng bước của một ca thử đi từ chỉ định tới báo cáo',
  en: 'Each step of a test case followed from order to report',
  columns: {
    endpoint,
    step: column(z.enum(stepIds), { vi: 'Bước', en: 'Step' }),
    outcome: column(z.enum(stepOutcomes), {
      vi: 'Kết quả: đúng, sai, cần lưu ý, không tới được, không thử, đang chờ người làm',
      en: 'How it ended: passed, failed, warned, not reached, not tried, awaiting a person',
    }),
    expected: column(z.string(), { vi: 'Điều mong đợi', en: 'What was expected' }),
    observed: column(z.string(), { vi: 'Điều quan sát được', en: 'What was observed' }),
    sourceOfRule: column(z.string(), { vi: 'Nguồn của quy tắc', en: 'Source of the rule' }),
    ms: maybe(z.number(), { unit: 'ms', vi: 'Thời gian của bước', en: 'Duration of the step' }),
  },
});

/** One attribute beside the HL7 field it comes from. */
export const workflowMappingFacts = defineFactGroup({
  name: 'workflow.mapping',
  basis: 'measured',
  probes: ['workflow'],
  vi: 'Từng thuộc tính DICOM so với trường HL7 là nguồn của nó',
  en: 'Each DICOM attribute beside the HL7 field that it comes from',
  columns: {
    endpoint,
    view: column(z.enum(['worklist', 'pacs']), {
      vi: 'Nơi đọc lại: danh sách chờ hoặc PACS',
      en: 'Where it was read back: worklist or PACS',
    }),
    attribute: column(z.string(), {
      vi: 'Tên thuộc tính DICOM (keyword)',
      en: 'Keyword of the DICOM attribute',
    }),
    hl7Field: maybe(z.string(), {
      vi: 'Trường HL7 đã gửi; không có khi kiểu bản tin này không mang giá trị đó',
      en: 'HL7 field sent; absent where this kind of message does not carry the value',
    }),
    sent: maybe(z.string(), { vi: 'Giá trị đã gửi', en: 'Value sent' }),
    received: maybe(z.string(), {
      vi: 'Giá trị đọc lại; không có khi trống hoặc có thể là dữ liệu của người khác',
      en: 'Value read back; absent when empty, or when it may be data of somebody else',
    }),
    equal: column(z.boolean(), { vi: 'Đúng như đã gửi', en: 'As it was sent' }),
    verified: column(z.boolean(), {
      vi: 'Quy tắc đã được đối chiếu với văn bản gốc của tiêu chuẩn',
      en: 'The rule was checked in the primary text of the standard',
    }),
    text: maybe(z.enum(textVerdicts), {
      vi: 'Chữ tiếng Việt trở lại ra sao',
      en: 'How Vietnamese letters came back',
    }),
  },
});

/** One report about our order that came to our HIS listener. */
export const workflowReportFacts = defineFactGroup({
  name: 'workflow.report',
  basis: 'measured',
  probes: ['workflow'],
  vi: 'Báo cáo của ca thử nhận được khi đóng vai HIS',
  en: 'Reports of the test case received as the HIS',
  columns: {
    endpoint,
    purpose: column(z.enum(['report', 'correction']), {
      vi: 'Báo cáo hoặc báo cáo đã sửa',
      en: 'A report, or its correction',
    }),
    messageType: column(z.string(), {
      vi: 'Kiểu bản tin (MSH-9)',
      en: 'Type of the message (MSH-9)',
    }),
    matchedBy: column(z.array(z.enum(['patient', 'placer', 'filler', 'accession', 'study-uid'])), {
      vi: 'Khớp với ca thử theo',
      en: 'Matched to the test case by',
    }),
    status: maybe(z.string(), {
      vi: 'Trạng thái (OBR-25 hoặc TXA-17)',
      en: 'Status (OBR-25 or TXA-17)',
    }),
    hasText: column(z.boolean(), { vi: 'Có phần chữ', en: 'Has text' }),
    hasJpeg: column(z.boolean(), { vi: 'Có ảnh JPEG kèm theo', en: 'Carries a JPEG picture' }),
    jpegValid: maybe(z.boolean(), {
      vi: 'Mọi ảnh JPEG kèm theo đều trọn vẹn',
      en: 'Every JPEG carried is complete',
    }),
    jpegShowsOurImage: maybe(z.boolean(), {
      vi: 'Ảnh JPEG mang mã của ảnh đã gửi cho chính chỉ định này',
      en: 'A JPEG carries the code of an image sent for this very order',
    }),
    hasPointer: column(z.boolean(), {
      vi: 'Có liên kết tới ảnh hoặc tài liệu (không mở)',
      en: 'Has a link to an image or document (not followed)',
    }),
    charsetDeclared: maybe(z.string(), {
      vi: 'Bảng mã khai trong MSH-18',
      en: 'Character set declared in MSH-18',
    }),
    textIntact: maybe(z.boolean(), {
      vi: 'Chữ tiếng Việt còn nguyên',
      en: 'Vietnamese letters are intact',
    }),
    studyUidEqual: maybe(z.boolean(), {
      vi: 'Study Instance UID trong báo cáo đúng là của ca thử',
      en: 'The Study Instance UID in the report is that of the test case',
    }),
    activeContent: column(z.boolean(), {
      vi: 'Phần chữ có mã chạy được (script)',
      en: 'The text holds active content (a script)',
    }),
  },
});

/** How many messages about our patient went which way. */
export const workflowTranscriptFacts = defineFactGroup({
  name: 'workflow.transcript',
  basis: 'measured',
  probes: ['workflow'],
  vi: 'Số bản tin HL7 của ca thử đã gửi và nhận',
  en: 'Number of HL7 messages about the test case that were sent and received',
  columns: {
    endpoint,
    messagesOut: column(z.int(), { vi: 'Số bản tin đã gửi', en: 'Messages sent' }),
    acknowledgementsIn: column(z.int(), {
      vi: 'Số xác nhận nhận về',
      en: 'Acknowledgements received',
    }),
    messagesIn: column(z.int(), {
      vi: 'Số bản tin về ca thử nhận được khi đóng vai HIS',
      en: 'Messages about the test case received as the HIS',
    }),
    bytesOut: column(z.int(), { unit: 'bytes', vi: 'Số byte đã gửi', en: 'Bytes sent' }),
    bytesIn: column(z.int(), { unit: 'bytes', vi: 'Số byte nhận về', en: 'Bytes received' }),
    refusedIn: column(z.int(), {
      vi: 'Số bản tin không phải của ca thử bị từ chối và bỏ đi, không ghi lại',
      en: 'Messages not about the test case, refused and dropped without a trace',
    }),
  },
});

export type WorkflowStepRow = RowOf<typeof workflowStepFacts>;
export type WorkflowMappingRow = RowOf<typeof workflowMappingFacts>;
export type WorkflowReportRow = RowOf<typeof workflowReportFacts>;
export type WorkflowTranscriptRow = RowOf<typeof workflowTranscriptFacts>;
export const factGroups = [
  workflowStepFacts,
  workflowMappingFacts,
  workflowReportFacts,
  workflowTranscriptFacts,
];

/** Steps in words, for whoever prints these facts. */
export { nameOf as nameStep } from './step-words.ts';
/** What this probe is called in print. */
export const title = {
  vi: 'Ca thử đi từ chỉ định tới báo cáo',
  en: 'Test case from order to report',
};
