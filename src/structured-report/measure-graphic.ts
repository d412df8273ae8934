import type { Quantity } from './list-measurements.ts';
import type { DisplayedArea, Graphic, GraphicPoint } from './read-presentation-state.ts';

/** Size of the pixels of the image that a graphic is drawn over. */
export interface PixelSize {
  /** Between rows, downwards (first value of Pixel Spacing, PS3.3 10.7.1.1). */
  readonly rowMm: number;
  /** Between columns. */
  readonly columnMm: number;
}

/** A quantity that follows from the points of a graphic, in mm, mm² or degrees. */
export interface GraphicMeasurement {
  readonly quantity: Exclude<Quantity, 'density' | 'other'>;
  readonly value: number;
}

/** What a graphic measures. */
export type MeasuredGraphic =
  | { readonly kind: 'measured'; readonly measurements: readonly GraphicMeasurement[] }
  /** Its points are parts of a display whose relation to the image is not told. */
  | { readonly kind: 'display-only' }
  /** A text's frame, a point, an arrow's curve: nothing that this tool has a value for. */
  | { readonly kind: 'no-measurement' };

/** Nearer than this, in pixels, a polyline's last point is its first. */
const CLOSED_PIXELS = 0.01;

/** From parts of the displayed area to pixels; its corners name the pixels that are wholly shown. */
function toPixels(point: GraphicPoint, { topLeft, bottomRight }: DisplayedArea): GraphicPoint {
  return {
    x: topLeft.x - 1 + point.x * (bottomRight.x - topLeft.x + 1),
    y: topLeft.y - 1 + point.y * (bottomRight.y - topLeft.y + 1),
  };
}

function distance(a: GraphicPoint, b: GraphicPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function pathLength(points: readonly GraphicPoint[]): number {
  return points
    .slice(1)
    .reduce((sum, point, index) => sum + distance(points[index] ?? point, point), 0);
}

/** Gauss's area of a polygon; the last point is joined to the first. */
function polygonArea(points: readonly GraphicPoint[]): number {
  const twice = points.reduce((sum, point, index) => {
    const next = points[(index + 1) % points.length] ?? point;
    return sum + point.x * next.y - next.x * point.y;
  }, 0);
  return Math.abs(twice) / 2;
}

function angleAt(vertex: GraphicPoint, a: GraphicPoint, b: GraphicPoint): number {
  const [first, second] = [a, b].map((end) => Math.atan2(end.y - vertex.y, end.x - vertex.x));
  const degrees = (Math.abs((first ?? 0) - (second ?? 0)) * 180) / Math.PI;
  return degrees > 180 ? 360 - degrees : degrees;
}

/** Ramanujan's approximation, exact to a ten-thousandth for what is drawn by hand. */
function ellipsePerimeter(a: number, b: number): number {
  return Math.PI * (3 * (a + b) - Math.sqrt((3 * a + b) * (a + 3 * b)));
}

function outline(area: number, perimeter: number): GraphicMeasurement[] {
  return [
    { quantity: 'area', value: area },
    { quantity: 'perimeter', value: perimeter },
  ];
}

function measureLines(points: readonly GraphicPoint[], isClosed: boolean): GraphicMeasurement[] {
  const [a, b, c] = points;
  if (isClosed && points.length > 3) return outline(polygonArea(points), pathLength(points));
  if (a !== undefined && b !== undefined && points.length === 2) {
    return [{ quantity: 'length', value: distance(a, b) }];
  }
  if (a !== undefined && b !== undefined && c !== undefined && points.length === 3 && !isClosed) {
    return [{ quantity: 'angle', value: angleAt(b, a, c) }];
  }
  return [];
}

function measurePoints(
  type: Graphic['type'],
  points: readonly GraphicPoint[],
  isClosed: boolean,
): GraphicMeasurement[] {
  const [a, b, c, d] = points;
  switch (type) {
    case 'POLYLINE':
      return measureLines(points, isClosed);
    case 'INTERPOLATED':
      // The points of a curve tell its outline well enough only when there are many.
      return isClosed && points.length > 12 ? measureLines(points, true) : [];
    case 'CIRCLE': {
      if (a === undefined || b === undefined) return [];
      const radius = distance(a, b);
      return outline(Math.PI * radius * radius, 2 * Math.PI * radius);
    }
    case 'ELLIPSE': {
      if (a === undefined || b === undefined || c === undefined || d === undefined) return [];
      const [major, minor] = [distance(a, b) / 2, distance(c, d) / 2];
      return outline(Math.PI * major * minor, ellipsePerimeter(major, minor));
    }
    default:
      return [];
  }
}

/**
 * The quantities that a graphic draws, from its points and the size of the image's pixels. A line of two points is a
 * length, one of three an angle at the second, a closed one an outline.
 * @param area given only when the display shows the image as it is stored
 */
export function measureGraphic(
  graphic: Pick<Graphic, 'units' | 'type' | 'points'>,
  size: PixelSize,
  area?: DisplayedArea,
): MeasuredGraphic {
  const { units, type, points } = graphic;
  if (units === 'other') return { kind: 'no-measurement' };
  if (units === 'display' && area === undefined) return { kind: 'display-only' };
  const inPixels =
    units === 'display' && area !== undefined
      ? points.map((point) => toPixels(point, area))
      : points;
  const [first, last] = [inPixels[0], inPixels.at(-1)];
  const isClosed =
    inPixels.length > 2 && first !== undefined && last !== undefined
      ? distance(first, last) < CLOSED_PIXELS
      : false;
  const inMm = inPixels.map(({ x, y }) => ({ x: x * size.columnMm, y: y * size.rowMm }));
  const measurements = measurePoints(type, inMm, isClosed);
  return measurements.length === 0
    ? { kind: 'no-measurement' }
    : { kind: 'measured', measurements };
}
