import type { ReadDataset } from '../protocols/dicom/index.ts';
import { itemsOf, textOf } from './read-document.ts';

/** One code with its scheme (PS3.3 8.8). */
export interface CodedConcept {
  readonly value: string;
  /** `DCM`, `SCT`, `SRT`, `UCUM` …; several schemes have had codes for one and the same concept. */
  readonly scheme: string;
  readonly meaning: string;
}

const CODE_VALUE = 0x00080100;
const CODING_SCHEME = 0x00080102;
const CODE_MEANING = 0x00080104;
const LONG_CODE_VALUE = 0x00080119;
const URN_CODE_VALUE = 0x00080120;
const MAX_MEANING = 64;

/** The first code of a code sequence; `undefined` when there is none. */
export function readConcept(dataset: ReadDataset, tag: number): CodedConcept | undefined {
  const [item] = itemsOf(dataset, tag) ?? [];
  if (item === undefined) return undefined;
  const value =
    textOf(item, CODE_VALUE) ?? textOf(item, LONG_CODE_VALUE) ?? textOf(item, URN_CODE_VALUE);
  if (value === undefined) return undefined;
  return {
    value: value.slice(0, MAX_MEANING),
    scheme: (textOf(item, CODING_SCHEME) ?? '').slice(0, 16),
    meaning: (textOf(item, CODE_MEANING) ?? '').slice(0, MAX_MEANING),
  };
}

/** SNOMED has three names among coding schemes (PS3.16 8.1): that of its RT codes, of its CT codes, and an older one. */
function canonicalScheme(scheme: string): string {
  return scheme === '99SDM' || scheme === 'SNM3' ? 'SRT' : scheme;
}

/** Whether a code is one of those listed as `scheme:value`. */
export function isConcept(concept: CodedConcept | undefined, listed: ReadonlySet<string>): boolean {
  return concept !== undefined && listed.has(`${canonicalScheme(concept.scheme)}:${concept.value}`);
}
