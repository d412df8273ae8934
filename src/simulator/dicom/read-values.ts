/** Elements of a data set by keyword, as the DICOM library names them. */
export type Elements = Readonly<Record<string, unknown>>;

const maxValues = 1000;

/** The values of an element as texts; empty for an absent or zero-length one. */
export function readValues(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.slice(0, maxValues).flatMap((one) => readValues(one));
  if (typeof value === 'string') return value === '' ? [] : splitValues(value);
  if (typeof value === 'number') return [String(value)];
  // A person name comes as an object of its component groups (PS3.18 F.2.2).
  if (typeof value === 'object' && value !== null && 'Alphabetic' in value) {
    return readValues(value.Alphabetic);
  }
  return [];
}

/** The first value of an element; `undefined` for an absent or zero-length one. */
export function readText(elements: Elements, keyword: string): string | undefined {
  return readValues(elements[keyword])[0];
}

/** The items of a sequence element. */
export function readItems(value: unknown): readonly Elements[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.slice(0, maxValues).filter(isElements);
}

/** Keywords a query names: what the library keeps for itself begins with an underscore. */
export function queryKeywords(query: Elements): readonly string[] {
  return Object.keys(query).filter((keyword) => !keyword.startsWith('_'));
}

function isElements(value: unknown): value is Elements {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function splitValues(text: string): readonly string[] {
  return text
    .split('\\')
    .slice(0, maxValues)
    .map((one) => one.trim());
}
