import type { ReadDataset } from '../protocols/dicom/index.ts';
import type { ObjectReference } from './content-item.ts';
import { readReferences } from './read-content.ts';
import { itemsOf, textOf } from './read-document.ts';
import { type DocumentReading, refused, taken } from './refusal.ts';

/** A point of a graphic; x to the right, y downwards. */
export interface GraphicPoint {
  readonly x: number;
  readonly y: number;
}

/** One graphic object (PS3.3 C.10.5.1.2). */
export interface Graphic {
  /** `pixel`: of the image. `display`: parts of the displayed area. */
  readonly units: 'pixel' | 'display' | 'other';
  readonly type: 'POINT' | 'POLYLINE' | 'INTERPOLATED' | 'CIRCLE' | 'ELLIPSE' | 'other';
  readonly points: readonly GraphicPoint[];
  /** The images that it is drawn over. */
  readonly references: readonly ObjectReference[];
}

/** What part of the image is shown, in pixels from 1 (PS3.3 C.10.4). */
export interface DisplayedArea {
  readonly topLeft: GraphicPoint;
  readonly bottomRight: GraphicPoint;
}

/** A softcopy presentation state, as far as its graphics go. */
export interface PresentationState {
  readonly references: readonly ObjectReference[];
  readonly graphics: readonly Graphic[];
  readonly texts: number;
  /** Graphics whose data make no sense: an odd number of coordinates, a wrong VR. */
  readonly damagedGraphics: number;
  /** Absent when it does not say, or says different things of different images. */
  readonly area?: DisplayedArea;
  /** The image is shown turned or mirrored, so that parts of the display are not parts of the image as stored. */
  readonly isTurned: boolean;
}

const REFERENCED_SERIES = 0x00081115;
const REFERENCED_IMAGE = 0x00081140;
const GRAPHIC_ANNOTATION = 0x00700001;
const TEXT_OBJECT = 0x00700008;
const GRAPHIC_OBJECT = 0x00700009;
const GRAPHIC_UNITS = 0x00700005;
const GRAPHIC_DIMENSIONS = 0x00700020;
const GRAPHIC_DATA = 0x00700022;
const GRAPHIC_TYPE = 0x00700023;
const DISPLAYED_AREA = 0x0070005a;
const TOP_LEFT = 0x00700052;
const BOTTOM_RIGHT = 0x00700053;
const IMAGE_HORIZONTAL_FLIP = 0x00700041;
const IMAGE_ROTATION = 0x00700042;

const MAX_GRAPHICS = 2_000;
const MAX_POINTS = 10_000;

/** Reads graphics of a grayscale or colour softcopy presentation state (PS3.3 A.33). Never throws for a peer's bytes. */
export function readPresentationState(dataset: ReadDataset): DocumentReading<PresentationState> {
  const annotations = itemsOf(dataset, GRAPHIC_ANNOTATION);
  const series = itemsOf(dataset, REFERENCED_SERIES);
  if (annotations === undefined || series === undefined) return refused('wrong-vr');
  const references = series.flatMap((one) => readReferences(one, REFERENCED_IMAGE));
  const graphics: Graphic[] = [];
  let texts = 0;
  let damagedGraphics = 0;
  for (const annotation of annotations) {
    const objects = itemsOf(annotation, GRAPHIC_OBJECT);
    const words = itemsOf(annotation, TEXT_OBJECT);
    if (objects === undefined || words === undefined) return refused('wrong-vr');
    texts += words.length;
    const own = readReferences(annotation, REFERENCED_IMAGE);
    for (const object of objects) {
      if (graphics.length + damagedGraphics >= MAX_GRAPHICS) return refused('too-many-items');
      const graphic = readGraphic(object, own.length > 0 ? own : references);
      if (graphic === undefined) damagedGraphics += 1;
      else graphics.push(graphic);
    }
  }
  const area = readArea(dataset);
  const rotation = dataset.elements.get(IMAGE_ROTATION)?.raw;
  const isRotated = rotation !== undefined && rotation.length >= 2 && rotation.readUInt16LE(0) > 0;
  return taken({
    references,
    graphics,
    texts,
    damagedGraphics,
    ...(area && { area }),
    isTurned: isRotated || textOf(dataset, IMAGE_HORIZONTAL_FLIP) === 'Y',
  });
}

function readGraphic(
  object: ReadDataset,
  references: readonly ObjectReference[],
): Graphic | undefined {
  const data = object.elements.get(GRAPHIC_DATA);
  const dimensions = object.elements.get(GRAPHIC_DIMENSIONS)?.raw;
  if (data === undefined || (data.vr ?? 'FL') !== 'FL') return undefined;
  if (dimensions !== undefined && (dimensions.length < 2 || dimensions.readUInt16LE(0) !== 2)) {
    return undefined;
  }
  const count = data.raw.length / 8;
  if (!Number.isInteger(count) || count < 1 || count > MAX_POINTS) return undefined;
  const points = Array.from({ length: count }, (_, index) => ({
    x: data.raw.readFloatLE(index * 8),
    y: data.raw.readFloatLE(index * 8 + 4),
  }));
  if (points.some(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y))) return undefined;
  return { units: readUnits(object), type: readType(object), points, references };
}

function readUnits(object: ReadDataset): Graphic['units'] {
  const units = textOf(object, GRAPHIC_UNITS);
  return units === 'PIXEL' ? 'pixel' : units === 'DISPLAY' ? 'display' : 'other';
}

function readType(object: ReadDataset): Graphic['type'] {
  const type = textOf(object, GRAPHIC_TYPE);
  const known = ['POINT', 'POLYLINE', 'INTERPOLATED', 'CIRCLE', 'ELLIPSE'] as const;
  return known.find((one) => one === type) ?? 'other';
}

/** The one displayed area of all images, when it is one. */
function readArea(dataset: ReadDataset): DisplayedArea | undefined {
  const selections = itemsOf(dataset, DISPLAYED_AREA) ?? [];
  const [first, ...rest] = selections.map((item) => ({
    topLeft: readCorner(item, TOP_LEFT),
    bottomRight: readCorner(item, BOTTOM_RIGHT),
  }));
  const { topLeft, bottomRight } = first ?? {};
  if (topLeft === undefined || bottomRight === undefined) return undefined;
  const isOne = rest.every(
    (other) => isSamePoint(other.topLeft, topLeft) && isSamePoint(other.bottomRight, bottomRight),
  );
  return isOne ? { topLeft, bottomRight } : undefined;
}

function isSamePoint(a: GraphicPoint | undefined, b: GraphicPoint): boolean {
  return a !== undefined && a.x === b.x && a.y === b.y;
}

function readCorner(item: ReadDataset, tag: number): GraphicPoint | undefined {
  const element = item.elements.get(tag);
  if (element === undefined || (element.vr ?? 'SL') !== 'SL' || element.raw.length !== 8) {
    return undefined;
  }
  return { x: element.raw.readInt32LE(0), y: element.raw.readInt32LE(4) };
}
