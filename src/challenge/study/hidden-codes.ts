import { FUSION_CODE, MIP_CODE, MPR_CODE, WINDOW_CODE } from './ct-layout.ts';
import { drawLots } from './draw-lots.ts';
import { LEAK_LIMIT, type ModuleVoxels, measureEdgeOnLeak } from './edge-on-leak.ts';
import type { QrMatrix, QrWriter } from './qr-matrix.ts';

/** Functions of a viewer that uncover a QR: narrow window, multiplanar reformat, maximum intensity projection, fusion. */
export const HIDDEN_FUNCTIONS = ['window', 'mpr', 'mip', 'fusion'] as const;

/** One of {@link HIDDEN_FUNCTIONS}. */
export type HiddenFunction = (typeof HIDDEN_FUNCTIONS)[number];

/** First letter of each function's code. */
const PREFIXES: Readonly<Record<HiddenFunction, string>> = {
  window: 'W',
  mpr: 'R',
  mip: 'M',
  fusion: 'F',
};

const SECRET_LENGTH = 9;
/** About one symbol in thirty passes its leak test, so that this many in a row cannot fail. */
const MAX_DRAWS = 2000;
const MASKS = 8;

function inAxialPlane(modulePx: number): ModuleVoxels {
  return { alongColumns: modulePx, alongRows: modulePx };
}

/** How large the modules of each code are. */
const MODULE_VOXELS: Readonly<Record<HiddenFunction, ModuleVoxels>> = {
  window: inAxialPlane(WINDOW_CODE.place.modulePx),
  mpr: { alongColumns: MPR_CODE.modulePx, alongRows: MPR_CODE.slicesPerModule },
  mip: inAxialPlane(MIP_CODE.place.modulePx),
  fusion: inAxialPlane(FUSION_CODE.place.modulePx),
};

/** The symbols that a study hides. */
export type HiddenCodes = Readonly<Record<HiddenFunction, QrMatrix>>;

/** The function that a text claims to be uncovered by, whether or not it is a code of this run. */
export function claimedFunction(text: string): HiddenFunction | undefined {
  if (!/^[A-HJ-NP-Z2-9]{10}$/.test(text)) return undefined;
  return HIDDEN_FUNCTIONS.find((name) => text.startsWith(PREFIXES[name]));
}

/**
 * One code. It is drawn anew until the symbol seen edge-on tells nothing, since in a cut at right angles each row or
 * column of the symbol is still a line.
 */
function drawCode(seed: string, name: HiddenFunction, write: QrWriter): QrMatrix {
  const lots = drawLots(seed, `hidden/${name}`);
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const text = `${PREFIXES[name]}${lots.text(SECRET_LENGTH)}`;
    const matrix = write('hidden', text, lots.below(MASKS));
    if (measureEdgeOnLeak(matrix, MODULE_VOXELS[name]) <= LEAK_LIMIT) return matrix;
  }
  throw new Error(`no ${name} code passed its leak test`);
}

/** The hidden codes of a seed. */
export function drawHiddenCodes(seed: string, write: QrWriter): HiddenCodes {
  return {
    window: drawCode(seed, 'window', write),
    mpr: drawCode(seed, 'mpr', write),
    mip: drawCode(seed, 'mip', write),
    fusion: drawCode(seed, 'fusion', write),
  };
}
