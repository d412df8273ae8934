import { ERROR_CODES } from '../../protocols/hl7/build-ack.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import { assertTestPatientId } from '../../protocols/hl7/test-patient.ts';
import type { WorklistEntry } from './worklist.ts';

/** What an order message asks of the RIS. */
export type OrderReading =
  | { readonly kind: 'new'; readonly entry: WorklistEntry }
  | { readonly kind: 'cancel'; readonly placerOrderNumber: string }
  | { readonly kind: 'refused'; readonly errorCode: string; readonly text: string };

/** Whether an identifier belongs to the test patient or to one of the simulator's own. */
export function isTestPatientId(id: string): boolean {
  if (/^RISPACS-SIM-\d{1,3}$/.test(id)) return true;
  try {
    assertTestPatientId(id);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Reads ORM^O01 of 2.3.1 or OMI^O23 of 2.5.1 and later (IHE RAD TF-2, RAD-2 and RAD-4). Orders for anybody but a test
 * patient are refused and nothing of them is kept.
 */
export function readOrder(message: Er7Message): OrderReading {
  const patientId = message.at('PID-3.1') ?? '';
  const placerOrderNumber = shortText(message.at('ORC-2.1') ?? message.at('OBR-2.1'));
  if (!isTestPatientId(patientId)) {
    return refuse(ERROR_CODES.unknownKey, 'only test patients are accepted here');
  }
  if (placerOrderNumber === '') {
    return refuse(ERROR_CODES.requiredFieldMissing, 'ORC-2 is missing');
  }
  const control = message.at('ORC-1');
  if (control === 'CA' || control === 'DC') return { kind: 'cancel', placerOrderNumber };
  if (control !== 'NW' && control !== 'XO') {
    return refuse(ERROR_CODES.requiredFieldMissing, 'ORC-1 is not NW, XO, CA or DC');
  }
  const imaging = message.segment('IPC') !== undefined;
  const at = (withIpc: string, withoutIpc: string): string =>
    shortText(message.at(imaging ? withIpc : withoutIpc));
  const start = (message.at(imaging ? 'TQ1-7' : 'ORC-7.4') ?? message.at('OBR-27.4') ?? '')
    .replace(/\D.*$/, '')
    .slice(0, 14);
  const accession = at('IPC-1', 'OBR-18');
  const description = longText(
    message.at(imaging ? 'IPC-6.2' : 'OBR-4.5') ?? message.at('OBR-4.2'),
  );
  return {
    kind: 'new',
    entry: {
      placerOrderNumber,
      patientId,
      item: {
        PatientName: personName(message),
        PatientID: patientId,
        PatientBirthDate: (message.at('PID-7') ?? '').replace(/\D/g, '').slice(0, 8),
        PatientSex: /^[MFO]$/.test(message.at('PID-8') ?? '') ? message.at('PID-8') : 'O',
        AccessionNumber: accession,
        StudyInstanceUID: uid(message.at(imaging ? 'IPC-3.1' : 'ZDS-1.1')),
        RequestedProcedureID: at('IPC-2', 'OBR-19'),
        RequestedProcedureDescription: longText(message.at('OBR-44.2') ?? message.at('OBR-4.2')),
        PlacerOrderNumberImagingServiceRequest: placerOrderNumber,
        ScheduledProcedureStepSequence: [
          {
            Modality: at('IPC-5', 'OBR-24') || shortText(message.at('OBR-24')),
            ScheduledStationAETitle: at('IPC-9', 'ORC-18') || 'CT_SIM',
            ScheduledProcedureStepStartDate: start.slice(0, 8),
            ScheduledProcedureStepStartTime: start.slice(8),
            ScheduledProcedureStepDescription: description,
            ScheduledProcedureStepID: at('IPC-4', 'OBR-20'),
            ScheduledProcedureStepStatus: 'SCHEDULED',
          },
        ],
      },
    },
  };
}

/** XPN to PN: suffix and prefix change places (PS3.5 6.2.1.1). */
function personName(message: Er7Message): string {
  const part = (component: number): string =>
    (message.at(`PID-5.${component}`) ?? '').replace(/[\^=\\\p{C}]/gu, '').slice(0, 64);
  return [part(1), part(2), part(3), part(5), part(4)].join('^').replace(/\^+$/, '');
}

/** DICOM SH: at most 16 characters, no backslash and no control characters (PS3.5 6.2). */
function shortText(text: string | undefined): string {
  return clean(text).slice(0, 16).trim();
}

/** DICOM LO: at most 64 characters. */
function longText(text: string | undefined): string {
  return clean(text).slice(0, 64).trim();
}

function uid(text: string | undefined): string {
  return /^[0-9.]{1,64}$/.test(text ?? '') ? (text ?? '') : '';
}

function clean(text: string | undefined): string {
  return (text ?? '').replace(/[\\\p{C}]/gu, '');
}

function refuse(errorCode: string, text: string): OrderReading {
  return { kind: 'refused', errorCode, text };
}
