import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { dicomwebMessages } from './messages.ts';
import { type DicomwebTarget, listContacts, printableAddress } from './target.ts';

/** Four requests and what each may take. */
const lookDeadlineMs = 150_000;
/** Above work and removal together, so that a slow service does not lose what it did answer. */
const studyDeadlineMs = 330_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<DicomwebTarget>[] {
  const words = dicomwebMessages(language);
  return facility.dicomweb.endpoints.flatMap((endpoint) => {
    const address = printableAddress(endpoint.url);
    const contacts = listContacts(endpoint);
    const look: PlannedStep<DicomwebTarget> = {
      probe: 'dicomweb',
      subjectId: endpoint.id,
      subject: `${endpoint.id} (${address})`,
      risk: 'observe',
      contacts: contacts.slice(0, 1),
      sends: words.sendsLook,
      deadlineMs: lookDeadlineMs,
      target: { kind: 'look', endpoint },
    };
    if (endpoint.send !== 'test-study') return [look];
    const study: PlannedStep<DicomwebTarget> = {
      ...look,
      subjectId: `${endpoint.id}-test-study`,
      subject: `${endpoint.id} test-study (${address})`,
      risk: 'active',
      contacts,
      sends: words.sendsStudy,
      deadlineMs: studyDeadlineMs,
      target: {
        kind: 'test-study',
        endpoint,
        // Without testData the step is never collected.
        removal: facility.testData?.removal ?? 'administrator',
      },
    };
    return [look, study];
  });
}

/** Asks a DICOMweb service whom it lets in and what it finds and, where allowed, stores, reads back and removes a test study. */
export const probe: Probe<DicomwebTarget> = {
  name: 'dicomweb',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    if (target.kind === 'look') {
      const { collectEndpoint } = await import('./collect-endpoint.ts');
      return collectEndpoint(target.endpoint, context);
    }
    const { collectTestStudy } = await import('./collect-test-study.ts');
    return collectTestStudy(target, context);
  },
};
