import {
  CT_NONCE,
  CT_VOLUME,
  FUSION_CODE,
  MIP_CODE,
  MPR_CODE,
  mprEndSlice,
  WINDOW_CODE,
} from '../../../src/challenge/study/ct-layout.ts';
import type { DrawContext } from '../../../src/challenge/study/draw-context.ts';
import {
  countModules,
  type QrKind,
  QUIET_MODULES,
} from '../../../src/challenge/study/qr-matrix.ts';
import { cutOblique, cutPlane, type Picture, projectSlab, type Region } from './cuts.ts';
import { cropTo } from './demo.ts';
import { placeOnScreen, resize } from './encode.ts';
import {
  applyWindow,
  COLOUR_MAPS,
  fitWindow,
  fuse,
  PRESETS,
  type ScreenPicture,
  type Window,
} from './grey-levels.ts';
import { type HiddenVolumes, spreadPet } from './hidden-volumes.ts';

/** A picture in which a symbol is to be read. */
export interface Uncovered {
  readonly name: string;
  readonly picture: ScreenPicture;
  /** The symbol with its quiet zone. */
  readonly box: Region;
  readonly modules: number;
  readonly expected: string;
  /** One layer is in a dark colour alone, which JPEG of low quality washes out. */
  readonly needsPng?: true;
}

/** A slice that has neither the MIP nor the fusion code. */
const PLAIN_SLICE = 110;
const QR_SLICE = 75;
const FUSION_SLICE = 40;
/** Bq/ml are SUV here: what a viewer takes for PET. */
const PET_WINDOW: Window = { center: 2.5, width: 6 };

function boxOf(place: { left: number; top: number; modulePx: number }, kind: QrKind): Region {
  const side = (countModules(kind) + 2 * QUIET_MODULES) * place.modulePx;
  return { left: place.left, top: place.top, width: side, height: side };
}

/** A reformat on a grid of its own, a little askew: interpolated, as viewers make it. */
function cutAskew(hidden: HiddenVolumes, degrees: number): Picture {
  const { pixelSpacingMm, sliceSpacingMm, slices } = CT_VOLUME;
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const middleColumn = MPR_CODE.left + 72;
  return cutOblique(hidden.ct, {
    centre: {
      x: middleColumn * pixelSpacingMm,
      y: 472.3 * pixelSpacingMm,
      z: ((slices - 1) / 2) * sliceSpacingMm,
    },
    right: { x: cos, y: sin, z: 0 },
    down: { x: 0, y: 0, z: -1 },
    width: 240,
    height: 240,
    pixelMm: 0.73,
  });
}

function listMpr(hidden: HiddenVolumes, expected: string): Uncovered[] {
  const modules = countModules('hidden');
  const side = modules + 2 * QUIET_MODULES;
  const coronal = cutPlane(hidden.ct, 'coronal', 472);
  const box = {
    left: MPR_CODE.left,
    top: CT_VOLUME.slices - mprEndSlice(),
    width: side * MPR_CODE.modulePx,
    height: side * MPR_CODE.slicesPerModule,
  };
  const exact = { picture: applyWindow(coronal, PRESETS.default), box, modules, expected };
  const slab = projectSlab(hidden.ct, 'coronal', { first: 469, count: 7 }, 'average');
  const askew = cutAskew(hidden, 1);
  // Pixels of its own grid, from the middle of the symbol and of the volume.
  const pixelMm = askew.pixelWidthMm;
  const sideMm = side * MPR_CODE.slicesPerModule * CT_VOLUME.sliceSpacingMm;
  const middleMm =
    ((MPR_CODE.firstSlice + mprEndSlice()) / 2 - CT_VOLUME.slices / 2) * CT_VOLUME.sliceSpacingMm;
  const askewBox = {
    left: Math.round(askew.width / 2 - sideMm / 2 / pixelMm),
    top: Math.round(askew.height / 2 - middleMm / pixelMm - sideMm / 2 / pixelMm),
    width: Math.round(sideMm / pixelMm),
    height: Math.round(sideMm / pixelMm),
  };
  return [
    { name: 'MPR, coronal', ...exact },
    { ...exact, name: 'MPR, coronal slab', picture: applyWindow(slab, PRESETS.default) },
    {
      ...exact,
      name: 'MPR, interpolated and askew',
      picture: applyWindow(askew, PRESETS.default),
      box: askewBox,
    },
  ];
}

