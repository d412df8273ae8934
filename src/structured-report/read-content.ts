import type { ReadDataset } from '../protocols/dicom/index.ts';
import { readConcept } from './coded-concept.ts';
import type { ContentItem, MeasuredValue, ObjectReference } from './content-item.ts';
import { itemsOf, textOf } from './read-document.ts';
import { type DocumentReading, type DocumentRefusal, refused, taken } from './refusal.ts';

const CONCEPT_NAME = 0x0040a043;
const VALUE_TYPE = 0x0040a040;
const RELATIONSHIP = 0x0040a010;
const CONTENT = 0x0040a730;
const CONCEPT_CODE = 0x0040a168;
const TEXT_VALUE = 0x0040a160;
const MEASURED_VALUE = 0x0040a300;
const MEASUREMENT_UNITS = 0x004008ea;
const NUMERIC_VALUE = 0x0040a30a;
const FLOATING_POINT_VALUE = 0x0040a161;
const REFERENCED_SOP = 0x00081199;
const REFERENCED_SOP_CLASS = 0x00081150;
const REFERENCED_SOP_INSTANCE = 0x00081155;
const REFERENCED_ITEM = 0x0040db73;

/** Content items of one document; a report of a whole study has some hundred. */
export const MAX_CONTENT_ITEMS = 20_000;
/** Levels of content. */
const MAX_LEVELS = 32;
const MAX_TEXT = 64;
const MAX_REFERENCE_LEVELS = 32;

class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: DocumentRefusal;

  constructor(reason: DocumentRefusal) {
    super(reason);
    this.reason = reason;
  }
}

/** Reads one document; items that another refers to are looked up in the same tree, once each. */
class ContentReader {
  readonly #root: ReadDataset;
  #items = 0;

  constructor(root: ReadDataset) {
    this.#root = root;
  }

  read(): ContentItem {
    return this.#readItem(this.#root, [1]);
  }

  /** `place` counts from 1 at every level, that of the root first, as Referenced Content Item Identifier does. */
  #readItem(item: ReadDataset, place: readonly number[]): ContentItem {
    this.#items += 1;
    if (this.#items > MAX_CONTENT_ITEMS) throw new Refusal('too-many-items');
    if (place.length > MAX_LEVELS) throw new Refusal('too-deep');
    const relationship = textOf(item, RELATIONSHIP);
    const related = relationship === undefined ? {} : { relationship };
    const pointed = item.elements.get(REFERENCED_ITEM);
    if (pointed !== undefined) {
      return { ...this.#follow(pointed.vr, pointed.raw, place), ...related };
    }
    const concept = readConcept(item, CONCEPT_NAME);
    const content = itemsOf(item, CONTENT);
    if (content === undefined) throw new Refusal('wrong-vr');
    const valueType = textOf(item, VALUE_TYPE) ?? '';
    return {
      valueType,
      ...related,
      ...(concept && { concept }),
      ...readValue(item, valueType),
      children: content.map((child, index) => this.#readItem(child, [...place, index + 1])),
    };
  }

  /** The item that another refers to, without what lies below it: that is read where it is. */
  #follow(vr: string | undefined, raw: Buffer, from: readonly number[]): ContentItem {
    if (vr !== undefined && vr !== 'UL') throw new Refusal('wrong-vr');
    const levels = raw.length / 4;
    if (!Number.isInteger(levels) || levels < 1 || levels > MAX_REFERENCE_LEVELS) {
      throw new Refusal('bad-reference');
    }
    const path = Array.from({ length: levels }, (_, index) => raw.readUInt32LE(index * 4));
    // What an item lies in would hold itself.
    if (path.every((number, level) => from[level] === number)) throw new Refusal('bad-reference');
    let found: ReadDataset | undefined = path[0] === 1 ? this.#root : undefined;
    for (const number of path.slice(1)) {
      const below: readonly ReadDataset[] = found ? (itemsOf(found, CONTENT) ?? []) : [];
      found = below[number - 1];
    }
    if (found === undefined || found.elements.has(REFERENCED_ITEM)) {
      throw new Refusal('bad-reference');
    }
    const valueType = textOf(found, VALUE_TYPE) ?? '';
    const concept = readConcept(found, CONCEPT_NAME);
    return {
      valueType,
      ...(concept && { concept }),
      ...readValue(found, valueType),
      children: [],
    };
  }
}

type ItemValue = Pick<ContentItem, 'code' | 'text' | 'measured' | 'reference'>;

function readValue(item: ReadDataset, valueType: string): ItemValue {
  switch (valueType) {
    case 'CODE': {
      const code = readConcept(item, CONCEPT_CODE);
      return code ? { code } : {};
    }
    case 'TEXT': {
      const text = textOf(item, TEXT_VALUE)?.slice(0, MAX_TEXT);
      return text === undefined ? {} : { text };
    }
    case 'NUM':
      return { measured: readMeasured(item) };
    case 'IMAGE':
    case 'COMPOSITE': {
      const [reference] = readReferences(item, REFERENCED_SOP);
      return reference ? { reference } : {};
    }
    default:
      return {};
  }
}

/** Measured Value Sequence (PS3.3 C.18.1). */
function readMeasured(item: ReadDataset): MeasuredValue {
  const values = itemsOf(item, MEASURED_VALUE);
  if (values === undefined) return { kind: 'wrong-vr' };
  const [value] = values;
  if (value === undefined) return { kind: 'empty' };
  const unit = readConcept(value, MEASUREMENT_UNITS);
  const exact = value.elements.get(FLOATING_POINT_VALUE);
  const decimal = value.elements.get(NUMERIC_VALUE);
  if (decimal?.vr !== undefined && decimal.vr !== 'DS') return { kind: 'wrong-vr' };
  if (exact !== undefined && ((exact.vr ?? 'FD') !== 'FD' || exact.raw.length !== 8)) {
    return { kind: 'wrong-vr' };
  }
  const number = exact ? exact.raw.readDoubleLE(0) : readDecimal(textOf(value, NUMERIC_VALUE));
  if (number === undefined || !Number.isFinite(number)) return { kind: 'not-a-number' };
  return { kind: 'value', value: number, ...(unit && { unit }) };
}

/** Decimal String (PS3.5 6.2); of several values, none is meant. */
function readDecimal(text: string | undefined): number | undefined {
  const isDecimal = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?$/.test(text ?? '');
  return isDecimal && (text ?? '').length <= MAX_TEXT ? Number(text) : undefined;
}

/** SOP Instance Reference macro items (PS3.3 table 10-11); those without both UIDs are left out. */
export function readReferences(dataset: ReadDataset, tag: number): ObjectReference[] {
  return (itemsOf(dataset, tag) ?? []).flatMap((item) => {
    const sopClassUid = textOf(item, REFERENCED_SOP_CLASS);
    const sopInstanceUid = textOf(item, REFERENCED_SOP_INSTANCE);
    return sopClassUid && sopInstanceUid ? [{ sopClassUid, sopInstanceUid }] : [];
  });
}

/**
 * Reads the content of a structured report or key object selection (PS3.3 C.17.3). Private attributes and whatever is not
 * needed to find measurements are passed over; never throws for a peer's bytes.
 */
export function readContent(dataset: ReadDataset): DocumentReading<ContentItem> {
  if (!dataset.elements.has(VALUE_TYPE) && !dataset.elements.has(CONTENT)) {
    return refused('no-content');
  }
  try {
    return taken(new ContentReader(dataset).read());
  } catch (error) {
    if (error instanceof Refusal) return refused(error.reason);
    throw error;
  }
}
