import { wrapText } from '../attest/show-criterion.ts';

const narrowest = 40;

/**
 * A line broken at words to the terminal's width; what follows is indented below its beginning. Commands stay whole, to
 * be copied.
 *
 * @param width - of the terminal; absent: the line goes into a file or a pipe and stays as it is.
 */
export function fitLine(line: string, width: number | undefined): readonly string[] {
  if (width === undefined || line.length <= width || /^\s*rispacs /.test(line)) return [line];
  const [indent = ''] = /^\s*/.exec(line) ?? [];
  return wrapText(line.trim(), Math.max(width, narrowest), indent);
}
