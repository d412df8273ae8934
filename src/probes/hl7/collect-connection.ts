import type { Hl7Endpoint } from '../../facility/schema.ts';
import { checkConnection } from '../../protocols/hl7/connection.ts';
import { buildPatientQuery } from '../../protocols/hl7/queries.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import {
  describeAck,
  describeExchange,
  envelopeFor,
  exchange,
  failedObservation,
  isSimulatorAnswer,
  loadTls,
  testPatientId,
  usualAckMs,
} from './exchange.ts';
import type { Hl7EndpointRow } from './facts.ts';
import { hl7Messages } from './messages.ts';

const connectTimeoutMs = 10_000;

/** Connects; where the facility file says `send: query`, asks about the test patient and reads the acknowledgement. */
export async function collectConnection(
  endpoint: Hl7Endpoint,
  context: ProbeContext,
  ackMs = usualAckMs,
): Promise<Observation> {
  const words = hl7Messages(context.language);
  const loaded = await loadTls(endpoint.tls, context);
  if (!loaded.ok) return loaded.observation;
  const { tls } = loaded;
  const { signal } = context;
  const connection = await checkConnection({
    host: endpoint.host,
    port: endpoint.port,
    ...(tls && { tls }),
    connectTimeoutMs,
    signal,
  });
  if (connection.kind !== 'connected') return failedObservation(connection, endpoint, context);
  const row: Hl7EndpointRow = {
    endpoint: endpoint.id,
    role: endpoint.role,
    transport: endpoint.transport,
    connected: true,
    tls: connection.tls !== undefined,
    connectMs: Math.round(connection.connectMs * 10) / 10,
  };
  if (endpoint.send !== 'query') {
    return { state: 'observed', facts: { 'hl7.endpoint': [row] }, notes: [words.portOpen] };
  }
  const query = await buildPatientQuery({
    envelope: envelopeFor(endpoint),
    patientId: testPatientId,
  });
  const outcome = await exchange(endpoint, query, tls, signal, ackMs);
  if (outcome.kind !== 'ack') return failedObservation(outcome, endpoint, context);
  // Only what we sent is kept: an answer to a query may speak of a real patient.
  const sent = await context.attach(query.bytes, {
    mediaType: 'application/hl7-v2',
    extension: 'hl7',
    originalName: 'query.hl7',
  });
  return {
    state: 'observed',
    facts: {
      'hl7.endpoint': [row],
      'hl7.exchange': [describeExchange(endpoint, 'query', query, outcome)],
    },
    notes: describeAck(outcome, context),
    attachments: [sent],
    ...(isSimulatorAnswer(outcome) && { simulated: true as const }),
  };
}
