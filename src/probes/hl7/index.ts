import type { Facility } from '../../facility/schema.ts';
import type { Language } from '../../locale/language.ts';
import type { PlannedStep, Probe } from '../contract.ts';
import { addressOf, protocolOf } from '../shared/hl7-address.ts';
import { hl7Messages } from './messages.ts';
import { findWorklist, type Hl7Target } from './target.ts';

const connectDeadlineMs = 90_000;
const orderDeadlineMs = 240_000;

function planSteps(facility: Facility, language: Language): readonly PlannedStep<Hl7Target>[] {
  const words = hl7Messages(language);
  const worklist = findWorklist(facility);
  return facility.hl7.endpoints.flatMap((endpoint) => {
    const address = addressOf(endpoint);
    const contact = { host: endpoint.host, port: endpoint.port, protocol: protocolOf(endpoint) };
    const connect: PlannedStep<Hl7Target> = {
      probe: 'hl7',
      subjectId: endpoint.id,
      subject: `${endpoint.id} (${address})`,
      risk: 'observe',
      contacts: [contact],
      sends: endpoint.send === 'query' ? words.sendsQuery : words.sendsNothing,
      deadlineMs: connectDeadlineMs,
      target: { kind: 'connect', endpoint },
    };
    if (endpoint.send !== 'test-order') return [connect];
    const order: PlannedStep<Hl7Target> = {
      ...connect,
      subjectId: `${endpoint.id}-test-order`,
      subject: `${endpoint.id} test-order (${address})`,
      risk: 'active',
      contacts: worklist
        ? [
            contact,
            {
              host: worklist.node.host,
              port: worklist.node.port,
              protocol: worklist.node.tls ? 'dicom-tls' : 'dicom',
            },
          ]
        : [contact],
      sends: words.sendsOrder,
      deadlineMs: orderDeadlineMs,
      target: {
        kind: 'test-order',
        endpoint,
        ...(worklist && { worklist }),
      },
    };
    return [connect, order];
  });
}

/** Asks an HL7 endpoint whether it is there and, where the hospital allows it, whether it acknowledges. */
export const probe: Probe<Hl7Target> = {
  name: 'hl7',
  version: 1,
  planSteps,
  collect: async (target, context) => {
    if (target.kind === 'connect') {
      const { collectConnection } = await import('./collect-connection.ts');
      return collectConnection(target.endpoint, context);
    }
    const { collectTestOrder } = await import('./collect-test-order.ts');
    return collectTestOrder(target, context);
  },
};
