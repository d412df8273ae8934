import { writeTestName } from '../../protocols/hl7/test-patient.ts';
import { deriveUid } from '../../synthetic/index.ts';
import type { Scheduled } from '../shared/describe-mpps-start.ts';
import type { Run } from './run.ts';
import type { WorkflowTarget } from './target.ts';
import { makePatient, ORDER_TEXTS, type TestCase } from './test-case.ts';
import { makeSecondPatientImage, type TestImages } from './test-images.ts';

const longestDescription = 64;

/** What the modality would know from the order alone. */
export function scheduleFromOrder(target: WorkflowTarget, testCase: TestCase): Scheduled {
  const patient = makePatient(target, 'usual');
  return {
    patientId: patient.id,
    patientName: writeTestName(patient).join('^'),
    accessionNumber: testCase.accessionNumber,
    studyInstanceUid: testCase.studyInstanceUid,
    requestedProcedureId: testCase.requestedProcedureId,
    scheduledStepId: testCase.scheduledStepId,
    description: ORDER_TEXTS.ordered.normalize(target.texts.form).slice(0, longestDescription),
  };
}

/** What the modality goes by; taken over from the worklist where that showed the order. */
export function scheduledOf({ progress, target, testCase }: Run): Scheduled {
  return progress.scheduled ?? scheduleFromOrder(target, testCase);
}

/** SOP Instance UID of the performed procedure step. */
export function performedStepUid({ seed }: TestCase): string {
  return deriveUid(seed, 'mpps');
}

/** Whether the worklist gave a Study Instance UID in place of ours. */
export function isUidAssigned(run: Run): boolean {
  return scheduledOf(run).studyInstanceUid !== run.testCase.studyInstanceUid;
}

/** The picture of the second patient. */
export function secondImagesOf({ testCase, target }: Run): TestImages {
  const patient = makePatient(target, 'second', testCase.secondPatientId);
  return makeSecondPatientImage(
    { id: patient.id, name: writeTestName(patient).join('^') },
    {
      seed: testCase.secondSeed,
      textForm: target.texts.form,
      performedAt: new Date(testCase.scheduledAt),
    },
  );
}
