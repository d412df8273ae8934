/** An accepted spelling of a field, and the note that stands beside it in the template. */
export interface FieldExample {
  /** Usually one line; for a list or group without a value of its own, down to its first value. */
  readonly text: string;
  /** What follows `#` on the line. */
  readonly note?: string;
}

interface TemplateLine {
  /** Where the text would begin if it were not commented out, and where its key or item, after any `- `. */
  readonly column: number;
  readonly indent: number;
  readonly text: string;
  readonly hasValue: boolean;
  readonly note?: string;
  /** Absent for an item of a list of plain values. */
  readonly path?: readonly string[];
}

/**
 * Finds an example in a correct file for the field at `path`. Fields that are commented out in the template count as
 * well. First the field itself, then one of the same name elsewhere, then an inline group that holds it.
 */
export function findExample(
  template: string,
  path: readonly PropertyKey[],
): FieldExample | undefined {
  const names = path.filter((part) => typeof part === 'string');
  const last = names.at(-1);
  if (last === undefined) return undefined;
  const lines = readTemplate(template);
  const own = (wanted: readonly string[]) =>
    lines.findIndex((line) => line.path?.join('.') === wanted.join('.'));
  const parents = names.map((_, index) => names.slice(0, names.length - 1 - index)).slice(0, -1);
  const places = [
    own(names),
    lines.findIndex((line) => line.path?.at(-1) === last),
    ...parents.map(own).filter((index) => lines[index]?.hasValue === true),
  ];
  const place = places.find((index) => index >= 0);
  return place === undefined ? undefined : exampleFrom(lines, place);
}

/** The part of a template that is not commented out: the shortest file worth writing. */
export function wholeExample(template: string): string {
  return template
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
    .map((line) => splitNote(line).content)
    .join('\n');
}

function exampleFrom(lines: readonly TemplateLine[], place: number): FieldExample | undefined {
  const first = lines[place];
  if (first === undefined) return undefined;
  const taken = [first.text];
  for (const line of first.hasValue ? [] : lines.slice(place + 1)) {
    if (line.indent <= first.indent || line.column < first.indent) break;
    taken.push(`${' '.repeat(line.column - first.indent)}${line.text}`);
    if (line.hasValue) break;
  }
  const [head = '', ...rest] = taken;
  const text = [head.replace(/^(?:- )+/, ''), ...rest].join('\n');
  return { text, ...(first.note !== undefined && { note: first.note }) };
}

function readTemplate(template: string): TemplateLine[] {
  const lines: TemplateLine[] = [];
  const open: { readonly indent: number; readonly key: string }[] = [];
  for (const raw of template.split('\n')) {
    const { content, note } = splitNote(raw.replace(/^( *)# ?/, '$1'));
    const match = /^( *)((?:- )*)(?:([A-Za-z]\w*):(?: +(\S.*))?|(\S.*))$/.exec(content);
    if (match === null) continue;
    const [, spaces = '', dashes = '', key, value, item] = match;
    const column = spaces.length;
    const indent = column + dashes.length;
    const text = content.trim();
    if (key === undefined) {
      // Prose in a comment also comes here, unless it is an item of a list.
      if (dashes !== '' && item !== undefined) lines.push({ column, indent, text, hasValue: true });
      continue;
    }
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    open.push({ indent, key });
    lines.push({
      column,
      indent,
      text,
      hasValue: value !== undefined,
      ...(note !== undefined && { note }),
      path: open.map((one) => one.key),
    });
  }
  return lines;
}

function splitNote(line: string): { readonly content: string; readonly note?: string } {
  const match = /^(.*?\S)\s+# (.+)$/.exec(line);
  const [, content, note] = match ?? [];
  return content === undefined || note === undefined
    ? { content: line.trimEnd() }
    : { content, note: note.trim() };
}
