import type { SyntheticStudy } from '../../synthetic/index.ts';
import type { FusionHalves } from './fusion-halves.ts';
import type { HiddenCodes } from './hidden-codes.ts';
import type { KnownGeometry } from './measurement-geometry.ts';
import type { MipGroup } from './mip-groups.ts';
import type { SeriesKey } from './nonce.ts';
import type { PositionMarks } from './position-marks.ts';
import type { QrMatrix } from './qr-matrix.ts';
import type { SurfaceShape } from './surface-shape.ts';

/** Everything that was drawn by lot for a study, before any image is drawn. */
export interface DrawContext {
  readonly study: SyntheticStudy;
  readonly codes: HiddenCodes;
  readonly mipGroups: readonly MipGroup[];
  readonly fusionHalves: FusionHalves;
  readonly marks: PositionMarks;
  readonly surface: SurfaceShape;
  readonly geometry: KnownGeometry;
  /** The QR of an image; the number counts from 1. */
  readonly nonce: (series: SeriesKey, imageNumber: number) => QrMatrix;
}
