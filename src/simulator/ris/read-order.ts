import { createHash } from 'node:crypto';
import { ERROR_CODES } from '../../protocols/hl7/build-ack.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import { assertTestPatientId } from '../../protocols/hl7/test-patient.ts';
import { SIMULATOR_UID_ROOT } from '../pacs/synthetic-studies.ts';
import {
  cleanText,
  type OrderFields,
  readOrderFields,
  readPersonName,
  shortText,
} from './order-fields.ts';
import type { WorklistEntry } from './worklist.ts';

/** What an order message asks of the RIS. */
export type OrderReading =
  | { readonly kind: 'new' | 'change'; readonly entry: WorklistEntry }
  | { readonly kind: 'cancel'; readonly placerOrderNumber: string }
  | { readonly kind: 'refused'; readonly errorCode: string; readonly text: string };

/** Whether an identifier belongs to the test patient or to one of the simulator's own. */
export function isTestPatientId(id: string): boolean {
  if (isSimulatedPatientId(id)) return true;
  try {
    assertTestPatientId(id);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Whether an identifier belongs to a patient that only the simulated hospital has. */
export function isSimulatedPatientId(id: string): boolean {
  return /^RISPACS-SIM-\d{1,3}$/.test(id);
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
  const entry = {
    placerOrderNumber,
    patientId,
    item: makeItem(message, patientId, placerOrderNumber, readOrderFields(message)),
  };
  return { kind: control === 'NW' ? 'new' : 'change', entry };
}

/** The worklist item of an order; what the order does not number is numbered here, as a RIS does. */
function makeItem(
  message: Er7Message,
  patientId: string,
  placer: string,
  order: OrderFields,
): WorklistEntry['item'] {
  const others = message.at('PID-3[2].1');
  return {
    PatientName: readPersonName(message, 'PID-5', 1),
    PatientID: patientId,
    PatientBirthDate: (message.at('PID-7') ?? '').replace(/\D/g, '').slice(0, 8),
    PatientSex: /^[MFO]$/.test(message.at('PID-8') ?? '') ? message.at('PID-8') : 'O',
    ...(others !== undefined && {
      OtherPatientIDsSequence: [{ PatientID: cleanText(others, 64) }],
    }),
    AccessionNumber: order.accession || placer,
    StudyInstanceUID: order.studyUid || makeStudyUid(placer),
    RequestedProcedureID: order.procedureId || `P${placer}`.slice(0, 16),
    RequestedProcedureDescription: order.procedure.text,
    RequestedProcedureCodeSequence: [code(order.procedure)],
    RequestedProcedurePriority: order.priority,
    PlacerOrderNumberImagingServiceRequest: placer,
    FillerOrderNumberImagingServiceRequest: `SIM${placer}`.slice(0, 16),
    RequestingPhysician: readPersonName(message, 'OBR-16', 2),
    ReferringPhysicianName: readPersonName(message, 'PV1-8', 2),
    AdmissionID: cleanText(message.at('PV1-19'), 64),
    ReasonForTheRequestedProcedure: cleanText(message.at('OBR-31.2'), 64),
    ScheduledProcedureStepSequence: [
      {
        Modality: order.modality,
        ScheduledStationAETitle: order.station || 'CT_SIM',
        ScheduledProcedureStepStartDate: order.start.slice(0, 8),
        ScheduledProcedureStepStartTime: order.start.slice(8),
        ScheduledProcedureStepDescription: order.protocol.text,
        ScheduledProtocolCodeSequence: [code(order.protocol)],
        ScheduledProcedureStepID: order.stepId || `S${placer}`.slice(0, 16),
        ScheduledProcedureStepStatus: 'SCHEDULED',
      },
    ],
  };
}

function code({ code: value, text, scheme }: OrderFields['procedure']) {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: text };
}

/** Always the same for one order, so that a change does not give it another study. */
function makeStudyUid(placer: string): string {
  const number = createHash('sha256').update(placer).digest().readUInt32BE(0);
  return `${SIMULATOR_UID_ROOT}.9.${number}`;
}

function refuse(errorCode: string, text: string): OrderReading {
  return { kind: 'refused', errorCode, text };
}
