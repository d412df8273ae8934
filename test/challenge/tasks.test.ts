import { beforeAll, describe, expect, it } from 'vitest';
import {
  ctBand,
  ctPositionMm,
  MR_AXIAL,
  MR_CORONAL,
  mrAxialPositionMm,
} from '../../src/challenge/study/position-marks.ts';
import { type Demo, makeDemo, objectsOf } from './support/demo.ts';

function positionOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

let demos: readonly Demo[];
beforeAll(async () => {
  demos = await Promise.all(
    ['tasks-0001', 'tasks-0002', 'tasks-0003'].map((seed) => makeDemo(seed)),
  );
});

describe('marks that meet only in a linked layout', () => {
  it('are at the same position along the patient in both series', () => {
    for (const { challenge, context } of demos) {
      const { mrImage, ctImages, answer } = challenge.key.linked;
      const mr = objectsOf(challenge, 'mr-axial')[mrImage - 1];
      const z = positionOf(mr?.attributes.ImagePositionPatient)[2] ?? Number.NaN;
      expect(z).toBeCloseTo(mrAxialPositionMm(mrImage - 1), 6);
      expect(ctImages.length).toBeGreaterThan(0);
      for (const image of ctImages) {
        const ct = objectsOf(challenge, 'ct')[image - 1];
        const ctZ = positionOf(ct?.attributes.ImagePositionPatient)[2] ?? Number.NaN;
        expect(ctZ).toBeCloseTo(ctPositionMm(image - 1), 6);
        expect(Math.abs(ctZ - z)).toBeLessThanOrEqual(1);
        // Whichever of the neighbours a viewer rounds to, the letters are the same.
        const mark = context.marks.ctBands[ctBand(image - 1)];
        expect(answer).toBe(`${context.marks.mrAxial[mrImage - 1]}${mark}`);
      }
    }
  });

  it('are not where a viewer opens a series', () => {
    for (const { challenge } of demos) {
      const { mrImage, ctImages } = challenge.key.linked;
      expect(mrImage).toBeGreaterThan(1);
      expect(mrImage).toBeLessThan(MR_AXIAL.images);
      expect(ctImages).not.toContain(1);
      expect(ctImages).not.toContain(80);
    }
  });

  it('are all different within a series', () => {
    for (const { context } of demos) {
      for (const marks of Object.values(context.marks))
        expect(new Set(marks).size).toBe(marks.length);
    }
  });
});

describe('rungs that reference lines cross', () => {
  it('are those of the planes in space, well away from their ends', () => {
    for (const { challenge, context } of demos) {
      const { ctImages, answer } = challenge.key.referenceLines;
      const [mr] = objectsOf(challenge, 'mr-coronal');
      const orientation = positionOf(mr?.attributes.ImageOrientationPatient);
      // Rows run towards the left, columns towards the feet.
      expect(orientation).toEqual([1, 0, 0, 0, 0, -1]);
      const top = positionOf(mr?.attributes.ImagePositionPatient)[2] ?? Number.NaN;
      const letters = ctImages.map((image) => {
        const ct = objectsOf(challenge, 'ct')[image - 1];
        const z = positionOf(ct?.attributes.ImagePositionPatient)[2] ?? Number.NaN;
        const row = (top - z) / MR_CORONAL.pixelSpacingMm;
        // The ladder is in the middle of the image.
        const rungPx = MR_CORONAL.rungMm / MR_CORONAL.pixelSpacingMm;
        const ladderTop = (MR_CORONAL.matrix - MR_CORONAL.rungs * rungPx) / 2 - 0.5;
        const at = (row - ladderTop) / rungPx;
        expect(Math.abs(at - Math.floor(at) - 0.5)).toBeLessThan(0.25);
        return context.marks.rungs[Math.floor(at)];
      });
      expect(letters.join('')).toBe(answer);
      expect(Math.abs((ctImages[0] ?? 0) - (ctImages[1] ?? 0))).toBeGreaterThan(15);
    }
  });
});
