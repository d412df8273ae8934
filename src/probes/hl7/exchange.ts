import type { Hl7Endpoint } from '../../facility/schema.ts';
import type { TlsOptions } from '../../protocols/dicom/index.ts';
import { sendMessage } from '../../protocols/hl7/client.ts';
import { postMessage } from '../../protocols/hl7/http.ts';
import type { BuiltMessage, MessageEnvelope } from '../../protocols/hl7/message-header.ts';
import type { ExchangeOutcome, Failure } from '../../protocols/hl7/outcome.ts';
import type { ClientTls } from '../../protocols/hl7/tls-options.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { addressOf } from '../shared/hl7-address.ts';
import { stateOfFailure } from '../shared/hl7-trouble.ts';
import { loadTlsOptions, type TlsFiles } from '../shared/tls-options.ts';
import type { Hl7ExchangeRow } from './facts.ts';
import { sayFinding } from './finding-words.ts';
import { hl7Messages } from './messages.ts';

type UnobservedObservation = Exclude<Observation, { state: 'observed' }>;

/** The one patient all our HL7 data is about. */
export const testPatientId = 'RISPACS-TEST';
/** Our simulated RIS signs its acknowledgements so. */
const simulatorApplication = /^RISPACS_SIM/;

/** Time for one acknowledgement; a RIS that takes longer holds up a department. */
export const usualAckMs = 20_000;

/** Sends one message by the endpoint's own transport and waits at most `ackTimeoutMs` for its acknowledgement. */
export function exchange(
  endpoint: Hl7Endpoint,
  message: BuiltMessage,
  tls: ClientTls | undefined,
  signal: AbortSignal,
  ackTimeoutMs: number,
): Promise<ExchangeOutcome> {
  const limits = { firstByteTimeoutMs: ackTimeoutMs, ackTimeoutMs, signal, ...(tls && { tls }) };
  if (endpoint.transport === 'http')
    return postMessage(message.bytes, { url: addressOf(endpoint), ...limits });
  return sendMessage(message.bytes, { host: endpoint.host, port: endpoint.port, ...limits });
}

/** The envelope an endpoint is addressed with. */
export function envelopeFor(endpoint: Hl7Endpoint): MessageEnvelope {
  return {
    version: endpoint.version,
    ...(endpoint.charset !== undefined && { charset: endpoint.charset }),
    ...(endpoint.receivingApplication !== undefined && {
      receivingApplication: endpoint.receivingApplication,
    }),
    ...(endpoint.receivingFacility !== undefined && {
      receivingFacility: endpoint.receivingFacility,
    }),
  };
}

/** What an exchange showed, as facts. A failure leaves the acknowledgement's columns unknown. */
export function describeExchange(
  endpoint: Hl7Endpoint,
  purpose: Hl7ExchangeRow['purpose'],
  message: BuiltMessage,
  outcome: ExchangeOutcome,
): Hl7ExchangeRow {
  return {
    endpoint: endpoint.id,
    role: endpoint.role,
    purpose,
    messageType: message.messageType,
    versionSent: message.version,
    ...(outcome.kind === 'ack' && {
      ...(outcome.code !== undefined && { ackCode: outcome.code }),
      controlIdMatches: outcome.matches,
      ...(outcome.version !== undefined && { ackVersion: outcome.version }),
      ...(outcome.charset !== undefined && { ackCharset: outcome.charset }),
      elapsedMs: Math.round(outcome.elapsedMs * 10) / 10,
    }),
    framingFindings: outcome.findings.framing.map((one) => one.kind),
  };
}

/**
 * An acknowledgement in words. The peer's own text is repeated only when it answers our message: with another control
 * id it may speak of somebody's real patient.
 */
export function describeAck(
  outcome: Extract<ExchangeOutcome, { kind: 'ack' }>,
  context: ProbeContext,
): string[] {
  const words = hl7Messages(context.language);
  const { framing, answer, encoding } = outcome.findings;
  const text = outcome.matches ? (outcome.errText ?? '').replaceAll(/\p{Cc}+/gu, ' ').trim() : '';
  return [
    words.ack(outcome.code ?? '?', text),
    ...(outcome.matches ? [] : [words.foreignAck]),
    ...[...framing, ...answer, ...encoding].map((one) =>
      words.finding(sayFinding(one, context.language)),
    ),
  ];
}

/** Whether the acknowledgement comes from our own simulated hospital. */
export function isSimulatorAnswer(outcome: ExchangeOutcome): boolean {
  return outcome.kind === 'ack' && simulatorApplication.test(outcome.message.at('MSH-3') ?? '');
}

/** An observation for a peer that could not be reached or did not answer. */
export function failedObservation(
  failure: Failure,
  endpoint: Hl7Endpoint,
  context: ProbeContext,
): Observation {
  context.signal.throwIfAborted();
  return {
    state: stateOfFailure(failure),
    reason: {
      code: 'code' in failure ? failure.code : failure.kind,
      ...('phase' in failure && { phase: failure.phase }),
      message: hl7Messages(context.language).failure(failure, addressOf(endpoint)),
    },
  };
}

/**
 * Reads the TLS files an endpoint or node names.
 * @throws UserError when the passphrase's variable or file is not there.
 */
export async function loadTls(
  tls: Hl7Endpoint['tls'],
  context: Pick<ProbeContext, 'language' | 'baseFolder' | 'readSecret'>,
): Promise<
  | { readonly ok: true; readonly tls: ClientTls | undefined }
  | { readonly ok: false; readonly observation: UnobservedObservation }
> {
  if (!tls) return { ok: true, tls: undefined };
  const loaded = await loadTlsOptions(tls, context);
  if (loaded.ok) return { ok: true, tls: toHl7Tls(loaded.options) };
  const words = hl7Messages(context.language);
  const message = 'file' in loaded ? words.tlsFile(loaded.file) : words.tlsUnusable(loaded.code);
  return {
    ok: false,
    observation: { state: 'not-configured', reason: { code: 'tls-file', message } },
  };
}

function toHl7Tls({ ca, cert, key, passphrase, servername }: TlsFiles): ClientTls {
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { certificate: cert }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(servername !== undefined && { serverName: servername }),
  };
}

/** The same files and secret for a DICOM association. */
export function toDicomTls(tls: ClientTls): TlsOptions {
  const { ca, certificate, key, passphrase, serverName } = tls;
  return { ca, cert: certificate, key, passphrase, ...(serverName && { servername: serverName }) };
}
