import { describe, expect, it } from 'vitest';
import {
  encodeObject,
  MARKING_LINES,
  makeCompleteStudy,
  planStudy,
  type SyntheticObject,
} from '../../src/synthetic/index.ts';
import { GLYPH, isInk } from '../../src/synthetic/pixels/bitmap-font.ts';
import { layOutMarking } from '../../src/synthetic/pixels/draw-marking.ts';

const images = makeCompleteStudy(planStudy({ seed: 'marking' })).filter(
  ({ pixels }) => pixels !== undefined,
);

/** Brightness of a pixel of each frame: the first sample. */
function readFrames({ attributes, pixels }: SyntheticObject): ((x: number, y: number) => number)[] {
  const columns = Number(attributes.Columns);
  const samples = Number(attributes.SamplesPerPixel);
  const isWord = attributes.BitsAllocated === 16;
  const frames: Buffer[] = [];
  for (const frame of pixels?.frames() ?? []) frames.push(Buffer.from(frame));
  return frames.map((frame) => (x, y) => {
    const at = (y * columns + x) * samples;
    return isWord ? frame.readUInt16LE(at * 2) : frame.readUInt8(at);
  });
}

describe('the marking', () => {
  it.each(images.map((image) => [image.name, image] as const))(
    'is burned into every frame of %s, bright on dark',
    (_, image) => {
      const columns = Number(image.attributes.Columns);
      const frames = readFrames(image);
      expect(frames).toHaveLength(Number(image.attributes.NumberOfFrames ?? 1));
      // The third line is shorter than the first in every image of the study.
      const { left, top, scale } = layOutMarking(columns, MARKING_LINES);
      for (const pixel of frames) {
        MARKING_LINES.forEach((line, index) => {
          const text = [...line];
          const values = { ink: new Set<number>(), paper: new Set<number>() };
          text.forEach((character, at) => {
            for (let row = 0; row < GLYPH.rows; row += 1) {
              for (let column = 0; column < GLYPH.columns; column += 1) {
                const x = left + (2 + at * GLYPH.advance + column) * scale;
                const y = top + (2 + index * GLYPH.lineHeight + row) * scale;
                values[isInk(character, column, row) ? 'ink' : 'paper'].add(pixel(x, y));
              }
            }
          });
          expect(values.ink.size).toBe(1);
          expect(values.paper.size).toBe(1);
          expect(Math.min(...values.ink)).toBeGreaterThan(Math.max(...values.paper));
        });
      }
    },
  );

  it('is announced and commented in every image', () => {
    for (const { attributes } of images) {
      expect(attributes.BurnedInAnnotation).toBe('YES');
      expect(attributes.QualityControlImage).toBe('YES');
      expect(attributes.ImageComments).toContain('không dùng để chẩn đoán');
      expect(attributes.PatientComments).toContain('kiểm thử');
    }
  });

  it('is in every object that has no pixels as text', () => {
    const objects = makeCompleteStudy(planStudy({ seed: 'marking' })).filter(
      ({ pixels }) => pixels === undefined,
    );
    expect(objects.map(({ modality }) => modality)).toEqual(['SR', 'SR', 'KO', 'PR', 'DOC']);
    for (const object of objects) {
      expect(encodeObject(object).toString('utf8')).toContain('KIỂM THỬ RISPACS - TEST ONLY');
    }
  });

  it('has no letter that the font lacks', () => {
    expect(() => isInk('Ử', 0, 0)).toThrow(RangeError);
  });
});
