/** 8-bit colour planes to samples of a pixel together. */
export function interleave(planes: Buffer): Buffer {
  const pixels = planes.length / 3;
  const target = Buffer.alloc(planes.length);
  for (let pixel = 0, to = 0; pixel < pixels; pixel += 1) {
    for (let sample = 0; sample < 3; sample += 1, to += 1) {
      target[to] = planes[sample * pixels + pixel] ?? 0;
    }
  }
  return target;
}

/** 16-bit colour planes to samples of a pixel together. */
export function interleaveWords(planes: Buffer): Buffer {
  const pixels = planes.length / 6;
  const target = Buffer.alloc(planes.length);
  for (let pixel = 0, to = 0; pixel < pixels; pixel += 1) {
    for (let sample = 0; sample < 3; sample += 1, to += 2) {
      target.writeUInt16LE(planes.readUInt16LE((sample * pixels + pixel) * 2), to);
    }
  }
  return target;
}

/** 8-bit samples to little endian 16-bit ones; the sign of two's complement is kept. */
export function widen(samples: Buffer, signed: boolean): Buffer {
  const target = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, index) => {
    target[index * 2] = sample;
    if (signed && sample > 0x7f) target[index * 2 + 1] = 0xff;
  });
  return target;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

/** Interleaved 8-bit YBR_FULL to RGB (PS3.3 C.7.6.3.1.2). */
export function ybrFullToRgb(samples: Buffer): Buffer {
  const target = Buffer.alloc(samples.length);
  for (let at = 0; at + 2 < samples.length; at += 3) {
    const y = samples[at] ?? 0;
    const blue = (samples[at + 1] ?? 0) - 128;
    const red = (samples[at + 2] ?? 0) - 128;
    target[at] = clamp(y + 1.402 * red);
    target[at + 1] = clamp(y - 0.344136 * blue - 0.714136 * red);
    target[at + 2] = clamp(y + 1.772 * blue);
  }
  return target;
}
