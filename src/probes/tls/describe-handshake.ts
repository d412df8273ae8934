import type { SecurityTlsRow } from './facts.ts';
import type { HandshakeFacts, HandshakeOutcome } from './shake-hands.ts';

const longestText = 200;
const dayMs = 86_400_000;
const otherName = 'ERR_TLS_CERT_ALTNAME_INVALID';
/** Alerts by which a server asks for the certificate that we did not show (RFC 8446 6, RFC 5246 7.2). */
const clientCertificateAlerts = /CERTIFICATE_REQUIRED|BAD_CERTIFICATE/;

type Row = Omit<SecurityTlsRow, 'endpoint' | 'system' | 'host' | 'port'>;

/**
 * What a port did with a handshake, as a fact. Pure.
 * @param assessedOn - YYYY-MM-DD: the day from which the days left are counted.
 */
export function describeHandshake(
  outcome: Extract<HandshakeOutcome, { kind: 'shaken' | 'alert' | 'no-tls' }>,
  assessedOn: string,
  showedCertificate: boolean,
): Row {
  switch (outcome.kind) {
    case 'no-tls':
      return { offered: false, problem: clean(outcome.code) };
    case 'alert':
      return {
        offered: true,
        ...asksForCertificate(outcome.code, showedCertificate),
        problem: clean(outcome.code),
      };
    case 'shaken':
      return {
        offered: true,
        ...describeFacts(outcome.seen, assessedOn),
        ...asksForCertificate(outcome.alert, showedCertificate),
      };
  }
}

function asksForCertificate(alert: string | undefined, showedCertificate: boolean) {
  const isAsked = !showedCertificate && clientCertificateAlerts.test(alert ?? '');
  return isAsked ? { clientCertificateAsked: true } : {};
}

function describeFacts(seen: HandshakeFacts, assessedOn: string): Omit<Row, 'offered'> {
  const { protocol, cipher, subject, issuer, validFrom, validTo, keyType, keyBits, problem } = seen;
  // The name is compared only once the chain is verified, so this error speaks for the chain too.
  const trusted = seen.authorized || problem === otherName;
  const from = dayOf(validFrom);
  const to = dayOf(validTo);
  const left = to === undefined ? undefined : (Date.parse(to) - Date.parse(assessedOn)) / dayMs;
  return {
    ...(protocol !== undefined && { protocol }),
    ...(cipher !== undefined && { cipher }),
    ...(subject !== undefined && { certificateSubject: clean(subject) }),
    ...(issuer !== undefined && { certificateIssuer: clean(issuer) }),
    ...(from !== undefined && { certificateValidFrom: from }),
    ...(to !== undefined && { certificateValidTo: to }),
    ...(left !== undefined && Number.isFinite(left) && { certificateDaysLeft: Math.floor(left) }),
    ...(keyType !== undefined && { keyType }),
    ...(keyBits !== undefined && { keyBits }),
    certificateTrusted: trusted,
    ...(trusted && { nameMatches: seen.authorized }),
    ...(problem !== undefined && { problem: clean(problem) }),
  };
}

function dayOf(date: Date | undefined): string | undefined {
  return date && Number.isFinite(date.getTime()) ? date.toISOString().slice(0, 10) : undefined;
}

/** A certificate may hold anything; one line of bounded length is kept. */
function clean(text: string): string {
  return text
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, longestText);
}
