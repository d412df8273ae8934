import type { Box } from '../study/paint.ts';
import type { ShownPlane } from '../study/shown-planes.ts';
import type { Corners, PicturePoint } from './corners.ts';
import type { GreyPlane } from './grey-planes.ts';
import { mapPlane, type PlaneMap } from './plane-map.ts';

/** A part of a picture that may be kept. */
export interface KeptArea {
  /** The whole image, or the symbol alone where the edges of the image were not certain. */
  readonly shows: 'image' | 'symbol';
  readonly box: Box;
}

/** Places that are looked at along each box. */
const SAMPLES = 40;
/** Grey levels that places of one value may differ by: lossy compression. */
const SAME_LEVEL = 12;
/** Part of the places that may be covered by a viewer's letters. */
const COVERED_SHARE = 0.25;
/** Smallest difference between the edge and the body that proves that an edge is there. */
const EDGE_LEVELS = 10;
/** Around a symbol alone, in parts of its side: its quiet zone. */
const SYMBOL_MARGIN = 0.2;

function boundingBox(points: readonly PicturePoint[]): Box {
  const left = Math.floor(Math.min(...points.map(({ x }) => x)));
  const top = Math.floor(Math.min(...points.map(({ y }) => y)));
  const right = Math.ceil(Math.max(...points.map(({ x }) => x)));
  const bottom = Math.ceil(Math.max(...points.map(({ y }) => y)));
  return { left, top, width: right - left, height: bottom - top };
}

function mapBox(map: PlaneMap, { left, top, width, height }: Box): Box {
  return boundingBox([
    map(left, top),
    map(left + width, top),
    map(left + width, top + height),
    map(left, top + height),
  ]);
}

/** Grey levels along the middle of a box; `undefined` for places beside the picture. */
function sampleBox(picture: GreyPlane, map: PlaneMap, box: Box): (number | undefined)[] {
  return Array.from({ length: SAMPLES }, (_, index) => {
    const part = (index + 0.5) / SAMPLES;
    const isWide = box.width >= box.height;
    const { x, y } = map(
      box.left + box.width * (isWide ? part : 0.5),
      box.top + box.height * (isWide ? 0.5 : part),
    );
    const column = Math.round(x);
    const row = Math.round(y);
    const isInside = column >= 0 && column < picture.width && row >= 0 && row < picture.height;
    return isInside ? picture.data[row * picture.width + column] : undefined;
  });
}

/** The one level of boxes, each of which has it but for a few places; `undefined` when there is none. */
function commonLevel(samples: readonly (readonly (number | undefined)[])[]): number | undefined {
  const all = samples.flat().filter((level) => level !== undefined);
  const middle = [...all].sort((a, b) => a - b)[all.length >> 1];
  if (middle === undefined) return undefined;
  const isCommon = samples.every((box) => {
    const others = box.filter(
      (level) => level === undefined || Math.abs(level - middle) > SAME_LEVEL,
    );
    return others.length <= COVERED_SHARE * box.length;
  });
  return isCommon ? middle : undefined;
}

/**
 * Whether the edges of an image are where its symbol says: zoomed in, they would lie on other parts of the screen,
 * which may show patients.
 */
function hasEdges(picture: GreyPlane, map: PlaneMap, plane: ShownPlane): boolean {
  const outside = commonLevel(plane.outside.map((box) => sampleBox(picture, map, box)));
  const inside = commonLevel(plane.inside.map((box) => sampleBox(picture, map, box)));
  return outside !== undefined && inside !== undefined && Math.abs(outside - inside) >= EDGE_LEVELS;
}

/** What may be kept of a picture around a symbol of ours: the image that it is in, when its edges are certain. */
export function findKeptArea(picture: GreyPlane, plane: ShownPlane, corners: Corners): KeptArea {
  const map = mapPlane(plane.symbol, corners);
  if (hasEdges(picture, map, plane)) {
    return { shows: 'image', box: mapBox(map, plane.kept) };
  }
  const { left, top, width, height } = plane.symbol;
  const margin = { x: width * SYMBOL_MARGIN, y: height * SYMBOL_MARGIN };
  const around = {
    left: left - margin.x,
    top: top - margin.y,
    width: width + 2 * margin.x,
    height: height + 2 * margin.y,
  };
  return { shows: 'symbol', box: mapBox(map, around) };
}
