import {
  type ContentItem,
  type EncodedDocument,
  readContent,
  readDocument,
  walkContent,
} from '../../structured-report/index.ts';
import { stripMarks } from '../record/compare-text.ts';
import { CONCLUSION, DESCRIPTION } from './headings.ts';
import { type ResultRow, readResult } from './read-result.ts';

export type { ResultRow };

const STORAGE = '1.2.840.10008.5.1.4.1.1';
/** Basic Text, Enhanced, Comprehensive, Comprehensive 3D and Extensible SR (PS3.4 B.5). */
const REPORT_CLASSES: ReadonlySet<string> = new Set(
  ['88.11', '88.22', '88.33', '88.34', '88.35'].map((one) => `${STORAGE}.${one}`),
);
const PDF_CLASS = `${STORAGE}.104.1`;
const CDA_CLASS = `${STORAGE}.104.2`;

const PERFORMING_PHYSICIAN = 0x00081050;
const OPERATORS = 0x00081070;
const VERIFICATION_DATE_TIME = 0x0040a030;
const VERIFYING_OBSERVERS = 0x0040a073;
const VERIFYING_OBSERVER_NAME = 0x0040a075;
const VERIFICATION_FLAG = 0x0040a493;
const ENCAPSULATED_DOCUMENT = 0x00420011;
const DIGITAL_SIGNATURES = 0xfffafffa;

/** Sections by their codes (PS3.16 TID 2000, CID 7001, LOINC). */
const DESCRIPTION_CODES: ReadonlySet<string> = new Set([
  'DCM:121070',
  'DCM:121071',
  'LN:18782-3',
  'LN:59776-5',
]);
const CONCLUSION_CODES: ReadonlySet<string> = new Set([
  'DCM:121072',
  'DCM:121073',
  'DCM:121076',
  'DCM:121077',
  'LN:19005-8',
  'LN:55110-1',
]);
/** Person Observer Name (PS3.16 TID 1003). */
const PERSON_OBSERVER = 'DCM:121008';

/** Whether objects of this class are written results, and so are kept whole while they are read. */
export function isResultClass(sopClassUid: string): boolean {
  return REPORT_CLASSES.has(sopClassUid) || sopClassUid === PDF_CLASS || sopClassUid === CDA_CLASS;
}

/**
 * Reads a structured report (PS3.3 A.35) or an encapsulated document (PS3.3 A.45): its sections, who verified it and when.
 * `undefined` for what cannot be read. Never throws for what is in the object, and no name leaves it.
 */
export function readResultObject(
  sopClassUid: string,
  document: EncodedDocument,
): ResultRow | undefined {
  const read = readDocument(document);
  if (!read.ok) return undefined;
  const dataset = read.value;
  const filled = (tag: number): boolean => isName(dataset.text(tag));
  if (sopClassUid === CDA_CLASS) return { form: 'cda' };
  if (sopClassUid === PDF_CLASS) {
    const pdf = dataset.elements.get(ENCAPSULATED_DOCUMENT)?.raw;
    return pdf === undefined ? undefined : readResult(pdf);
  }
  const content = readContent(dataset);
  const observers = dataset.items(VERIFYING_OBSERVERS) ?? [];
  const flag = dataset.text(VERIFICATION_FLAG)?.trim();
  const verified = flag === 'VERIFIED' && observers.some(hasObserver);
  const day = /^(\d{4})(\d\d)(\d\d)/.exec(
    observers.map((one) => one.text(VERIFICATION_DATE_TIME) ?? '').find((one) => one !== '') ?? '',
  );
  return {
    form: 'sr',
    ...(content.ok && {
      hasDescription: hasSection(content.value, DESCRIPTION_CODES, DESCRIPTION),
      hasConclusion: hasSection(content.value, CONCLUSION_CODES, CONCLUSION),
    }),
    namesPerformer: filled(PERFORMING_PHYSICIAN) || filled(OPERATORS),
    namesReader: observers.some(hasObserver) || (content.ok && namesObserver(content.value)),
    signature: dataset.elements.has(DIGITAL_SIGNATURES) ? 'unreadable' : 'none',
    ...(flag !== undefined && flag !== '' && { verified }),
    ...(verified && day && isDay(day) && { signedOn: `${day[1]}-${day[2]}-${day[3]}` }),
  };
}

function hasObserver(observer: { text: (tag: number) => string | undefined }): boolean {
  return isName(observer.text(VERIFYING_OBSERVER_NAME));
}

function isName(text: string | undefined): boolean {
  return (text ?? '').replace(/[\^=\\\s]/g, '') !== '';
}

function isDay([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** A heading alone is no section: something has to be said below it, or by the item itself. */
function hasSection(root: ContentItem, codes: ReadonlySet<string>, heading: RegExp): boolean {
  return [...walkContent(root)].some((item) => {
    if (item === root || item.concept === undefined) return false;
    const { scheme, value, meaning } = item.concept;
    const named =
      codes.has(`${scheme}:${value}`) || heading.test(stripMarks(meaning).toLowerCase());
    return named && [...walkContent(item)].some(says);
  });
}

function says(item: ContentItem): boolean {
  return item.text !== undefined || item.code !== undefined || item.measured?.kind === 'value';
}

function namesObserver(root: ContentItem): boolean {
  return [...walkContent(root)].some(
    ({ valueType, concept }) =>
      valueType === 'PNAME' && `${concept?.scheme}:${concept?.value}` === PERSON_OBSERVER,
  );
}
