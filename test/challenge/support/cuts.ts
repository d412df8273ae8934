import type { Volume } from './volume.ts';

/** A picture before it has grey levels: output units of the volume. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
  readonly pixelWidthMm: number;
  readonly pixelHeightMm: number;
}

/** The three directions that one looks along: towards the head, the back, the left. */
export type Axis = 'axial' | 'coronal' | 'sagittal';

/** How the planes of a slab become one picture. */
export type Projection = 'maximum' | 'minimum' | 'average';

/** A part of a picture, in pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly planes: number;
  readonly pixelWidthMm: number;
  readonly pixelHeightMm: number;
  /** Index of the upper left voxel of the first plane, and steps to the right, down, and to the next plane. */
  readonly origin: number;
  readonly right: number;
  readonly down: number;
  readonly deeper: number;
}

/** A view of a volume; the head is on top. */
function frameOf(volume: Volume, axis: Axis): Frame {
  const { columns, rows, slices, pixelSpacingMm, sliceSpacingMm } = volume;
  const area = columns * rows;
  if (axis === 'axial') {
    return {
      width: columns,
      height: rows,
      planes: slices,
      pixelWidthMm: pixelSpacingMm,
      pixelHeightMm: pixelSpacingMm,
      origin: 0,
      right: 1,
      down: columns,
      deeper: area,
    };
  }
  const isCoronal = axis === 'coronal';
  return {
    width: isCoronal ? columns : rows,
    height: slices,
    planes: isCoronal ? rows : columns,
    pixelWidthMm: pixelSpacingMm,
    pixelHeightMm: sliceSpacingMm,
    origin: (slices - 1) * area,
    right: isCoronal ? 1 : columns,
    down: -area,
    deeper: isCoronal ? columns : 1,
  };
}

/** Planes of a volume in a direction. */
export function countPlanes(volume: Volume, axis: Axis): number {
  return frameOf(volume, axis).planes;
}

/** A slab of planes as one picture, or the part of it that is asked for. */
export function projectSlab(
  volume: Volume,
  axis: Axis,
  slab: { readonly first: number; readonly count: number },
  projection: Projection,
  region?: Region,
): Picture {
  const frame = frameOf(volume, axis);
  const part = region ?? { left: 0, top: 0, width: frame.width, height: frame.height };
  const { values } = volume;
  const out = new Float32Array(part.width * part.height);
  const startOf = { maximum: -Infinity, minimum: Infinity, average: 0 }[projection];
  out.fill(startOf);
  for (let plane = slab.first; plane < slab.first + slab.count; plane += 1) {
    for (let y = 0; y < part.height; y += 1) {
      let at =
        frame.origin + plane * frame.deeper + (y + part.top) * frame.down + part.left * frame.right;
      for (let index = y * part.width; index < (y + 1) * part.width; index += 1) {
        const value = values[at] ?? 0;
        const before = out[index] ?? 0;
        if (projection === 'average') out[index] = before + value;
        else if (projection === 'maximum' ? value > before : value < before) out[index] = value;
        at += frame.right;
      }
    }
  }
  if (projection === 'average') {
    for (let index = 0; index < out.length; index += 1) out[index] = (out[index] ?? 0) / slab.count;
  }
  const { pixelWidthMm, pixelHeightMm } = frame;
  return { width: part.width, height: part.height, values: out, pixelWidthMm, pixelHeightMm };
}

/** One plane of voxels. */
export function cutPlane(volume: Volume, axis: Axis, plane: number, region?: Region): Picture {
  return projectSlab(volume, axis, { first: plane, count: 1 }, 'maximum', region);
}

/** A point or a direction in the volume, in millimetres from the centre of its first voxel. */
export interface Vector {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** The value between voxels, by trilinear interpolation; the nearest voxel's beyond the edge. */
export function sampleAt(volume: Volume, point: Vector): number {
  const { columns, rows, slices, pixelSpacingMm, sliceSpacingMm, values } = volume;
  const clamp = (value: number, last: number): number => Math.min(last, Math.max(0, value));
  const x = clamp(point.x / pixelSpacingMm, columns - 1);
  const y = clamp(point.y / pixelSpacingMm, rows - 1);
  const z = clamp(point.z / sliceSpacingMm, slices - 1);
  const x0 = Math.min(Math.floor(x), columns - 2);
  const y0 = Math.min(Math.floor(y), rows - 2);
  const z0 = Math.min(Math.floor(z), slices - 2);
  let sum = 0;
  for (let dz = 0; dz < 2; dz += 1) {
    for (let dy = 0; dy < 2; dy += 1) {
      for (let dx = 0; dx < 2; dx += 1) {
        const weight =
          (dx === 1 ? x - x0 : 1 - x + x0) *
          (dy === 1 ? y - y0 : 1 - y + y0) *
          (dz === 1 ? z - z0 : 1 - z + z0);
        sum += weight * (values[((z0 + dz) * rows + y0 + dy) * columns + x0 + dx] ?? 0);
      }
    }
  }
  return sum;
}

/** A plane in any direction. */
export interface Plane {
  /** The centre of the picture. */
  readonly centre: Vector;
  /** Unit vectors: to the right and down in the picture. */
  readonly right: Vector;
  readonly down: Vector;
  readonly width: number;
  readonly height: number;
  readonly pixelMm: number;
}

/** The point of the volume that a pixel of a plane shows. */
export function pointOn(plane: Plane, x: number, y: number): Vector {
  const across = (x - (plane.width - 1) / 2) * plane.pixelMm;
  const down = (y - (plane.height - 1) / 2) * plane.pixelMm;
  return {
    x: plane.centre.x + across * plane.right.x + down * plane.down.x,
    y: plane.centre.y + across * plane.right.y + down * plane.down.y,
    z: plane.centre.z + across * plane.right.z + down * plane.down.z,
  };
}

/** A multiplanar reformat in any direction, interpolated. */
export function cutOblique(volume: Volume, plane: Plane): Picture {
  const values = new Float32Array(plane.width * plane.height);
  for (let y = 0; y < plane.height; y += 1) {
    for (let x = 0; x < plane.width; x += 1) {
      values[y * plane.width + x] = sampleAt(volume, pointOn(plane, x, y));
    }
  }
  const { width, height, pixelMm } = plane;
  return { width, height, values, pixelWidthMm: pixelMm, pixelHeightMm: pixelMm };
}
