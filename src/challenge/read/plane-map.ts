import type { Box } from '../study/paint.ts';
import type { Corners, PicturePoint } from './corners.ts';

/** Where a place of a plane is in the picture. */
export type PlaneMap = (x: number, y: number) => PicturePoint;

/**
 * A symbol that deviates less than this part of its diagonal from a parallelogram is taken for one: the corner without
 * a finder pattern is found to a few pixels only.
 */
const DEVIATION_SHARE = 0.04;

function isParallelogram({ topLeft, topRight, bottomRight, bottomLeft }: Corners): boolean {
  const x = topLeft.x + bottomRight.x - topRight.x - bottomLeft.x;
  const y = topLeft.y + bottomRight.y - topRight.y - bottomLeft.y;
  const diagonal = Math.hypot(topRight.x - bottomLeft.x, topRight.y - bottomLeft.y);
  return Math.hypot(x, y) <= DEVIATION_SHARE * diagonal;
}

/** The map of a screenshot, from the three corners that have finder patterns. */
function mapAffine({ topLeft, topRight, bottomLeft }: Corners): PlaneMap {
  return (x, y) => ({
    x: topLeft.x + x * (topRight.x - topLeft.x) + y * (bottomLeft.x - topLeft.x),
    y: topLeft.y + x * (topRight.y - topLeft.y) + y * (bottomLeft.y - topLeft.y),
  });
}

/** The map of a photo taken at an angle: from the unit square to a quadrilateral. */
function mapProjective({ topLeft, topRight, bottomRight, bottomLeft }: Corners): PlaneMap {
  const a = { x: topRight.x - bottomRight.x, y: topRight.y - bottomRight.y };
  const b = { x: bottomLeft.x - bottomRight.x, y: bottomLeft.y - bottomRight.y };
  const c = {
    x: topLeft.x - topRight.x + bottomRight.x - bottomLeft.x,
    y: topLeft.y - topRight.y + bottomRight.y - bottomLeft.y,
  };
  const determinant = a.x * b.y - b.x * a.y;
  const g = (c.x * b.y - b.x * c.y) / determinant;
  const h = (a.x * c.y - c.x * a.y) / determinant;
  return (x, y) => {
    const depth = g * x + h * y + 1;
    const along = (start: number, right: number, down: number): number =>
      ((right - start + g * right) * x + (down - start + h * down) * y + start) / depth;
    return {
      x: along(topLeft.x, topRight.x, bottomLeft.x),
      y: along(topLeft.y, topRight.y, bottomLeft.y),
    };
  };
}

/** The map from a plane to the picture, from where a symbol of the plane is in the picture. */
export function mapPlane(symbol: Box, corners: Corners): PlaneMap {
  const map = isParallelogram(corners) ? mapAffine(corners) : mapProjective(corners);
  return (x, y) => map((x - symbol.left) / symbol.width, (y - symbol.top) / symbol.height);
}
