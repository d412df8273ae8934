import { CHARACTER_SET_VRS, SPECIFIC_CHARACTER_SET } from '../dicom/data/value-representations.ts';
import {
  DicomJsonDataset,
  type DicomJsonDeviation,
  type DicomJsonDeviationKind,
  type DicomJsonElement,
  type DicomJsonValue,
  type PersonName,
} from './dicom-json.ts';
import { examineText } from './examine-text.ts';
import { protocolFault } from './outcome.ts';
import { type JsonStructureLimits, scanJson } from './scan-json.ts';

/** DICOM JSON as read. */
export interface DicomJson {
  /** PS3.18 F.2.1 wants an array for several results; a Store answer is one object. */
  readonly shape: 'array' | 'object';
  readonly datasets: readonly DicomJsonDataset[];
  /** At most 100, each kind once per tag. */
  readonly deviations: readonly DicomJsonDeviation[];
}

const MAX_DEVIATIONS = 100;

/** VRs whose values are JSON numbers; those that may also be strings stand apart (PS3.18 table F.2.3-1). */
const NUMBER_VRS: ReadonlySet<string> = new Set(['FD', 'FL', 'SL', 'SS', 'UL', 'US']);
const NUMBER_OR_TEXT_VRS: ReadonlySet<string> = new Set(['DS', 'IS', 'SV', 'UV']);

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads `application/dicom+json` (PS3.18 F.2). Lenient with attributes, which become deviations; strict with what is
 * no JSON of data sets at all. Bounded in depth and values before anything is built.
 * @throws ExchangeFault for bytes that are not UTF-8, not JSON, or neither an object nor an array of objects.
 */
export function readDicomJson(bytes: Buffer, limits: JsonStructureLimits): DicomJson {
  if (bytes.length === 0) throw protocolFault('the answer is empty', 'empty');
  scanJson(bytes, limits);
  const root = parseJson(decodeUtf8(bytes), bytes);
  const shape = Array.isArray(root) ? 'array' : 'object';
  const objects: readonly unknown[] = Array.isArray(root) ? root : [root];
  const reader = new JsonDatasetReader();
  const datasets = objects.map((object) => {
    if (!isObject(object)) {
      throw protocolFault('the JSON is not an array of data sets', 'not-dicom-json', bytes);
    }
    return reader.readDataset(object);
  });
  return { shape, datasets, deviations: reader.deviations };
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // RFC 8259 8.1 leaves no other character set.
    throw protocolFault('the JSON is not in UTF-8', 'not-utf8', bytes);
  }
}

function parseJson(text: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The parser's own message quotes the text, which may be a patient's.
    throw protocolFault('the answer is not JSON', 'not-json', bytes);
  }
}

class JsonDatasetReader {
  readonly #deviations = new Map<string, DicomJsonDeviation>();

