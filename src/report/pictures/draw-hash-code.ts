import { encodeQR } from 'qr';
import type { Picture } from './picture.ts';

const quietModules = 4;
/** Rows overlap by a hair, so that no seam shows between them in print. */
const rowThickness = 1.02;

/**
 * A hash as a QR code (ISO/IEC 18004): the lower-case hex itself, so that what a phone reads is what `sha256sum` prints.
 * @param words - its id, unique in the document, and its title.
 */
export function drawHashCode(
  sha256: string,
  words: { readonly id: string; readonly title: string },
): Picture {
  const modules = encodeQR(sha256, 'raw', { ecc: 'medium', border: quietModules });
  const size = modules.length;
  return {
    id: words.id,
    width: size,
    height: size,
    title: words.title,
    description: sha256,
    marks: [
      { kind: 'rect', x: 0, y: 0, width: size, height: size, fill: 'white' },
      {
        kind: 'strokes',
        lines: modules.flatMap((row, y) =>
          darkRuns(row).map(([from, to]) => [from, to, y + 0.5] as const),
        ),
        stroke: 'black',
        thickness: rowThickness,
      },
    ],
  };
}

function darkRuns(row: readonly boolean[]): readonly (readonly [from: number, to: number])[] {
  const runs: (readonly [number, number])[] = [];
  let from = -1;
  for (const [x, dark] of [...row, false].entries()) {
    if (dark && from < 0) from = x;
    if (!dark && from >= 0) {
      runs.push([from, x]);
      from = -1;
    }
  }
  return runs;
}
