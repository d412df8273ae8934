import {
  MARKING_LINES,
  makePetSeries,
  PET_STORED_PER_SUV,
  type Raster,
  type SyntheticObject,
} from '../../synthetic/index.ts';
import { FUSION_CODE, PET_NONCE, PET_VOLUME, toPetPlace } from './ct-layout.ts';
import type { DrawContext } from './draw-context.ts';
import { drawLines, drawSymbol, fillBox, moduleBox } from './paint.ts';

/** Where the CT has nothing. */
const MARKING = { left: 150, top: 226, scale: 1 } as const;
const LETTERS_SUV = 4;

function store(suv: number): number {
  return Math.round(suv * PET_STORED_PER_SUV);
}

/** Whether the middle of a PET slice lies within the slices of the CT that carry the fusion code. */
function carriesCode(slice: number): boolean {
  const first = FUSION_CODE.firstSlice / PET_VOLUME.ctVoxels;
  return slice >= first && slice < first + FUSION_CODE.slices / PET_VOLUME.ctVoxels;
}

/** The PET series: registered with the CT, with the other half of the fusion code. */
export function makeChallengePet({ study, nonce, fusionHalves }: DrawContext): SyntheticObject[] {
  const { rows, columns, slices, marginPx } = PET_VOLUME;
  const draw = (raster: Raster, slice: number): void => {
    raster.samples.fill(0);
    const body = {
      left: marginPx,
      top: marginPx,
      width: columns - 2 * marginPx,
      height: rows - 2 * marginPx,
    };
    fillBox(raster, body, store(FUSION_CODE.backgroundSuv));
    const colours = { dark: store(PET_NONCE.darkSuv), light: store(PET_NONCE.lightSuv) };
    drawSymbol(raster, nonce('pet', slice + 1), PET_NONCE.place, colours);
    drawLines(raster, MARKING_LINES, MARKING, store(LETTERS_SUV));
    if (!carriesCode(slice)) return;
    const place = toPetPlace(FUSION_CODE.place);
    for (const { row, column } of fusionHalves.pet) {
      fillBox(raster, moduleBox(place, row, column), store(FUSION_CODE.lightSuv));
    }
  };
  return makePetSeries(study, {
    key: 'pet',
    seriesNumber: 2,
    slices,
    matrix: rows,
    pixelSpacingMm: PET_VOLUME.pixelSpacingMm,
    sliceSpacingMm: PET_VOLUME.sliceSpacingMm,
    content: { description: 'PET thử thách RISPACS', draw },
  });
}
