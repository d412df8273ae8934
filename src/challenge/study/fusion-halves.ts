import { FUSION_CODE } from './ct-layout.ts';
import type { Lots } from './draw-lots.ts';
import { LEAK_LIMIT, measureEdgeOnLeak } from './edge-on-leak.ts';
import { listModules } from './paint.ts';
import type { QrMatrix } from './qr-matrix.ts';

/** A module of the symbol. */
export interface Module {
  readonly row: number;
  readonly column: number;
}

/** The light modules of a symbol, shared out. */
export interface FusionHalves {
  readonly ct: readonly Module[];
  readonly pet: readonly Module[];
}

/** About one share in five passes. */
const MAX_DRAWS = 500;

function isInside({ modules }: QrMatrix, { row, column }: Module): boolean {
  return row >= 0 && row < modules && column >= 0 && column < modules;
}

function drawShare(matrix: QrMatrix, lots: Lots): FusionHalves {
  const ct: Module[] = [];
  const pet: Module[] = [];
  const light = [...listModules(matrix)].filter(({ row, column }) => !matrix.isDark(row, column));
  // The quiet zone has nothing to hide: shared out, its pattern would only look like something.
  ct.push(...light.filter((module) => !isInside(matrix, module)));
  for (const isPayload of [true, false]) {
    const share = light.filter(
      (module) =>
        isInside(matrix, module) && matrix.isPayload(module.row, module.column) === isPayload,
    );
    lots.shuffle(share).forEach((module, index) => {
      (index % 2 === 0 ? ct : pet).push(module);
    });
  }
  return { ct, pet };
}

function leakOf(matrix: QrMatrix, layer: readonly Module[]): number {
  const { modules } = matrix;
  const inside = layer.filter((module) => isInside(matrix, module));
  const shown = new Set(inside.map(({ row, column }) => row * modules + column));
  const { modulePx } = FUSION_CODE.place;
  const voxels = { alongColumns: modulePx, alongRows: modulePx };
  return measureEdgeOnLeak(matrix, voxels, (row, column) => {
    return shown.has(row * modules + column);
  });
}

/**
 * Shares the light modules out between CT and PET by lot, so that each layer alone lacks half of them. Shared anew
 * until neither layer seen edge-on gives the payload away.
 */
export function shareFusionHalves(matrix: QrMatrix, lots: Lots): FusionHalves {
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const halves = drawShare(matrix, lots);
    const worst = Math.max(leakOf(matrix, halves.ct), leakOf(matrix, halves.pet));
    if (worst <= LEAK_LIMIT) return halves;
  }
  throw new Error('no share of the fusion code passed its leak test');
}
