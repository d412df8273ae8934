import type { WorkflowWords } from './messages.ts';
import type { Run, StepReport } from './run.ts';
import type { StepId, StepOutcome } from './step-ids.ts';
import { registerPatient } from './steps/adt.ts';
import { awaitCorrection } from './steps/correction-to-his.ts';
import { changeOrder } from './steps/correction-to-ris.ts';
import { checkStudy, sendImages } from './steps/images.ts';
import { controlNegatively } from './steps/negative-control.ts';
import { judgeOrderAck, sendOrder } from './steps/order.ts';
import { mergePatients } from './steps/patient-merge.ts';
import { updatePatient } from './steps/patient-update.ts';
import { beginPerformedStep, completePerformedStep } from './steps/performed-step.ts';
import { awaitReport } from './steps/report.ts';
import { awaitWorklist } from './steps/worklist.ts';

/** What a step needs before it can be done. */
export type Need =
  | 'worklist-node'
  | 'mpps-node'
  | 'pacs-node'
  | 'listener'
  /** The order was handed over. */
  | 'order-sent'
  /** It was handed over and not refused. */
  | 'order-not-refused'
  /** Its acknowledgement, or the worklist, says that it was taken. */
  | 'order-taken'
  | 'step-begun'
  | 'images-stored'
  | 'report-received';

/** One step of the scenario: what it needs, and what it does. */
export interface ScenarioStep {
  readonly id: Exclude<StepId, 'cancel' | 'removal'>;
  readonly needs: readonly Need[];
  readonly work: (run: Run) => Promise<StepReport>;
}

/**
 * The scenario, in the order it is done. `cancel` and `removal` are not in it: they are done at the end of every run that
 * does not wait for a person, however far it came.
 */
export const scenario: readonly ScenarioStep[] = [
  { id: 'negative-control', needs: ['worklist-node'], work: controlNegatively },
  { id: 'adt', needs: [], work: registerPatient },
  { id: 'order', needs: [], work: sendOrder },
  { id: 'order-ack', needs: ['order-sent'], work: judgeOrderAck },
  { id: 'worklist', needs: ['worklist-node', 'order-not-refused'], work: awaitWorklist },
  { id: 'mpps-in-progress', needs: ['mpps-node', 'order-taken'], work: beginPerformedStep },
  { id: 'images', needs: ['pacs-node', 'order-taken'], work: sendImages },
  {
    id: 'mpps-completed',
    needs: ['mpps-node', 'step-begun', 'images-stored'],
    work: completePerformedStep,
  },
  { id: 'pacs-study', needs: ['pacs-node', 'images-stored'], work: checkStudy },
  { id: 'report', needs: ['listener', 'order-taken'], work: awaitReport },
  { id: 'correction-to-his', needs: ['listener', 'report-received'], work: awaitCorrection },
  { id: 'correction-to-ris', needs: ['order-taken'], work: changeOrder },
  { id: 'patient-update', needs: ['order-taken'], work: updatePatient },
  { id: 'patient-merge', needs: ['order-taken'], work: mergePatients },
];

interface NeedRule {
  readonly isMet: (run: Run) => boolean;
  readonly outcome: Extract<StepOutcome, 'not-tried' | 'not-reached'>;
  readonly tell: (words: WorkflowWords, run: Run) => string;
}

const needs: Readonly<Record<Need, NeedRule>> = {
  'worklist-node': {
    isMet: ({ systems }) => systems.worklist !== undefined,
    outcome: 'not-tried',
    tell: (words) => words.noWorklistNode,
  },
  'mpps-node': {
    isMet: ({ systems }) => systems.mpps !== undefined,
    outcome: 'not-tried',
    tell: (words) => words.noMppsNode,
  },
  'pacs-node': {
    isMet: ({ systems }) => systems.pacs !== undefined,
    outcome: 'not-tried',
    tell: (words) => words.noPacsNode,
  },
  listener: {
    isMet: ({ inbox }) => inbox !== undefined,
    outcome: 'not-tried',
    tell: (words, { inboxProblem }) => inboxProblem ?? words.noListener,
  },
  'order-sent': {
    isMet: ({ progress }) => progress.order !== 'unsent',
    outcome: 'not-reached',
    tell: (words) => words.orderNeverSent,
  },
  'order-not-refused': {
    isMet: ({ progress }) => progress.order === 'sent' || progress.order === 'taken',
    outcome: 'not-reached',
    tell: (words, { progress }) =>
      progress.order === 'unsent' ? words.orderNeverSent : words.orderRefused,
  },
  'order-taken': {
    isMet: ({ progress }) =>
      progress.order === 'taken' || (progress.order === 'sent' && progress.wasShown),
    outcome: 'not-reached',
    tell: (words, { progress }) =>
      progress.order === 'unsent'
        ? words.orderNeverSent
        : progress.order === 'refused'
          ? words.orderRefused
          : words.orderUnsure,
  },
  'step-begun': {
    isMet: ({ progress }) => progress.step?.state === 'begun',
    outcome: 'not-reached',
    tell: (words) => words.stepNotBegun,
  },
  'images-stored': {
    isMet: ({ progress }) => progress.imagesAccepted > 0,
    outcome: 'not-reached',
    tell: (words) => words.imagesNotStored,
  },
  'report-received': {
    isMet: ({ progress }) => progress.report !== undefined,
    outcome: 'not-reached',
    tell: (words) => words.reportNotReceived,
  },
};

/** Why a step cannot be done, as its report; `undefined` when it can. */
export function whyNot(run: Run, step: ScenarioStep): StepReport | undefined {
  for (const need of step.needs) {
    const { isMet, outcome, tell } = needs[need];
    if (!isMet(run)) return { outcome, observed: tell(run.words, run) };
  }
  return undefined;
}
