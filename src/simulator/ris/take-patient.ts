import { ERROR_CODES } from '../../protocols/hl7/build-ack.ts';
import type { Er7Message } from '../../protocols/hl7/er7.ts';
import type { RisAnswer } from './answer.ts';
import type { RisBehaviour } from './behaviour.ts';
import { readPersonName } from './order-fields.ts';
import { isTestPatientId } from './read-order.ts';

/** Where patients stand that a message may rename or merge: the worklist, and the archive behind the RIS. */
export interface PatientRecords {
  rename(patientId: string, name: string): void;
  merge(formerId: string, patientId: string, name: string): void;
}

/**
 * Takes an ADT message about a test patient: registration (A04), its cancel (A11), update (A08) and merge (A40) of
 * HL7 v2.5.1 3.3.4, 3.3.11, 3.3.8 and 3.3.40; `undefined` for any other message.
 */
export function takePatient(
  message: Er7Message,
  behaviour: RisBehaviour,
  records: readonly PatientRecords[],
): RisAnswer | undefined {
  const event = message.messageCode === 'ADT' ? message.triggerEvent : undefined;
  if (event === undefined || !/^A(04|08|11|40)$/.test(event)) return undefined;
  const patientId = message.at('PID-3.1') ?? '';
  if (!isTestPatientId(patientId)) return refuse('AR', 'only test patients are accepted here');
  const name = readPersonName(message, 'PID-5', 1);
  switch (event) {
    case 'A04':
      return behaviour.registrations === 'error'
        ? refuse('AE', 'the registration interface is out of service', ERROR_CODES.internalError)
        : { code: 'AA' };
    case 'A08':
      if (behaviour.patientUpdates === 'shown')
        for (const one of records) one.rename(patientId, name);
      return { code: 'AA' };
    case 'A40': {
      const formerId = message.at('MRG-1.1') ?? '';
      if (!isTestPatientId(formerId) || formerId === patientId)
        return refuse('AR', 'MRG-1 is not another test patient');
      if (behaviour.patientMerges === 'shown')
        for (const one of records) one.merge(formerId, patientId, name);
      return { code: 'AA' };
    }
    default:
      return { code: 'AA' };
  }
}

function refuse(
  code: 'AE' | 'AR',
  text: string,
  errorCode: string = ERROR_CODES.unknownKey,
): RisAnswer {
  return { code, error: { code: errorCode, text } };
}
