import type { Attestation, DocumentRecord } from '../evidence/evidence.ts';
import type { JudgeContext } from './judge-context.ts';
import { formatDay } from './messages.ts';

/** Why an attestation does not count, in words; `undefined` when it does. DESIGN: a named person, a date and a file. */
export function whyAttestationInvalid(
  attestation: Attestation,
  context: JudgeContext,
): string | undefined {
  const { words, language, assessedOn } = context;
  const who = attestation.by.name;
  if (attestation.attachments.length === 0) return words.attestationNoFile(who);
  if (attestation.date > assessedOn)
    return words.attestationFuture(who, formatDay(attestation.date, language));
  if (attestation.expires !== undefined && attestation.expires < assessedOn) {
    return words.attestationExpired(who, formatDay(attestation.expires, language));
  }
  return undefined;
}

/** Why a paper does not count, in words; `undefined` when it does. Expired on the assessment day counts as missing. */
export function whyDocumentInvalid(
  document: DocumentRecord,
  context: JudgeContext,
): string | undefined {
  const { words, language, assessedOn } = context;
  const known = context.checklist.documentKinds.find((one) => one.id === document.documentKind);
  const kind = known?.[language] ?? document.documentKind;
  const day = (iso: string) => formatDay(iso, language);
  if (document.attachments.length === 0) return words.documentNoFile(kind, document.issuer);
  if (document.issued > assessedOn)
    return words.documentFuture(kind, document.issuer, day(document.issued));
  if (document.expires === undefined && known?.expires === 'required')
    return words.documentNoExpiry(kind, document.issuer);
  if (document.expires !== undefined && document.expires < assessedOn) {
    return words.documentExpired(kind, document.issuer, day(document.expires));
  }
  if (
    known?.max_age_months !== undefined &&
    addMonths(document.issued, known.max_age_months) < assessedOn
  ) {
    return words.documentTooOld(kind, document.issuer, known.max_age_months);
  }
  return undefined;
}

/** Adds calendar months to an ISO day; the day is clamped to the month's end (31 January + 1 month = end of February). */
export function addMonths(isoDay: string, months: number): string {
  const [year = 0, month = 1, day = 1] = isoDay.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)))
    .toISOString()
    .slice(0, 10);
}
