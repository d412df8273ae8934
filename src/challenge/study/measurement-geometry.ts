import type { Lots } from './draw-lots.ts';

/** The images to measure on. */
export const MEASUREMENT_SERIES = {
  columns: 512,
  rows: 512,
  images: 3,
  /** Another value than that of the volume: a viewer that takes the wrong one is found out. */
  pixelSpacingMm: 0.7,
  sliceSpacingMm: 3,
} as const;

/** A pixel, from the centre of the first. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is drawn to be measured, in pixels and Hounsfield units. */
export interface KnownGeometry {
  /** Ends of the distance. */
  readonly length: readonly [Point, Point];
  /** An end, the vertex, the other end. */
  readonly angle: readonly [Point, Point, Point];
  readonly disc: Point & { readonly radius: number; readonly hounsfieldUnits: number };
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
    readonly hounsfieldUnits: number;
  };
}

/** Quantities that an examiner measures. */
export const MEASUREMENTS = [
  'length',
  'angle',
  'area',
  'perimeter',
  'disc-density',
  'box-density',
] as const;

/** One of {@link MEASUREMENTS}. */
export type MeasurementId = (typeof MEASUREMENTS)[number];

/** A quantity whose value is known. */
export interface KnownMeasurement {
  readonly id: MeasurementId;
  readonly unit: 'mm' | 'deg' | 'mm2' | 'HU';
  readonly expected: number;
  /** Largest deviation that is put down to the hand, in the same unit; ours, see {@link MEASUREMENT_TOLERANCES}. */
  readonly tolerance: number;
}

/**
 * How far a measured value may be off. They are ours: the draft names none. A hand misses a point by one pixel at either
 * end, and an outline by one pixel all round; a mean over a region whose edge is touched moves by a few units.
 */
export const MEASUREMENT_TOLERANCES = {
  lengthPixels: 2,
  angleDegrees: 2,
  areaShare: 0.05,
  perimeterShare: 0.05,
  hounsfieldUnits: 5,
} as const;

function between(lots: Lots, from: number, to: number): number {
  return from + lots.below(to - from + 1);
}

/** Draws the geometry of a study; every figure lies in a part of the image that is its own. */
export function drawGeometry(lots: Lots): KnownGeometry {
  const start = { x: between(lots, 250, 270), y: between(lots, 50, 110) };
  const end = { x: start.x + between(lots, 120, 210), y: start.y + between(lots, 20, 110) };
  const vertex = { x: between(lots, 40, 60), y: between(lots, 455, 475) };
  const flat = { x: vertex.x + between(lots, 110, 160), y: vertex.y - between(lots, 0, 40) };
  const steep = { x: vertex.x + between(lots, 10, 110), y: vertex.y - between(lots, 110, 170) };
  const disc = {
    x: between(lots, 350, 390),
    y: between(lots, 325, 345),
    radius: between(lots, 45, 70),
    hounsfieldUnits: between(lots, 60, 190),
  };
  const box = {
    left: between(lots, 270, 290),
    top: 436,
    width: between(lots, 120, 190),
    height: 48,
    hounsfieldUnits: -between(lots, 30, 140),
  };
  return { length: [start, end], angle: [flat, vertex, steep], disc, box };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function angleDegrees([a, vertex, b]: readonly [Point, Point, Point]): number {
  const direction = (to: Point): number => Math.atan2(vertex.y - to.y, to.x - vertex.x);
  const degrees = Math.abs(((direction(a) - direction(b)) * 180) / Math.PI);
  return degrees > 180 ? 360 - degrees : degrees;
}

/** Pixels of a disc as it is drawn. */
function countDiscPixels(radius: number): number {
  let count = 0;
  for (let dy = -radius; dy <= radius; dy += 1) {
    count += 2 * Math.floor(Math.sqrt(radius * radius - dy * dy)) + 1;
  }
  return count;
}

function round(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}

/** The values that a viewer must show, and how far the examiner's hand may be off. */
export function listMeasurements(geometry: KnownGeometry): KnownMeasurement[] {
  const { pixelSpacingMm } = MEASUREMENT_SERIES;
  const pixels = countDiscPixels(geometry.disc.radius);
  const area = pixels * pixelSpacingMm * pixelSpacingMm;
  const perimeter = 2 * Math.sqrt(Math.PI * area);
  const tolerances = MEASUREMENT_TOLERANCES;
  const density = { unit: 'HU', tolerance: tolerances.hounsfieldUnits } as const;
  return [
    {
      id: 'length',
      unit: 'mm',
      expected: round(distance(...geometry.length) * pixelSpacingMm, 2),
      tolerance: round(tolerances.lengthPixels * pixelSpacingMm, 2),
    },
    {
      id: 'angle',
      unit: 'deg',
      expected: round(angleDegrees(geometry.angle), 2),
      tolerance: tolerances.angleDegrees,
    },
    {
      id: 'area',
      unit: 'mm2',
      expected: round(area, 1),
      tolerance: round(area * tolerances.areaShare, 1),
    },
    {
      id: 'perimeter',
      unit: 'mm',
      expected: round(perimeter, 2),
      tolerance: round(perimeter * tolerances.perimeterShare, 2),
    },
    { id: 'disc-density', ...density, expected: geometry.disc.hounsfieldUnits },
    { id: 'box-density', ...density, expected: geometry.box.hounsfieldUnits },
  ];
}