  get deviations(): readonly DicomJsonDeviation[] {
    return [...this.#deviations.values()];
  }

  readDataset(object: JsonObject): DicomJsonDataset {
    const elements = new Map<number, DicomJsonElement>();
    for (const [key, value] of Object.entries(object)) {
      if (!/^[0-9A-Fa-f]{8}$/.test(key)) {
        this.#note('not-a-tag');
        continue;
      }
      const tag = Number.parseInt(key, 16);
      if (/[a-f]/.test(key)) this.#note('tag-in-lower-case', tag);
      if (isObject(value)) elements.set(tag, this.#readElement(tag, value));
      else this.#note('not-an-attribute', tag);
    }
    return new DicomJsonDataset(elements);
  }

  #readElement(tag: number, attribute: JsonObject): DicomJsonElement {
    const { BulkDataURI, InlineBinary, Value } = attribute;
    const vr =
      typeof attribute.vr === 'string' && /^[A-Z]{2}$/.test(attribute.vr) ? attribute.vr : '';
    if (vr === '') this.#note('vr-missing', tag);
    if (typeof BulkDataURI === 'string') return { tag, vr, kind: 'bulk', uri: BulkDataURI };
    if (typeof InlineBinary === 'string') return this.#readInline(tag, vr, InlineBinary);
    if (Value === undefined || Value === null) return { tag, vr, kind: 'empty' };
    if (!Array.isArray(Value)) this.#note('value-not-an-array', tag);
    const values: readonly unknown[] = Array.isArray(Value) ? Value : [Value];
    if (vr === 'SQ') return this.#readSequence(tag, values);
    if (tag === SPECIFIC_CHARACTER_SET && !values.every(isUtf8Term)) {
      this.#note('other-character-set', tag);
    }
    return {
      tag,
      vr,
      kind: 'values',
      values: values.map((value) => this.#readValue(tag, vr, value)),
    };
  }

  #readInline(tag: number, vr: string, text: string): DicomJsonElement {
    if (!isBase64(text)) this.#note('bad-base64', tag);
    return { tag, vr, kind: 'inline', bytes: Buffer.from(text, 'base64') };
  }

  #readSequence(tag: number, values: readonly unknown[]): DicomJsonElement {
    const items: DicomJsonDataset[] = [];
    for (const value of values) {
      // An item without attributes may be null (PS3.18 F.2.5).
      if (isObject(value)) items.push(this.readDataset(value));
      else if (value === null) items.push(new DicomJsonDataset(new Map()));
      else this.#note('wrong-value-type', tag);
    }
    return { tag, vr: 'SQ', kind: 'sequence', items };
  }

  #readValue(tag: number, vr: string, value: unknown): DicomJsonValue {
    if (value === null) return undefined;
    if (vr === 'PN') return this.#readName(tag, value);
    if (typeof value === 'string') {
      if (NUMBER_VRS.has(vr)) this.#note('number-as-text', tag);
      return this.#readText(tag, vr, value);
    }
    const mayBeNumber = vr === '' || NUMBER_VRS.has(vr) || NUMBER_OR_TEXT_VRS.has(vr);
    if (typeof value === 'number' && Number.isFinite(value) && mayBeNumber) return value;
    this.#note('wrong-value-type', tag);
    return undefined;
  }

  #readName(tag: number, value: unknown): PersonName | undefined {
    if (typeof value === 'string') {
      this.#note('name-as-text', tag);
      const [alphabetic, ideographic, phonetic] = value.split('=', 3);
      return this.#readName(tag, {
        Alphabetic: alphabetic,
        Ideographic: ideographic,
        Phonetic: phonetic,
      });
    }
    if (!isObject(value)) {
      this.#note('wrong-value-type', tag);
      return undefined;
    }
    const group = (text: unknown): string | undefined =>
      typeof text === 'string' ? this.#readText(tag, 'PN', text) : undefined;
    const alphabetic = group(value.Alphabetic);
    const ideographic = group(value.Ideographic);
    const phonetic = group(value.Phonetic);
    return {
      ...(alphabetic === undefined ? {} : { alphabetic }),
      ...(ideographic === undefined ? {} : { ideographic }),
      ...(phonetic === undefined ? {} : { phonetic }),
    };
  }

  #readText(tag: number, vr: string, text: string): string {
    if (CHARACTER_SET_VRS.has(vr) || vr === '') {
      for (const defect of examineText(text)) this.#note(defect, tag);
    }
    return text;
  }

  #note(kind: DicomJsonDeviationKind, tag?: number): void {
    const key = `${kind} ${tag ?? ''}`;
    if (this.#deviations.size >= MAX_DEVIATIONS || this.#deviations.has(key)) return;
    this.#deviations.set(key, { kind, ...(tag === undefined ? {} : { tag }) });
  }
}

/** UTF-8, or the default repertoire that is a part of it (PS3.3 C.12.1.1.2). */
function isUtf8Term(term: unknown): boolean {
  return term === 'ISO_IR 192' || term === 'ISO_IR 6' || term === '' || term === null;
}

/** Standard alphabet, whole quanta (RFC 4648 4). Written without a nested repetition: the text may be long. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
