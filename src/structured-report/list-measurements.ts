import { type CodedConcept, isConcept } from './coded-concept.ts';
import { type ContentItem, type ObjectReference, walkContent } from './content-item.ts';

/** What was measured, as far as this tool knows values of it. */
export const QUANTITIES = ['length', 'angle', 'area', 'perimeter', 'density', 'other'] as const;

/** One of {@link QUANTITIES}; `density` is a mean of Hounsfield units. */
export type Quantity = (typeof QUANTITIES)[number];

/** A value in the unit that its quantity is compared in: mm, mm², degrees, HU. */
export interface ReportedMeasurement {
  readonly quantity: Quantity;
  readonly concept?: CodedConcept;
  readonly unit?: CodedConcept;
  /** As reported, in `unit`; absent where there is none. */
  readonly reported?: number;
  /** In mm, mm², degrees or HU; absent when the unit does not fit the quantity. */
  readonly value?: number;
  readonly problem?: 'wrong-vr' | 'not-a-number' | 'unit-unknown';
  /** Of the measurement or its group: the meaning of a code, 64 characters at most. */
  readonly findingSite?: string;
  /** Images that it was measured on: its own, else those of its group. */
  readonly references: readonly ObjectReference[];
}

/** Codes of PS3.16 (CID 7470, 7471, 6141) and of viewers, as `scheme:value`. */
const CODES: Readonly<Record<Exclude<Quantity, 'other'>, ReadonlySet<string>>> = {
  length: new Set(['SCT:410668003', 'SRT:G-D7FE', 'SRT:G-A22A', 'DCM:121206']),
  angle: new Set(['SCT:1483009', 'SCT:285285000']),
  area: new Set(['SCT:42798000', 'SRT:G-A166']),
  perimeter: new Set(['SCT:131191004', 'SCT:74551000']),
  density: new Set(['DCM:112031', 'DCM:112181', 'SCT:373098007', 'SRT:R-00317']),
};

/** Quantities that no value is known of, although their names have a word of {@link WORDS}. */
const OTHER_WORDS = /minimum|maximum|median|\bmode\b|deviation|volume|nhỏ nhất|lớn nhất|độ lệch/i;

/** Of words in a code's meaning, where the code itself is unknown. */
const WORDS: readonly (readonly [Quantity, RegExp])[] = [
  ['perimeter', /perimeter|circumference|chu vi/i],
  ['area', /\barea\b|diện tích/i],
  ['angle', /\bangle\b|góc/i],
  ['length', /\b(?:length|distance)\b|chiều dài|độ dài|khoảng cách/i],
  ['density', /\b(?:mean|average)\b|attenuation|hounsfield|trung bình|tỷ trọng/i],
];

const FINDING_SITE: ReadonlySet<string> = new Set(['SCT:363698007', 'SRT:G-C0E3']);
const DERIVATION: ReadonlySet<string> = new Set(['DCM:121401']);
const MEAN: ReadonlySet<string> = new Set(['SCT:373098007', 'SRT:R-00317']);

/** UCUM units and spellings that viewers use, by quantity. */
const UNITS: Readonly<Record<Exclude<Quantity, 'other'>, Readonly<Record<string, number>>>> = {
  length: { mm: 1, cm: 10, m: 1000, um: 0.001 },
  perimeter: { mm: 1, cm: 10, m: 1000, um: 0.001 },
  area: { mm2: 1, cm2: 100, m2: 1e6, 'mm\u00b2': 1, 'mm^2': 1 },
  angle: { deg: 1, rad: 180 / Math.PI, '\u00b0': 1 },
  density: { "[hnsf'U]": 1, HU: 1, '{HU}': 1, hnsf: 1 },
};

const MAX_MEASUREMENTS = 500;
const MAX_REFERENCES = 1000;

/** All measurements of a report (TID 1500 and others), the first 500 in its order. */
export function listMeasurements(root: ContentItem): ReportedMeasurement[] {
  const found: ReportedMeasurement[] = [];
  const visit = (item: ContentItem, group: ContentItem): void => {
    if (item.valueType === 'NUM' && found.length < MAX_MEASUREMENTS) {
      found.push(describeMeasurement(item, group));
    }
    const inner = item.valueType === 'CONTAINER' ? item : group;
    for (const child of item.children) visit(child, inner);
  };
  visit(root, root);
  return found;
}

function describeMeasurement(item: ContentItem, group: ContentItem): ReportedMeasurement {
  const { concept, measured } = item;
  const quantity = classify(item);
  const site = findSite(item) ?? findSite(group);
  const own = referencesBelow(item);
  const base = {
    quantity,
    ...(concept && { concept }),
    ...(site !== undefined && { findingSite: site }),
    references: own.length > 0 ? own : referencesBelow(group),
  };
  if (measured?.kind !== 'value') {
    const isProblem = measured?.kind === 'wrong-vr' || measured?.kind === 'not-a-number';
    return { ...base, ...(isProblem && { problem: measured.kind }) };
  }
  const { unit, value } = measured;
  const reported = { ...base, ...(unit && { unit }), reported: value };
  if (quantity === 'other') return reported;
  const factor = UNITS[quantity][unit?.value ?? ''];
  return factor === undefined
    ? { ...reported, problem: 'unit-unknown' }
    : { ...reported, value: value * factor };
}

function classify(item: ContentItem): Quantity {
  const { concept, children } = item;
  const derivation = children.find((child) => isConcept(child.concept, DERIVATION))?.code;
  // A minimum or a deviation has the same concept as the mean.
  if (derivation !== undefined && !isConcept(derivation, MEAN)) return 'other';
  for (const quantity of ['length', 'angle', 'area', 'perimeter', 'density'] as const) {
    if (isConcept(concept, CODES[quantity])) return quantity;
  }
  const meaning = concept?.meaning ?? '';
  if (OTHER_WORDS.test(meaning)) return 'other';
  return WORDS.find(([, words]) => words.test(meaning))?.[0] ?? 'other';
}

/** Finding Site of an item or directly below it. */
function findSite(item: ContentItem): string | undefined {
  const site = item.children.find((child) => isConcept(child.concept, FINDING_SITE));
  return site?.code?.meaning ?? site?.text;
}

function referencesBelow(item: ContentItem): ObjectReference[] {
  const found = new Map<string, ObjectReference>();
  for (const { reference } of walkContent(item)) {
    if (reference !== undefined && found.size < MAX_REFERENCES) {
      found.set(reference.sopInstanceUid, reference);
    }
  }
  return [...found.values()];
}
