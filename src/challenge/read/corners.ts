/** A place in a picture, in pixels from its upper left corner. */
export interface PicturePoint {
  readonly x: number;
  readonly y: number;
}

/** The corners of a symbol, named as in the symbol upright and unmirrored, wherever they are in the picture. */
export interface Corners {
  readonly topLeft: PicturePoint;
  readonly topRight: PicturePoint;
  readonly bottomRight: PicturePoint;
  readonly bottomLeft: PicturePoint;
}

/** How an image was turned on the screen: first mirrored left to right, or not, then turned. */
export interface Pose {
  /** Clockwise, to the nearest quarter turn. */
  readonly turnDegrees: 0 | 90 | 180 | 270;
  /** A flip top to bottom is a mirror image turned by 180 degrees. */
  readonly isMirrored: boolean;
  /** What is left beyond the quarter turns, clockwise, from -45 to 45: a photo taken askew. */
  readonly tiltDegrees: number;
}

const QUARTERS = [0, 90, 180, 270] as const;

/** The pose of a symbol, from where its corners are. */
export function findPose(corners: Corners): Pose {
  const { topLeft, topRight, bottomRight, bottomLeft } = corners;
  // Means of opposite edges: perspective makes them differ.
  const right = {
    x: topRight.x - topLeft.x + bottomRight.x - bottomLeft.x,
    y: topRight.y - topLeft.y + bottomRight.y - bottomLeft.y,
  };
  const down = {
    x: bottomLeft.x - topLeft.x + bottomRight.x - topRight.x,
    y: bottomLeft.y - topLeft.y + bottomRight.y - topRight.y,
  };
  const isMirrored = right.x * down.y - right.y * down.x < 0;
  // A mirror image keeps up and down; upright, the downward edge points at 90 degrees.
  const degrees = (Math.atan2(down.y, down.x) * 180) / Math.PI - 90;
  const quarter = Math.round(degrees / 90);
  const turnDegrees = QUARTERS[((quarter % 4) + 4) % 4] ?? 0;
  return { turnDegrees, isMirrored, tiltDegrees: Math.round((degrees - quarter * 90) * 10) / 10 };
}

function distance(a: PicturePoint, b: PicturePoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The mean length of a symbol's edges, in pixels. */
export function sideLength({ topLeft, topRight, bottomRight, bottomLeft }: Corners): number {
  return (
    (distance(topLeft, topRight) +
      distance(topRight, bottomRight) +
      distance(bottomRight, bottomLeft) +
      distance(bottomLeft, topLeft)) /
    4
  );
}
