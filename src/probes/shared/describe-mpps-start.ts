import type { DataElement } from '../../protocols/dicom/index.ts';

/** What a modality takes over from the worklist into its step and its images. */
export interface Scheduled {
  readonly patientId: string;
  readonly patientName: string;
  readonly accessionNumber: string;
  readonly studyInstanceUid: string;
  readonly requestedProcedureId: string;
  readonly scheduledStepId: string;
  readonly description: string;
}

/**
 * N-CREATE of a step of the test patient, IN PROGRESS: every attribute that an SCU must send, those without a value
 * included (PS3.4 table F.7.2-1).
 */
export function describeMppsStart(
  scheduled: Scheduled,
  modality: 'CT' | 'OT',
  stationAe: string,
  { date, time }: { readonly date: string; readonly time: string },
): readonly DataElement[] {
  const scheduledStep: readonly DataElement[] = [
    { tag: 0x00080050, vr: 'SH', text: scheduled.accessionNumber },
    { tag: 0x00081110, vr: 'SQ', items: [] },
    { tag: 0x0020000d, vr: 'UI', text: scheduled.studyInstanceUid },
    { tag: 0x00321060, vr: 'LO', text: scheduled.description },
    { tag: 0x00400007, vr: 'LO', text: scheduled.description },
    { tag: 0x00400008, vr: 'SQ', items: [] },
    { tag: 0x00400009, vr: 'SH', text: scheduled.scheduledStepId },
    { tag: 0x00401001, vr: 'SH', text: scheduled.requestedProcedureId },
  ];
  return [
    { tag: 0x00080005, vr: 'CS', text: 'ISO_IR 192' },
    { tag: 0x00080060, vr: 'CS', text: modality },
    { tag: 0x00081032, vr: 'SQ', items: [] },
    { tag: 0x00081120, vr: 'SQ', items: [] },
    { tag: 0x00100010, vr: 'PN', text: scheduled.patientName },
    { tag: 0x00100020, vr: 'LO', text: scheduled.patientId },
    { tag: 0x00100030, vr: 'DA', text: '19000101' },
    { tag: 0x00100040, vr: 'CS', text: 'O' },
    { tag: 0x00200010, vr: 'SH', text: 'RISPACS-TEST' },
    { tag: 0x00400241, vr: 'AE', text: stationAe },
    { tag: 0x00400242, vr: 'SH', text: '' },
    { tag: 0x00400243, vr: 'SH', text: '' },
    { tag: 0x00400244, vr: 'DA', text: date },
    { tag: 0x00400245, vr: 'TM', text: time },
    { tag: 0x00400250, vr: 'DA', text: '' },
    { tag: 0x00400251, vr: 'TM', text: '' },
    { tag: 0x00400252, vr: 'CS', text: 'IN PROGRESS' },
    { tag: 0x00400253, vr: 'SH', text: 'RISPACS-TEST' },
    { tag: 0x00400254, vr: 'LO', text: 'KIỂM THỬ RISPACS - TEST ONLY' },
    { tag: 0x00400255, vr: 'LO', text: '' },
    { tag: 0x00400260, vr: 'SQ', items: [] },
    { tag: 0x00400270, vr: 'SQ', items: [scheduledStep] },
    { tag: 0x00400340, vr: 'SQ', items: [] },
  ];
}
