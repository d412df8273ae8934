/** Whether slices of one series lie evenly (PS3.3 C.7.6.2.1.1). */
export interface StackReading {
  readonly even: boolean;
  /** Told from distances that are whole multiples of the usual one. */
  readonly missing: number;
}

/** A slice's place: the position of its first pixel and the directions of row and column, in mm. */
export interface SlicePlace {
  readonly position: readonly number[];
  readonly orientation: readonly number[];
}

/** Of the usual distance; scanners round positions to a hundredth of a millimetre. Ours. */
const TOLERANCE = 0.1;
/** A series with several directions (localisers, radial cuts) or several passes over one range is no single stack. */
const FEWEST_SLICES = 3;

/**
 * Looks along the normal of the slices. `undefined` when they are not one stack: too few, several directions, or slices
 * that lie on each other.
 */
export function readStack(slices: readonly SlicePlace[]): StackReading | undefined {
  const first = slices[0];
  if (first === undefined || slices.length < FEWEST_SLICES) return undefined;
  const normal = normalOf(first.orientation);
  if (normal === undefined) return undefined;
  if (slices.some((one) => !isSameDirection(one.orientation, first.orientation))) return undefined;
  const along = slices.map((one) => dot(one.position, normal)).sort((a, b) => a - b);
  const steps = along.slice(1).map((at, index) => at - (along[index] ?? at));
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  if (usual < 0.01 || steps.some((step) => step < usual * TOLERANCE)) return undefined;
  const missing = steps.reduce((sum, step) => {
    const times = Math.round(step / usual);
    return sum + (Math.abs(step - times * usual) <= usual * TOLERANCE ? times - 1 : 0);
  }, 0);
  return { even: steps.every((step) => Math.abs(step - usual) <= usual * TOLERANCE), missing };
}

function normalOf(orientation: readonly number[]): readonly number[] | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = orientation;
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d];
  return orientation.length === 6 && Math.abs(dot(normal, normal) - 1) < 0.01 ? normal : undefined;
}

function isSameDirection(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((v, i) => Math.abs(v - (other[i] ?? 0)) < 0.001);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
