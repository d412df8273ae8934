/** Modules of light around a symbol (ISO/IEC 18004:2015 6.3.8). */
export const QUIET_MODULES = 4;

/** The two symbols that we use: version 1 carries a hidden code, version 2 what every image says. */
export type QrKind = 'hidden' | 'nonce';

const SYMBOLS = {
  // 25 letters and digits of the alphanumeric mode fit; a quarter of the code words may be lost.
  nonce: { version: 2, ecc: 'quartile', modules: 25 },
  // 10 of them; 30 % may be lost.
  hidden: { version: 1, ecc: 'high', modules: 21 },
} as const;

/** A QR symbol without its quiet zone. */
export interface QrMatrix {
  readonly text: string;
  /** Modules on a side. */
  readonly modules: number;
  /** Outside the symbol nothing is dark. */
  isDark(row: number, column: number): boolean;
  /** Whether a module carries data or error correction, and is not part of a pattern that all symbols have. */
  isPayload(row: number, column: number): boolean;
}

/** Makes symbols. The mask is given and not chosen, so that they do not depend on the package's choice. */
export type QrWriter = (kind: QrKind, text: string, mask: number) => QrMatrix;

/** Modules on a side of a symbol. */
export function countModules(kind: QrKind): number {
  return SYMBOLS[kind].modules;
}

/** Function patterns of versions 1 and 2 (ISO/IEC 18004:2015 6.3). */
function isPattern(row: number, column: number, modules: number): boolean {
  const nearStart = (position: number): boolean => position <= 8;
  const nearEnd = (position: number): boolean => position >= modules - 8;
  if (nearStart(row) && (nearStart(column) || nearEnd(column))) return true;
  if (nearEnd(row) && nearStart(column)) return true;
  if (row === 6 || column === 6) return true;
  // The one alignment pattern of version 2.
  const centre = modules - 7;
  return modules > 21 && Math.abs(row - centre) <= 2 && Math.abs(column - centre) <= 2;
}

/** Loads the package that writes QR symbols. */
export async function loadQrWriter(): Promise<QrWriter> {
  const { encodeQR } = await import('qr');
  return (kind, text, mask) => {
    const { version, ecc, modules } = SYMBOLS[kind];
    const border = 1;
    const options = { version, ecc, mask, border, scale: 1, encoding: 'alphanumeric' } as const;
    const bordered = encodeQR(text, 'raw', options);
    if (bordered.length !== modules + 2 * border) {
      throw new Error(`a ${kind} symbol of ${bordered.length} modules`);
    }
    const isInside = (position: number): boolean => position >= 0 && position < modules;
    return {
      text,
      modules,
      isDark: (row, column) =>
        isInside(row) && isInside(column) && bordered[row + border]?.[column + border] === true,
      isPayload: (row, column) =>
        isInside(row) && isInside(column) && !isPattern(row, column, modules),
    };
  };
}
