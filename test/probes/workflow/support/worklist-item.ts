import type { Er7Message } from '../../../../src/protocols/hl7/er7.ts';
import type { Elements } from '../../../../src/simulator/dicom/read-values.ts';

/** The worklist item of an order, as a well-behaved RIS makes it; written apart from the table that judges it. */
export function toItem(message: Er7Message): Elements {
  const at = (...paths: readonly string[]): string => {
    for (const path of paths) {
      const value = message.at(path);
      if (value !== undefined) return value;
    }
    return '';
  };
  const person = (path: string, shift: number): string =>
    [1, 2, 3, 5, 4]
      .map((part) => message.at(`${path}.${part + shift}`) ?? '')
      .join('^')
      .replace(/\^+$/, '');
  const start = at('TQ1-7', 'ORC-7.4');
  const other = message.at('PID-3[2].1');
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    PatientName: person('PID-5', 0),
    PatientID: at('PID-3.1'),
    PatientBirthDate: at('PID-7').slice(0, 8),
    PatientSex: at('PID-8'),
    ...(other !== undefined && { OtherPatientIDsSequence: [{ PatientID: other }] }),
    AccessionNumber: at('IPC-1', 'OBR-18', 'OBR-2.1'),
    StudyInstanceUID: at('IPC-3', 'ZDS-1') || `1.2.826.0.1.${Date.now()}.1`,
    RequestedProcedureID: at('IPC-2', 'OBR-19') || 'RP0001',
    RequestedProcedureDescription: at('OBR-44.2'),
    RequestedProcedureCodeSequence: [
      {
        CodeValue: at('OBR-44.1'),
        CodingSchemeDesignator: at('OBR-44.3'),
        CodeMeaning: at('OBR-44.2'),
      },
    ],
    RequestedProcedurePriority: 'ROUTINE',
    PlacerOrderNumberImagingServiceRequest: at('ORC-2.1'),
    RequestingPhysician: person('OBR-16', 1),
    ReferringPhysicianName: person('PV1-8', 1),
    AdmissionID: at('PV1-19'),
    ReasonForTheRequestedProcedure: at('OBR-31.2'),
    ScheduledProcedureStepSequence: [
      {
        Modality: at('IPC-5', 'OBR-24'),
        ScheduledStationAETitle: at('IPC-9', 'ORC-18') || 'CT1',
        ScheduledProcedureStepStartDate: start.slice(0, 8),
        ScheduledProcedureStepStartTime: start.slice(8, 14),
        ScheduledProcedureStepDescription: at('IPC-6.2', 'OBR-4.5', 'OBR-4.2'),
        ScheduledProtocolCodeSequence: [
          {
            CodeValue: at('IPC-6.1', 'OBR-4.4', 'OBR-4.1'),
            CodingSchemeDesignator: 'L',
            CodeMeaning: 'TEST',
          },
        ],
        ScheduledProcedureStepID: at('IPC-4', 'OBR-20') || 'SPS0001',
        ScheduledProcedureStepStatus: 'SCHEDULED',
      },
    ],
  };
}
