import type { DocumentLeaf, PaperField } from '../checklist/schema.ts';
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
  const lacking = (known?.requires ?? []).filter((field) => document[field] === undefined);
  if (lacking.length > 0) {
    const names = lacking.map((field) => words.paperField[field]).join(', ');
    return words.documentLacks(kind, document.issuer, names);
  }
  if (document.demonstratedOn !== undefined && document.demonstratedOn > assessedOn)
    return words.documentNotShownYet(kind, document.issuer, day(document.demonstratedOn));
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

/** Why a paper does not answer this rule, in words: not valid, or of another product, version or holder. */
export function whyDocumentUnusable(
  document: DocumentRecord,
  leaf: DocumentLeaf,
  context: JudgeContext,
): string | undefined {
  const { words } = context;
  const kind = kindName(leaf.document, context);
  const invalid = whyDocumentInvalid(document, context);
  if (invalid !== undefined) return invalid;
  if (leaf.concerns !== undefined && document.concerns !== leaf.concerns)
    return words.documentLacks(kind, document.issuer, words.paperField.concerns);
  const lacking = wordsLacking(document.scope ?? '', leaf.scopeNames ?? []);
  if (lacking.length > 0)
    return words.documentOtherScope(kind, document.scope ?? '', lacking.join('; '));
  if (!(leaf.namesProduct || leaf.namesHolder || leaf.version)) return undefined;
  const { product } = context.facility;
  if (product === undefined) return words.documentProductUnknown(kind);
  if (leaf.namesProduct && !sameName(document.subject ?? '', product.name))
    return words.documentOtherProduct(kind, document.subject ?? '', product.name);
  if (leaf.namesHolder === 'vendor' && !sameName(document.holder ?? '', product.vendor))
    return words.documentOtherHolder(kind, document.holder ?? '', product.vendor);
  const stated = document.productVersion;
  if (stated === undefined || leaf.version === undefined) return undefined;
  if (leaf.version === 'installed' && isVersion(stated, product.version)) return undefined;
  return words.documentOtherVersion(kind, stated, product.version);
}

/** What a paper states of what its kind or the rule asks for: product, version, holder, scope, day of demonstration. */
export function describeStated(
  document: DocumentRecord,
  leaf: DocumentLeaf,
  context: JudgeContext,
): string {
  const known = context.checklist.documentKinds.find((one) => one.id === leaf.document);
  const asked: readonly (readonly [PaperField, boolean])[] = [
    ['concerns', leaf.concerns !== undefined],
    ['subject', leaf.namesProduct === true],
    ['productVersion', leaf.version !== undefined],
    ['holder', leaf.namesHolder !== undefined],
    ['scope', leaf.scopeNames !== undefined],
    ['certificateNumber', false],
    ['demonstratedOn', false],
  ];
  return asked
    .flatMap(([field, byRule]) => {
      const value = document[field];
      if (value === undefined || !(byRule || known?.requires?.includes(field))) return [];
      return `${context.words.paperField[field]}: ${sayStated(field, value, context)}`;
    })
    .join('; ');
}

function sayStated(field: PaperField, value: string, context: JudgeContext): string {
  const { language } = context;
  if (field === 'demonstratedOn') return formatDay(value, language);
  if (field !== 'concerns') return value;
  const parts = [...context.checklist.criteria, ...context.checklist.specialized].flatMap((one) => [
    ...(one.parts ?? []),
    ...(one.any_of ?? []),
  ]);
  return parts.find(({ id }) => id === value)?.[language] ?? value;
}

/** The lists of which a text holds no word. Whole words only: "RIS" is not found in "rìa" or "risk". */
function wordsLacking(text: string, lists: readonly (readonly string[])[]): string[] {
  const fold = (one: string) =>
    ` ${one
      .normalize('NFC')
      .toLocaleLowerCase('vi')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `;
  const folded = fold(text);
  return lists
    .filter((list) => !list.some((word) => folded.includes(fold(word))))
    .map((list) => list.join(', '));
}

/** A kind of paper, in words. */
export function kindName(kind: string, context: JudgeContext): string {
  return context.checklist.documentKinds.find((one) => one.id === kind)?.[context.language] ?? kind;
}

/** Names compare without regard to case, Unicode form or doubled spaces; nothing else is forgiven. */
function sameName(a: string, b: string): boolean {
  const fold = (text: string) =>
    text.normalize('NFC').toLocaleLowerCase('vi').replace(/\s+/g, ' ').trim();
  return fold(a) === fold(b);
}

/** Whether a stated version is the installed one: `v4.2` is 4.2, and `4.x` is any 4; nothing else is forgiven. */
function isVersion(stated: string, installed: string): boolean {
  const fold = (text: string) =>
    text
      .trim()
      .toLowerCase()
      .replace(/^v(?=\d)/, '');
  const [paper, ours] = [fold(stated), fold(installed)];
  return paper.endsWith('.x') ? ours.startsWith(paper.slice(0, -1)) : paper === ours;
}
