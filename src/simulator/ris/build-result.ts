import { createControlId } from '../../protocols/hl7/control-id.ts';
import { formatMessageTime } from '../../protocols/hl7/message-time.ts';
import { writeMessage } from '../../protocols/hl7/write-message.ts';
import { readText } from '../dicom/read-values.ts';
import {
  HIS_HL7_APPLICATION,
  HOSPITAL_NAME,
  SIMULATED_BANNER,
  SIMULATOR_HL7_APPLICATION,
} from '../identity.ts';
import { PLACEHOLDER_JPEG } from '../pacs/placeholder-jpeg.ts';
import type { WorklistEntry } from './worklist.ts';

/**
 * Builds the result of an examination, ORU^R01 of 2.5.1 (HL7 v2.5.1 7.3.1): the report as text, and its picture as JPEG
 * in an ED value (2.A.24).
 *
 * @param status - OBR-25: `F` final, `C` corrected.
 */
export async function buildResult(
  entry: WorklistEntry,
  status: 'F' | 'C',
  now: Date = new Date(),
): Promise<Buffer> {
  const { item, placerOrderNumber, patientId } = entry;
  const accession = readText(item, 'AccessionNumber') ?? placerOrderNumber;
  const procedure = readText(item, 'RequestedProcedureDescription') ?? '';
  const [family = '', given = ''] = (readText(item, 'PatientName') ?? '').split('^');
  const time = formatMessageTime(now);
  const report = `${SIMULATED_BANNER}. ${procedure}: không thấy bất thường.`;
  const picture = PLACEHOLDER_JPEG.toString('base64');
  return await writeMessage([
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
    { id: 'PID', fields: { 1: '1', 3: patientId, 5: [family, given] } },
    { id: 'ORC', fields: { 1: 'RE', 2: placerOrderNumber, 3: accession } },
    {
      id: 'OBR',
      fields: {
        1: '1',
        2: placerOrderNumber,
        3: accession,
        4: ['SIM', procedure, '99SIM'],
        7: time,
        22: time,
        25: status,
      },
    },
    {
      id: 'OBX',
      fields: { 1: '1', 2: 'TX', 3: ['REPORT', 'Kết quả', '99SIM'], 5: report, 11: status },
    },
    {
      id: 'OBX',
      fields: {
        1: '2',
        2: 'ED',
        3: ['IMAGE', 'Hình ảnh', '99SIM'],
        5: [SIMULATOR_HL7_APPLICATION, 'IM', 'JPEG', 'Base64', picture],
        11: status,
      },
    },
  ]);
}
