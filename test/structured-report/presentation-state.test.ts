import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  measureGraphic,
  readDocument,
  readPresentationState,
} from '../../src/structured-report/index.ts';
import type { AttributeValues } from '../../src/synthetic/to-elements.ts';
import { encode } from '../challenge-artefacts/support.ts';

const size = { rowMm: 0.5, columnMm: 0.5 };
const points = (...data: readonly [number, number][]) => data.map(([x, y]) => ({ x, y }));

function read(values: AttributeValues) {
  const transferSyntaxUid = '1.2.840.10008.1.2.1';
  const document = readDocument({ transferSyntaxUid, dataset: encode(values) });
  if (!document.ok) throw new Error(document.refusal);
  const state = readPresentationState(document.value);
  if (!state.ok) throw new Error(state.refusal);
  return state.value;
}

function graphicOf(values: AttributeValues): AttributeValues {
  return { GraphicAnnotationSequence: [{ GraphicObjectSequence: [values] }] };
}

describe('a graphic', () => {
  it.each([
    ['a line', 'POLYLINE', points([0, 0], [30, 40]), { length: 25 }],
    ['an angle', 'POLYLINE', points([10, 0], [0, 0], [0, 10]), { angle: 90 }],
    [
      'a rectangle',
      'POLYLINE',
      points([0, 0], [10, 0], [10, 20], [0, 20], [0, 0]),
      { area: 50, perimeter: 30 },
    ],
    [
      'a circle',
      'CIRCLE',
      points([50, 50], [60, 50]),
      { area: 25 * Math.PI, perimeter: 10 * Math.PI },
    ],
    [
      'an ellipse that is a circle',
      'ELLIPSE',
      points([40, 50], [60, 50], [50, 40], [50, 60]),
      { area: 25 * Math.PI, perimeter: 10 * Math.PI },
    ],
  ] as const)('%s is measured in millimetres and degrees', (_name, type, data, expected) => {
    const found = measureGraphic({ units: 'pixel', type, points: data }, size);
    if (found.kind !== 'measured') throw new Error(found.kind);
    const values = Object.fromEntries(found.measurements.map((one) => [one.quantity, one.value]));
    for (const [quantity, value] of Object.entries(expected)) {
      expect(values[quantity]).toBeCloseTo(value, 6);
    }
    expect(Object.keys(values)).toEqual(Object.keys(expected));
  });

  it('in parts of the display has a size only where the displayed area is known', () => {
    const graphic = {
      units: 'display',
      type: 'POLYLINE',
      points: points([0, 0], [1, 0]),
    } as const;
    expect(measureGraphic(graphic, size)).toEqual({ kind: 'display-only' });
    const area = { topLeft: { x: 101, y: 1 }, bottomRight: { x: 300, y: 512 } };
    expect(measureGraphic(graphic, size, area)).toMatchObject({
      measurements: [{ quantity: 'length', value: 100 }],
    });
  });

  it('that is a point, or in other units, has none', () => {
    const one = { type: 'POINT', points: points([1, 1]) } as const;
    expect(measureGraphic({ ...one, units: 'pixel' }, size)).toEqual({ kind: 'no-measurement' });
    expect(measureGraphic({ ...one, units: 'other' }, size)).toEqual({ kind: 'no-measurement' });
  });
});

describe('a presentation state', () => {
  it('counts texts, and graphics that make no sense', () => {
    const state = read({
      GraphicAnnotationSequence: [
        {
          TextObjectSequence: [{ UnformattedTextValue: 'a' }, { UnformattedTextValue: 'b' }],
          GraphicObjectSequence: [
            { GraphicAnnotationUnits: 'PIXEL', GraphicType: 'POLYLINE', GraphicData: [1, 2, 3, 4] },
            { GraphicAnnotationUnits: 'PIXEL', GraphicType: 'POLYLINE', GraphicData: [1, 2, 3] },
            {
              GraphicAnnotationUnits: 'PIXEL',
              GraphicType: 'POLYLINE',
              GraphicData: [1, Number.NaN],
            },
            { GraphicAnnotationUnits: 'PIXEL', GraphicDimensions: 3, GraphicData: [1, 2, 3, 4] },
          ],
        },
      ],
    });
    expect(state).toMatchObject({ texts: 2, damagedGraphics: 3, isTurned: false });
    expect(state.graphics).toHaveLength(1);
  });

  it('knows no displayed area when images have different ones', () => {
    const area = (right: number): AttributeValues => ({
      DisplayedAreaTopLeftHandCorner: [1, 1],
      DisplayedAreaBottomRightHandCorner: [right, 512],
    });
    expect(read({ DisplayedAreaSelectionSequence: [area(512)] }).area).toEqual({
      topLeft: { x: 1, y: 1 },
      bottomRight: { x: 512, y: 512 },
    });
    const two = read({ DisplayedAreaSelectionSequence: [area(512), area(100)] });
    expect(two).not.toHaveProperty('area');
  });

  it('measures without a throw whatever is drawn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float(), { minLength: 1, maxLength: 20 }),
        fc.constantFrom('PIXEL', 'DISPLAY', 'MATRIX', ''),
        fc.constantFrom('POINT', 'POLYLINE', 'INTERPOLATED', 'CIRCLE', 'ELLIPSE', 'RULER'),
        (data, units, type) => {
          const state = read(
            graphicOf({ GraphicAnnotationUnits: units, GraphicType: type, GraphicData: data }),
          );
          for (const graphic of state.graphics) measureGraphic(graphic, size, state.area);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});
