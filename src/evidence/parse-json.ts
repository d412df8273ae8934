/**
 * Parses JSON of unknown origin; `undefined` when it is none, or when a name stands twice in one object: readers differ in
 * which of the two they take (RFC 8259 4), so that one file would say two things.
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return hasRepeatedName(text) ? undefined : value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether a name stands twice in an object of a text that is JSON. */
function hasRepeatedName(text: string): boolean {
  /** Names of the objects that are open; `undefined` for an array. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const from = at;
      at = endOfString(text, at);
      const names = open.at(-1);
      if (names === undefined || !isName(text, at + 1)) continue;
      const name: unknown = JSON.parse(text.slice(from, at + 1));
      if (typeof name !== 'string' || names.has(name)) return true;
      names.add(name);
    }
  }
  return false;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function isName(text: string, after: number): boolean {
  let at = after;
  while (' \t\r\n'.includes(text[at] ?? ':')) at += 1;
  return text[at] === ':';
}
