import { createControlId } from '../../../../src/protocols/hl7/control-id.ts';
import type { Er7Message } from '../../../../src/protocols/hl7/er7.ts';
import { formatMessageTime } from '../../../../src/protocols/hl7/message-time.ts';
import { type SegmentInput, writeMessage } from '../../../../src/protocols/hl7/write-message.ts';
import { PLACEHOLDER_JPEG } from '../../../../src/simulator/pacs/placeholder-jpeg.ts';

/** What a result of the fake RIS says; every part can be made wrong. */
export interface ResultParts {
  readonly status: string;
  readonly patientId: string;
  readonly patientName: readonly string[];
  readonly placer: string;
  readonly filler: string;
  readonly studyUid: string;
  readonly text: string;
  readonly picture: Buffer | undefined;
  readonly charset: string;
  readonly version: string;
}

/** The result that a well-behaved RIS sends about an order. */
export function describeResult(order: Er7Message, status: string): ResultParts {
  const at = (path: string): string => order.at(path) ?? '';
  return {
    status,
    patientId: at('PID-3.1'),
    patientName: [at('PID-5.1'), at('PID-5.2')].filter((part) => part !== ''),
    placer: at('ORC-2.1'),
    filler: `F${at('ORC-2.1').slice(2)}`,
    studyUid: at('IPC-3') || at('ZDS-1'),
    text:
      status === 'C'
        ? 'Kết luận (đã sửa): không thấy tổn thương.'
        : 'Mô tả: phổi sáng đều. Kết luận: bình thường.',
    picture: PLACEHOLDER_JPEG,
    charset: 'UNICODE UTF-8',
    version: '2.5.1',
  };
}

/** ORU^R01 with text, Study Instance UID and picture (HL7 v2.5.1 7.3.1). */
export function writeResult(parts: ResultParts): Promise<Buffer> {
  const time = formatMessageTime(new Date());
  const segments: SegmentInput[] = [
    {
      id: 'MSH',
      fields: {
        3: 'FAKE_RIS',
        5: 'RISPACS',
        7: time,
        9: ['ORU', 'R01', 'ORU_R01'],
        10: createControlId(),
        11: 'P',
        12: parts.version,
        ...(parts.charset !== '' && { 18: parts.charset }),
      },
    },
    { id: 'PID', fields: { 1: '1', 3: parts.patientId, 5: [...parts.patientName] } },
    { id: 'ORC', fields: { 1: 'RE', 2: parts.placer, 3: parts.filler } },
    {
      id: 'OBR',
      fields: {
        1: '1',
        2: parts.placer,
        3: parts.filler,
        4: ['RISPACS-TEST', 'CT', 'L'],
        25: parts.status,
      },
    },
    {
      id: 'OBX',
      fields: { 1: '1', 2: 'TX', 3: ['REPORT', '', 'L'], 5: parts.text, 11: parts.status },
    },
  ];
  if (parts.studyUid !== '')
    segments.push({
      id: 'OBX',
      fields: { 1: '2', 2: 'ST', 3: ['113014', 'DICOM Study', 'DCM'], 5: parts.studyUid, 11: 'O' },
    });
  if (parts.picture !== undefined)
    segments.push({
      id: 'OBX',
      fields: {
        1: '3',
        2: 'ED',
        3: ['IMAGE', '', 'L'],
        5: ['FAKE_RIS', 'IM', 'JPEG', 'Base64', parts.picture.toString('base64')],
        11: parts.status,
      },
    });
  return writeMessage(segments);
}
