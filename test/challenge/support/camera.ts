import type { ScreenPicture } from './grey-levels.ts';

/** How a monitor is photographed. */
export interface Shot {
  readonly width: number;
  readonly height: number;
  /** Where the monitor's corners are in the photo: upper left, upper right, lower right, lower left. */
  readonly corners: readonly [Place, Place, Place, Place];
  /** Strength of the monitor's pixel grid, 0 to 1. */
  readonly moire: number;
  /** Strength of a lamp's reflection, in grey levels. */
  readonly glare: number;
  /** Strength of the sensor's noise, in grey levels. */
  readonly noise: number;
  /** Radius of the blur, in pixels. */
  readonly blur: number;
}

type Place = readonly [x: number, y: number];

/** Coefficients of the projective map from the photo to the unit square of the monitor. */
function invertMap(corners: Shot['corners']): readonly number[] {
  // Eight equations for eight unknowns, by elimination.
  const targets: Place[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const rows = corners.flatMap(([x, y], index) => {
    const [u, v] = targets[index] ?? [0, 0];
    return [
      [x, y, 1, 0, 0, 0, -x * u, -y * u, u],
      [0, 0, 0, x, y, 1, -x * v, -y * v, v],
    ];
  });
  for (let pivot = 0; pivot < 8; pivot += 1) {
    const best = rows
      .slice(pivot)
      .reduce((a, b) => (Math.abs(b[pivot] ?? 0) > Math.abs(a[pivot] ?? 0) ? b : a));
    const at = rows.indexOf(best);
    const swapped = rows[pivot];
    if (swapped === undefined) throw new Error('no such row');
    rows[at] = swapped;
    rows[pivot] = best.map((value) => value / (best[pivot] ?? 1));
    rows.forEach((row, other) => {
      const factor = row[pivot] ?? 0;
      if (other === pivot || factor === 0) return;
      rows[other] = row.map((value, column) => value - factor * (rows[pivot]?.[column] ?? 0));
    });
  }
  return rows.map((row) => row[8] ?? 0);
}

function* noise(): Generator<number> {
  let state = 4711;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 30 - 1;
  }
}

function blurOnce(
  values: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  const pass = (
    source: Float32Array,
    step: number,
    lines: number,
    lineStep: number,
    length: number,
  ) => {
    const out = new Float32Array(source.length);
    for (let line = 0; line < lines; line += 1) {
      let sum = 0;
      const at = (index: number): number =>
        source[line * lineStep + Math.min(length - 1, Math.max(0, index)) * step] ?? 0;
      for (let index = -radius; index <= radius; index += 1) sum += at(index);
      for (let index = 0; index < length; index += 1) {
        out[line * lineStep + index * step] = sum / (2 * radius + 1);
        sum += at(index + radius + 1) - at(index - radius);
      }
    }
    return out;
  };
  return pass(pass(values, 1, height, width, width), width, width, 1, height);
}

/** A photo of a grey picture on a monitor: askew, with the monitor's grid, a reflection, noise and blur. */
export function photograph(screen: ScreenPicture, shot: Shot): ScreenPicture {
  const { width, height } = shot;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = invertMap(shot.corners);
  const random = noise();
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const depth = g * x + h * y + 1;
      const u = ((a * x + b * y + c) / depth) * screen.width;
      const v = ((d * x + e * y + f) / depth) * screen.height;
      const isOnScreen = u >= 0 && v >= 0 && u < screen.width && v < screen.height;
      const pixel = isOnScreen ? Math.floor(v) * screen.width + Math.floor(u) : 0;
      const shown = isOnScreen ? (screen.data[pixel * screen.channels] ?? 0) : 25;
      // Dark gaps between the monitor's pixels.
      const gap = isOnScreen && (u - Math.floor(u) > 0.7 || v - Math.floor(v) > 0.7);
      const lamp = Math.exp(-((x / width - 0.7) ** 2 + (y / height - 0.35) ** 2) / 0.05);
      const light = shown * 0.8 * (gap ? 1 - shot.moire : 1) + 20;
      values[y * width + x] = light + shot.glare * lamp + shot.noise * (random.next().value ?? 0);
    }
  }
  const soft = shot.blur > 0 ? blurOnce(values, width, height, shot.blur) : values;
  const data = new Uint8Array(width * height * 3);
  soft.forEach((value, index) => {
    const level = Math.round(Math.min(255, Math.max(0, value)));
    // A camera's white balance.
    data.set([level, Math.round(level * 0.97), Math.round(level * 0.9)], index * 3);
  });
  return { width, height, channels: 3, data };
}
