/** The steps of the scenario, in the order they are done. */
export const stepIds = [
  'negative-control',
  'adt',
  'order',
  'order-ack',
  'worklist',
  'mpps-in-progress',
  'images',
  'mpps-completed',
  'pacs-study',
  'report',
  'correction-to-his',
  'correction-to-ris',
  'patient-update',
  'patient-merge',
  'cancel',
  'removal',
] as const;
export type StepId = (typeof stepIds)[number];

/** How a step ended. */
export const stepOutcomes = [
  'passed',
  'failed',
  /** Only rules whose primary text was not checked, or that leave a choice, were not kept. */
  'warned',
  /** Something that it needs did not come about. */
  'not-reached',
  /** The facility file names no system for it. */
  'not-tried',
  /** It goes on when somebody has done something at the hospital. */
  'awaiting-person',
] as const;
export type StepOutcome = (typeof stepOutcomes)[number];
