/** A person name with its component groups (PS3.18 F.2.2, PS3.5 6.2.1.2); each holds `^` between components. */
export interface PersonName {
  readonly alphabetic?: string;
  readonly ideographic?: string;
  readonly phonetic?: string;
}

/** A value of an attribute; `null` in JSON, a value without content, is `undefined` (PS3.18 F.2.5). */
export type DicomJsonValue = string | number | PersonName | undefined;

/** An attribute of the DICOM JSON Model (PS3.18 F.2.2); `vr` is empty when the peer names none. */
export type DicomJsonElement = { readonly tag: number; readonly vr: string } & (
  | { readonly kind: 'values'; readonly values: readonly DicomJsonValue[] }
  | { readonly kind: 'sequence'; readonly items: readonly DicomJsonDataset[] }
  /** `InlineBinary`, decoded (PS3.18 F.2.7). */
  | { readonly kind: 'inline'; readonly bytes: Buffer }
  /** `BulkDataURI`: where the value can be retrieved (PS3.18 F.2.6). */
  | { readonly kind: 'bulk'; readonly uri: string }
  | { readonly kind: 'empty' }
);

/** What a peer's DICOM JSON has that the standard does not allow, or that spoils a text. */
export type DicomJsonDeviationKind =
  /** A key that is not eight hexadecimal digits. */
  | 'not-a-tag'
  | 'tag-in-lower-case'
  | 'vr-missing'
  | 'not-an-attribute'
  | 'value-not-an-array'
  /** A value of a type that its VR does not have (PS3.18 table F.2.3-1); it was left out. */
  | 'wrong-value-type'
  | 'number-as-text'
  /** A person name that is a text instead of an object. */
  | 'name-as-text'
  | 'bad-base64'
  /** JSON is UTF-8, yet Specific Character Set names another set: the text has probably been through it. */
  | 'other-character-set'
  /** Text that is not in Unicode Normalization Form C: it looks right and does not match a search. */
  | 'text-not-nfc'
  /** Text with U+FFFD or a lone surrogate: a character was lost. */
  | 'text-lost-characters'
  /** Text that reads as UTF-8 when its characters are taken as bytes of ISO 8859-1 or Windows-1252. */
  | 'text-decoded-wrongly';

/** A deviation and where it was; never a value, which may be a patient's. */
export interface DicomJsonDeviation {
  readonly kind: DicomJsonDeviationKind;
  /** Absent when there is no tag. */
  readonly tag?: number;
}

/** A data set of the DICOM JSON Model. */
export class DicomJsonDataset {
  readonly elements: ReadonlyMap<number, DicomJsonElement>;

  constructor(elements: ReadonlyMap<number, DicomJsonElement>) {
    this.elements = elements;
  }

  /** The values of an attribute; empty when it is absent, empty, a sequence or binary. */
  values(tag: number): readonly DicomJsonValue[] {
    const element = this.elements.get(tag);
    return element?.kind === 'values' ? element.values : [];
  }

  /** The first value as text, of a name the alphabetic group; `undefined` when there is none. */
  text(tag: number): string | undefined {
    const [value] = this.values(tag);
    if (typeof value === 'string' || value === undefined) return value;
    return typeof value === 'number' ? String(value) : value.alphabetic;
  }

  /** The first value as a number, also when written as text (IS, DS); `undefined` when it is none. */
  number(tag: number): number | undefined {
    const [value] = this.values(tag);
    if (typeof value === 'number') return value;
    if (typeof value !== 'string' || value.trim() === '') return undefined;
    const parsed = Number(value);
    return Number.isFinite(parsed) ? parsed : undefined;
  }

  /** The items of a sequence; empty when absent, empty or not a sequence. */
  items(tag: number): readonly DicomJsonDataset[] {
    const element = this.elements.get(tag);
    return element?.kind === 'sequence' ? element.items : [];
  }
}
