import { CT_VOLUME } from './ct-layout.ts';
import type { Lots } from './draw-lots.ts';
import type { HiddenCodes, HiddenFunction } from './hidden-codes.ts';
import {
  type KnownGeometry,
  type KnownMeasurement,
  listMeasurements,
} from './measurement-geometry.ts';
import {
  ctBand,
  ctImagesAt,
  ctPositionMm,
  MR_AXIAL,
  mrAxialPositionMm,
  type PositionMarks,
  rungAt,
  rungMarginMm,
} from './position-marks.ts';
import type { SurfaceShape } from './surface-shape.ts';

/** What a linked layout shows: the CT image that comes with an image of the axial MR. */
export interface LinkedTask {
  /** The image of the MR that the examiner scrolls to, from 1. */
  readonly mrImage: number;
  /** The CT images that may be beside it, from 1. */
  readonly ctImages: readonly number[];
  /** The letters of the MR image and those of the CT image. */
  readonly answer: string;
}

/** What reference lines show: the rungs of the coronal MR that two CT images cross. */
export interface ReferenceLineTask {
  /** The CT images that the examiner opens, from 1. */
  readonly ctImages: readonly [number, number];
  /** The letters of both rungs, in this order. */
  readonly answer: string;
}

/** The answers to everything that a study asks. */
export interface ChallengeKey {
  /** Text of the QR behind each function. */
  readonly hidden: Readonly<Record<HiddenFunction, string>>;
  /** The letters on the surface, by rows from the upper left. */
  readonly surface: string;
  readonly linked: LinkedTask;
  readonly referenceLines: ReferenceLineTask;
  readonly measurements: readonly KnownMeasurement[];
}

/** A line this far from a rung's end, in millimetres, is seen on its rung whatever the viewer rounds. */
const RUNG_MARGIN_MM = 2.5;

function setLinkedTask(marks: PositionMarks, lots: Lots): LinkedTask {
  // The first and the last image are where a viewer opens a series.
  const index = 1 + lots.below(MR_AXIAL.images - 2);
  const images = ctImagesAt(mrAxialPositionMm(index));
  const band = ctBand(images[0] ?? 0);
  const answer = `${marks.mrAxial[index] ?? ''}${marks.ctBands[band] ?? ''}`;
  return { mrImage: index + 1, ctImages: images.map((image) => image + 1), answer };
}

function setReferenceLineTask(marks: PositionMarks, lots: Lots): ReferenceLineTask {
  const images = Array.from({ length: CT_VOLUME.slices }, (_, index) => index);
  const middles = images.filter((image) => rungMarginMm(ctPositionMm(image)) >= RUNG_MARGIN_MM);
  const [first = 0, ...rest] = lots.shuffle(middles);
  const firstRung = rungAt(ctPositionMm(first));
  const second = rest.find((image) => Math.abs(rungAt(ctPositionMm(image)) - firstRung) > 2) ?? 0;
  const letters = [first, second].map((image) => marks.rungs[rungAt(ctPositionMm(image))] ?? '');
  return { ctImages: [first + 1, second + 1], answer: letters.join('') };
}

/** The key of a study, from what was drawn by lot for it. */
export function writeKey(
  drawn: {
    readonly codes: HiddenCodes;
    readonly marks: PositionMarks;
    readonly surface: SurfaceShape;
    readonly geometry: KnownGeometry;
  },
  lots: Lots,
): ChallengeKey {
  const { codes, marks, surface, geometry } = drawn;
  return {
    hidden: {
      window: codes.window.text,
      mpr: codes.mpr.text,
      mip: codes.mip.text,
      fusion: codes.fusion.text,
    },
    surface: surface.letters,
    linked: setLinkedTask(marks, lots),
    referenceLines: setReferenceLineTask(marks, lots),
    measurements: listMeasurements(geometry),
  };
}
