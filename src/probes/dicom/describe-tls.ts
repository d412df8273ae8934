import type { TlsFacts } from '../../protocols/dicom/index.ts';
import type { DicomTlsRow } from './facts.ts';

const longestName = 200;

/** What a finished handshake showed, as facts. */
export function describeTls(
  tls: TlsFacts,
): Omit<DicomTlsRow, 'node' | 'role' | 'port' | 'offered'> {
  const { protocol, cipher, peerCertificate, authorized, authorizationError } = tls;
  // Node compares the name only once the chain is verified, so this error speaks for the chain too.
  const isOtherName = authorizationError === 'ERR_TLS_CERT_ALTNAME_INVALID';
  const trusted = authorized || isOtherName;
  const from = readDay(peerCertificate?.validFrom);
  const to = readDay(peerCertificate?.validTo);
  return {
    protocol,
    cipher,
    ...(peerCertificate && {
      certificateSubject: clean(peerCertificate.subject),
      certificateIssuer: clean(peerCertificate.issuer),
    }),
    ...(from !== undefined && { certificateValidFrom: from }),
    ...(to !== undefined && { certificateValidTo: to }),
    certificateTrusted: trusted,
    ...(trusted && { nameMatches: authorized }),
    ...(authorizationError !== undefined && { problem: clean(authorizationError) }),
  };
}

function readDay(text: string | undefined): string | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : undefined;
}

/** A certificate may hold anything; one line of bounded length is kept. */
function clean(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, longestName);
}
