const steps = [1, 2, 2.5, 5, 10];

/**
 * Round values from 0 to at least `max` for an axis with at most `most` parts. The last one is the end of the axis.
 * A largest value that is not positive and finite gives the axis 0 to 1.
 */
export function niceTicks(max: number, most: number): readonly number[] {
  const top = Number.isFinite(max) && max > 0 && max < 1e15 ? max : 1;
  const rough = top / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (steps.find((one) => one * power >= rough) ?? 10) * power;
  const count = Math.ceil(top / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
