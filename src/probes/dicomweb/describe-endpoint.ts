import type { DicomwebEndpoint } from '../../facility/schema.ts';
import type { DicomWebOutcome } from '../../protocols/dicomweb/index.ts';
import type { AnonymousLook } from './ask-anonymously.ts';
import { describeOutcome, roundMs } from './describe-outcome.ts';
import type { DicomwebEndpointRow } from './facts.ts';
import { wantsSignIn } from './failure.ts';

type Outcome = DicomWebOutcome<object>;
type AnonymousAnswer = DicomwebEndpointRow['anonymousAnswer'];

/**
 * Makes the row of one endpoint.
 * @param known - the answer to a query with everything the facility file gives; absent when none was asked
 */
export function describeEndpoint(
  endpoint: DicomwebEndpoint,
  anonymous: AnonymousLook,
  known: Outcome | undefined,
  signsIn: boolean,
): DicomwebEndpointRow {
  const latest = known ?? anonymous.outcome;
  const { contentType, contentTypeCorrect, ms, status } = describeOutcome(latest, 'json');
  const answer = classifyAnonymous(endpoint, anonymous.outcome, known);
  const served = isServed(answer, known);
  const schemes = readSchemes(anonymous.outcome) ?? readSchemes(known);
  const signedIn = signsIn ? readSignedIn(known) : undefined;
  const { connectMs } = anonymous.outcome.transport;
  return {
    endpoint: endpoint.id,
    https: new URL(endpoint.url).protocol === 'https:',
    answers: latest.kind === 'answered',
    anonymousAnswer: answer,
    ...(served === undefined ? {} : { anonymousServed: served }),
    ...(schemes === undefined ? {} : { signInSchemes: schemes }),
    ...(signedIn === undefined ? {} : { signedIn }),
    ...(status === undefined ? {} : { httpStatus: status }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(contentTypeCorrect === undefined ? {} : { contentTypeCorrect }),
    ...describeTls(anonymous, known),
    ...(connectMs === undefined ? {} : { connectMs: roundMs(connectMs) }),
    ...(ms === undefined ? {} : { answerMs: ms }),
  };
}

function classifyAnonymous(
  endpoint: DicomwebEndpoint,
  anonymous: Outcome,
  known: Outcome | undefined,
): AnonymousAnswer {
  if (anonymous.kind === 'answered') return 'data';
  if (wantsSignIn(anonymous)) return 'unauthorized';
  // Refused in the handshake or, by a proxy, with an answer of its own; with the certificate it works.
  if (endpoint.tls?.certificate !== undefined && known?.kind === 'answered')
    return 'certificate-wanted';
  if (anonymous.kind === 'http-status' && anonymous.location !== undefined) return 'redirect';
  return anonymous.kind === 'protocol-error' && anonymous.hint === 'html-page'
    ? 'web-page'
    : 'other';
}

/** A redirect or a web page is a log-in only if the same request gives data once signed in. */
function isServed(answer: AnonymousAnswer, known: Outcome | undefined): boolean | undefined {
  if (answer === 'data') return true;
  if (answer === 'unauthorized' || answer === 'certificate-wanted') return false;
  return answer !== 'other' && known?.kind === 'answered' ? false : undefined;
}

function readSignedIn(known: Outcome | undefined): boolean | undefined {
  if (known === undefined) return undefined;
  if (known.kind === 'answered') return true;
  return wantsSignIn(known) ? false : undefined;
}

function readSchemes(outcome: Outcome | undefined): string[] | undefined {
  return outcome?.kind === 'http-status' && outcome.authenticate !== undefined
    ? [...new Set(outcome.authenticate)].slice(0, 8)
    : undefined;
}

function describeTls(
  { distrust, outcome }: AnonymousLook,
  known: Outcome | undefined,
): Partial<DicomwebEndpointRow> {
  const tls = outcome.transport.tls ?? known?.transport.tls;
  if (tls === undefined) return {};
  const problem = tls.authorized ? undefined : (tls.authorizationError ?? distrust);
  const validFrom = toIsoDay(tls.peerCertificate?.validFrom);
  const validTo = toIsoDay(tls.peerCertificate?.validTo);
  return {
    tlsVersion: tls.protocol,
    tlsCipher: tls.cipher,
    certificateTrusted: tls.authorized,
    ...(problem === undefined ? {} : { certificateProblem: problem }),
    ...(validFrom === undefined ? {} : { certificateValidFrom: validFrom }),
    ...(validTo === undefined ? {} : { certificateValidTo: validTo }),
  };
}

/** UTC day of OpenSSL's date; `undefined` for one that RFC 3339 cannot write. */
function toIsoDay(date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) return undefined;
  const text = time.toISOString();
  return /^\d{4}-/.test(text) ? text.slice(0, 10) : undefined;
}
