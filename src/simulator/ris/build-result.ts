import { createControlId } from '../../protocols/hl7/control-id.ts';
import { formatMessageTime } from '../../protocols/hl7/message-time.ts';
import { type SegmentInput, writeMessage } from '../../protocols/hl7/write-message.ts';
import { readItems, readText } from '../dicom/read-values.ts';
import {
  HIS_HL7_APPLICATION,
  HOSPITAL_NAME,
  SIMULATED_BANNER,
  SIMULATOR_HL7_APPLICATION,
} from '../identity.ts';
import type { WorklistEntry } from './worklist.ts';

/** What a result says. */
export interface ResultContent {
  readonly patientId: string;
  /** Family and given name, PID-5. */
  readonly patientName: readonly string[];
  readonly placerOrderNumber: string;
  readonly fillerOrderNumber: string;
  readonly accessionNumber: string;
  readonly procedure: { readonly code: string; readonly text: string; readonly scheme: string };
  readonly studyInstanceUid: string;
  /** OBR-25 and OBX-11: preliminary, final, corrected (HL7 v2.5.1 tables 0123 and 0085). */
  readonly status: 'P' | 'F' | 'C';
  readonly text: string;
  /** JPEG; absent where the radiologist chose no key image. */
  readonly picture?: Buffer;
}

/** What the result of an examination says when nothing is wrong with it. */
export function describeResult(
  { item, placerOrderNumber, patientId }: WorklistEntry,
  status: ResultContent['status'],
): ResultContent {
  const [family = '', given = ''] = (readText(item, 'PatientName') ?? '').split('^');
  const accessionNumber = readText(item, 'AccessionNumber') ?? placerOrderNumber;
  const procedure = readText(item, 'RequestedProcedureDescription') ?? '';
  const [code] = readItems(item.RequestedProcedureCodeSequence);
  const impression =
    status === 'C'
      ? 'Kết luận (đã sửa): nốt mờ nhỏ thùy trên phổi phải, đề nghị theo dõi.'
      : 'Kết luận: không thấy bất thường.';
  return {
    patientId,
    patientName: [family, given],
    placerOrderNumber,
    fillerOrderNumber: readText(item, 'FillerOrderNumberImagingServiceRequest') ?? accessionNumber,
    accessionNumber,
    procedure: {
      code: (code && readText(code, 'CodeValue')) ?? 'SIM',
      text: procedure,
      scheme: (code && readText(code, 'CodingSchemeDesignator')) ?? '99SIM',
    },
    studyInstanceUid: readText(item, 'StudyInstanceUID') ?? '',
    status,
    text: `${SIMULATED_BANNER}. ${procedure}. Mô tả: hai phổi sáng đều. ${impression}`,
  };
}

/**
 * Builds a result, ORU^R01 of 2.5.1 (HL7 v2.5.1 7.3.1): the report as text, its study (IHE RAD-128), and its picture as
 * JPEG in an ED value (2.A.24).
 */
export function buildResult(content: ResultContent, now: Date = new Date()): Promise<Buffer> {
  const { status, picture, procedure } = content;
  const time = formatMessageTime(now);
  const segments: SegmentInput[] = [
    {
      id: 'MSH',
      fields: {
        3: SIMULATOR_HL7_APPLICATION,
        4: HOSPITAL_NAME,
        5: HIS_HL7_APPLICATION,
        6: HOSPITAL_NAME,
        7: time,
        9: ['ORU', 'R01', 'ORU_R01'],
        10: createControlId(now),
        11: 'P',
        12: '2.5.1',
        18: 'UNICODE UTF-8',
      },
    },
    { id: 'PID', fields: { 1: '1', 3: content.patientId, 5: content.patientName } },
    {
      id: 'ORC',
      fields: { 1: 'RE', 2: content.placerOrderNumber, 3: content.fillerOrderNumber },
    },
    {
      id: 'OBR',
      fields: {
        1: '1',
        2: content.placerOrderNumber,
        3: content.fillerOrderNumber,
        4: [procedure.code, procedure.text, procedure.scheme],
        7: time,
        18: content.accessionNumber,
        22: time,
        25: status,
      },
    },
    observation(1, 'TX', ['REPORT', 'Kết quả', '99SIM'], content.text, status),
    observation(2, 'ST', ['113014', 'DICOM Study', 'DCM'], content.studyInstanceUid, 'O'),
  ];
  if (picture !== undefined) {
    const data = [SIMULATOR_HL7_APPLICATION, 'IM', 'JPEG', 'Base64', picture.toString('base64')];
    segments.push(observation(3, 'ED', ['IMAGE', 'Hình ảnh', '99SIM'], data, status));
  }
  return writeMessage(segments);
}

function observation(
  number: number,
  type: string,
  code: readonly string[],
  value: string | readonly string[],
  status: string,
): SegmentInput {
  return { id: 'OBX', fields: { 1: String(number), 2: type, 3: code, 5: value, 11: status } };
}