/** Everything that is to be read from a study, in the pictures that its functions make. */
export function listUncovered(hidden: HiddenVolumes, { codes, nonce }: DrawContext): Uncovered[] {
  const { ct, pet } = hidden;
  const plain = cutPlane(ct, 'axial', QR_SLICE);
  const empty = cutPlane(ct, 'axial', PLAIN_SLICE);
  const layers = {
    ct: applyWindow(cutPlane(ct, 'axial', FUSION_SLICE), PRESETS.default),
    pet: applyWindow(cutPlane(spreadPet(pet), 'axial', FUSION_SLICE), PET_WINDOW),
  };
  const fused = (map: keyof typeof COLOUR_MAPS, opacity: number) =>
    fuse(layers.ct, layers.pet, COLOUR_MAPS[map], opacity);
  const image = (slice: number) => ({
    box: boxOf(CT_NONCE.place, 'nonce'),
    modules: countModules('nonce'),
    expected: nonce('ct', slice + 1).text,
  });
  const hiddenIn = (place: Parameters<typeof boxOf>[0], expected: string) => ({
    box: boxOf(place, 'hidden'),
    modules: countModules('hidden'),
    expected,
  });
  const slab = (first: number, count: number, window: Window) =>
    applyWindow(projectSlab(ct, 'axial', { first, count }, 'maximum'), window);
  const narrow = (width: number) =>
    applyWindow(empty, { center: WINDOW_CODE.window.center, width });
  const windowCode = hiddenIn(WINDOW_CODE.place, codes.window.text);
  const mipCode = hiddenIn(MIP_CODE.place, codes.mip.text);
  const fusionCode = hiddenIn(FUSION_CODE.place, codes.fusion.text);
  const { firstSlice, slices, window } = MIP_CODE;
  return [
    {
      name: 'QR, default window',
      picture: applyWindow(plain, PRESETS.default),
      ...image(QR_SLICE),
    },
    { name: 'QR, lung', picture: applyWindow(plain, PRESETS.lung), ...image(QR_SLICE) },
    { name: 'QR, brain', picture: applyWindow(plain, PRESETS.brain), ...image(QR_SLICE) },
    {
      name: 'QR, window fitted to all values',
      picture: applyWindow(plain, fitWindow(plain)),
      ...image(QR_SLICE),
    },
    { name: 'QR, fused', picture: fused('hot', 0.5), ...image(FUSION_SLICE) },
    { name: 'window of 60', picture: narrow(60), ...windowCode },
    { name: 'window of 100', picture: narrow(100), ...windowCode },
    { name: 'window of 150', picture: narrow(150), ...windowCode },
    { name: 'MIP of the slab', picture: slab(firstSlice, slices, window), ...mipCode },
    {
      name: 'MIP of a thicker slab',
      picture: slab(firstSlice - 8, slices + 20, window),
      ...mipCode,
    },
    { name: 'MIP of everything', picture: slab(0, CT_VOLUME.slices, window), ...mipCode },
    { name: 'fusion, hot', picture: fused('hot', 0.5), ...fusionCode },
    { name: 'fusion, hot, more CT', picture: fused('hot', 0.4), ...fusionCode },
    { name: 'fusion, hot iron', picture: fused('hot iron', 0.5), ...fusionCode },
    { name: 'fusion, red', picture: fused('red', 0.5), ...fusionCode, needsPng: true },
    ...listMpr(hidden, codes.mpr.text),
  ];
}

/** The symbol alone at so many pixels per module, on the dark ground of a viewer. */
export async function photographCode(
  { picture, box, modules }: Uncovered,
  pixelsPerModule: number,
): Promise<ScreenPicture> {
  const side = Math.round((modules + 2 * QUIET_MODULES) * pixelsPerModule);
  const symbol = await resize(cropTo(picture, box), side, side);
  const margin = 30;
  const screen = { width: side + 2 * margin, height: side + 2 * margin, level: 18 };
  return placeOnScreen(screen, [{ picture: symbol, left: margin, top: margin }]);
}
