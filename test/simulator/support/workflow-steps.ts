import type { EvidenceRecord } from '../../../src/evidence/evidence.ts';
import { type StepId, type StepOutcome, stepIds } from '../../../src/probes/workflow/step-ids.ts';

type Steps = Readonly<Partial<Record<StepId, StepOutcome>>>;

/** Everything after an order that was refused; the cancel finds nothing to do. */
const withoutOrder: Steps = {
  worklist: 'not-reached',
  'mpps-in-progress': 'not-reached',
  images: 'not-reached',
  'mpps-completed': 'not-reached',
  'pacs-study': 'not-reached',
  report: 'not-reached',
  'correction-to-his': 'not-reached',
  'correction-to-ris': 'not-reached',
  'patient-update': 'not-reached',
  'patient-merge': 'not-reached',
  removal: 'not-reached',
};

/** A run that waits for a person leaves order and images for when it goes on. */
const waiting: Steps = { cancel: 'not-reached', removal: 'not-reached' };
const unsigned: Steps = {
  report: 'awaiting-person',
  'correction-to-his': 'not-reached',
  ...waiting,
};
const withoutImages: Steps = {
  images: 'failed',
  'mpps-completed': 'not-reached',
  'pacs-study': 'not-reached',
  ...unsigned,
};

/** Steps of the followed case that end otherwise than in the sound hospital; for a fault not listed here, none does. */
export const workflowSteps: Readonly<Record<string, Steps>> = {
  'worklist-repeats-the-question': { 'negative-control': 'failed', cancel: 'failed' },
  // The second patient of the merge is registered too.
  'registration-refused': { adt: 'failed', 'patient-merge': 'failed' },
  'ris-goes-down': {
    order: 'failed',
    'order-ack': 'not-reached',
    ...withoutOrder,
    cancel: 'not-reached',
  },
  'order-rejected': { 'order-ack': 'failed', ...withoutOrder },
  'ris-nak': { 'order-ack': 'failed', ...withoutOrder },
  'order-ack-names-another': { 'order-ack': 'failed' },
  'order-only-committed': { 'order-ack': 'failed' },
  'ack-wrong-control-id': {
    adt: 'failed',
    'order-ack': 'failed',
    'correction-to-ris': 'failed',
    'patient-update': 'failed',
    'patient-merge': 'failed',
    cancel: 'failed',
  },
  'order-lost': { worklist: 'failed', 'correction-to-ris': 'failed', ...unsigned },
  'no-worklist': {
    'negative-control': 'failed',
    worklist: 'failed',
    'mpps-in-progress': 'failed',
    'mpps-completed': 'not-reached',
    'correction-to-ris': 'warned',
    cancel: 'warned',
  },
  'worklist-loses-accession': { worklist: 'failed' },
  // A new name shows, and is stripped like the first.
  'worklist-strips-diacritics': { worklist: 'failed', 'patient-update': 'failed' },
  'worklist-shows-another-study': { worklist: 'failed' },
  'mpps-fails': { 'mpps-in-progress': 'failed', 'mpps-completed': 'not-reached' },
  'mpps-not-supported': { 'mpps-in-progress': 'warned', 'mpps-completed': 'not-reached' },
  'mpps-ignored': { 'mpps-completed': 'warned' },
  'mpps-never-final': { removal: 'failed' },
  'ordered-images-refused': withoutImages,
  'pacs-down': { ...withoutImages, 'patient-merge': 'warned' },
  'wrong-ae': { ...withoutImages, 'patient-merge': 'warned' },
  'pacs-stores-nothing': { ...withoutImages, 'patient-merge': 'warned' },
  'pacs-takes-no-images': withoutImages,
  // The picture of the patient that is merged is a secondary capture.
  'pacs-takes-no-processed-images': { 'patient-merge': 'warned' },
  'pacs-fails-queries': { 'pacs-study': 'failed', 'patient-merge': 'warned' },
  'diacritics-stripped': { 'pacs-study': 'failed' },
  'report-of-another-patient': { report: 'failed', 'correction-to-his': 'not-reached' },
  'report-never-comes': unsigned,
  'report-stays-preliminary': unsigned,
  'report-picture-cut': { report: 'failed' },
  'report-without-picture': { report: 'warned', 'correction-to-his': 'warned' },
  'report-letters-damaged': { report: 'failed' },
  'report-of-another-study': { report: 'failed' },
  'correction-not-marked': { 'correction-to-his': 'warned' },
  'correction-never-comes': { 'correction-to-his': 'awaiting-person', ...waiting },
  'order-change-ignored': { 'correction-to-ris': 'warned' },
  'patient-update-ignored': { 'patient-update': 'warned' },
  'changes-from-his-ignored': { 'correction-to-ris': 'warned', 'patient-update': 'warned' },
  'patient-merge-ignored': { 'patient-merge': 'warned' },
  'cancel-refused': { cancel: 'failed' },
  'cancel-ignored': { cancel: 'failed' },
  'dicomweb-delete-refused': { removal: 'failed' },
};

/** Outcome of every step of the followed case; `undefined` where it could not be followed. */
export function stepsOf(records: readonly EvidenceRecord[]): Steps | undefined {
  const record = records.find((one) => one.kind === 'probe' && one.probe === 'workflow');
  if (record?.kind !== 'probe' || record.state !== 'observed') return undefined;
  return Object.fromEntries(
    (record.facts['workflow.step'] ?? []).map(({ step, outcome }) => [step, outcome]),
  );
}

/** The steps that ended otherwise, with how they ended. */
export function changedSteps(before: Steps, after: Steps): Steps {
  return Object.fromEntries(
    stepIds.filter((id) => before[id] !== after[id]).map((id) => [id, after[id]]),
  );
}
