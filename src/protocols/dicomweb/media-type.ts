/** A media type with its parameters (RFC 9110 8.3.1). */
export interface MediaType {
  /** `type/subtype`, in lower case. */
  readonly essence: string;
  /** Values by their names in lower case; of a name that occurs twice, the first. */
  readonly parameters: ReadonlyMap<string, string>;
}

const ESSENCE = /^[a-z0-9!#$&^_.+-]{1,64}\/[a-z0-9!#$&^_.+-]{1,64}$/;
const MAX_PARAMETERS = 16;

/**
 * Reads a `Content-Type` value. Lenient where servers are sloppy: an unquoted value may hold `/`, `=` and `:`, as
 * in `type=application/dicom`. Linear in the length of the text.
 *
 * @returns `undefined` when there is no `type/subtype` or a parameter cannot be read.
 */
export function parseMediaType(text: string): MediaType | undefined {
  const end = text.indexOf(';');
  const essence = (end === -1 ? text : text.slice(0, end)).trim().toLowerCase();
  if (!ESSENCE.test(essence)) return undefined;
  const parameters = new Map<string, string>();
  let at = end === -1 ? text.length : end + 1;
  for (let count = 0; at < text.length && count < MAX_PARAMETERS; count += 1) {
    const parameter = readParameter(text, at);
    if (parameter === undefined) return undefined;
    const { name, next, value } = parameter;
    if (name !== '' && !parameters.has(name)) parameters.set(name, value);
    at = next;
  }
  return { essence, parameters };
}

function readParameter(
  text: string,
  start: number,
): { name: string; value: string; next: number } | undefined {
  const semicolon = text.indexOf(';', start);
  const equals = text.indexOf('=', start);
  if (equals === -1 || (semicolon !== -1 && semicolon < equals)) {
    const rest = text.slice(start, semicolon === -1 ? undefined : semicolon).trim();
    return rest === ''
      ? { name: '', value: '', next: semicolon === -1 ? text.length : semicolon + 1 }
      : undefined;
  }
  const name = text.slice(start, equals).trim().toLowerCase();
  let at = equals + 1;
  while (text[at] === ' ') at += 1;
  if (text[at] !== '"') {
    const end = semicolon === -1 ? text.length : semicolon;
    return { name, value: text.slice(at, end).trim(), next: end + 1 };
  }
  let value = '';
  for (at += 1; at < text.length && text[at] !== '"'; at += 1) {
    if (text[at] === '\\') at += 1;
    value += text[at] ?? '';
  }
  if (text[at] !== '"') return undefined;
  const after = text.indexOf(';', at);
  return { name, value, next: after === -1 ? text.length : after + 1 };
}
