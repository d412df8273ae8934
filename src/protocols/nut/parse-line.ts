/** One answer line, in the forms that a reader of variables meets (RFC 9271 4.2). */
export type NutLine =
  | { readonly kind: 'begin' | 'end'; readonly what: string }
  | {
      readonly kind: 'variable';
      readonly ups: string;
      readonly name: string;
      readonly value: string;
    }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'other'; readonly text: string };

/** Reads one line, without its LF. Values are quoted; `\"` and `\\` are the only escapes (RFC 9271 4.1.4). */
export function parseNutLine(line: string): NutLine {
  const variable = /^VAR (\S{1,64}) (\S{1,128}) "((?:[^"\\]|\\.)*)"$/.exec(line);
  if (variable) {
    const [, ups = '', name = '', value = ''] = variable;
    return { kind: 'variable', ups, name, value: value.replace(/\\(.)/g, '$1') };
  }
  if (line.startsWith('BEGIN ')) return { kind: 'begin', what: line.slice('BEGIN '.length) };
  if (line.startsWith('END ')) return { kind: 'end', what: line.slice('END '.length) };
  const error = /^ERR ([A-Z-]{1,64})/.exec(line);
  if (error) return { kind: 'error', code: error[1] ?? '' };
  return { kind: 'other', text: line };
}
