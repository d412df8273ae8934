/** Vietnamese letters without their marks, as systems that keep ASCII letters only write them. */
export function stripMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}

/** Every text of an element's value without marks, also inside sequences; bytes stay as they are. */
export function stripValue(value: unknown): unknown {
  if (typeof value === 'string') return stripMarks(value);
  if (Array.isArray(value)) return value.map(stripValue);
  if (typeof value !== 'object' || value === null) return value;
  if ('Alphabetic' in value) return { ...value, Alphabetic: stripValue(value.Alphabetic) };
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, stripValue(one)]));
}
