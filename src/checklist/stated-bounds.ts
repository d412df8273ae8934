import type { Criterion } from './schema.ts';

/**
 * The numbers a criterion's wording itself states, in the units facts and figures use: "1Gbps" is 1000 (Mb/s), "01 năm"
 * is 12 (months). Any other numeric bound in its rule is ours.
 */
export function statedBounds(criterion: Pick<Criterion, 'vi' | 'vi_sub'>): ReadonlySet<number> {
  const wording = [criterion.vi, ...(criterion.vi_sub ?? [])].join(' ');
  const found = [...wording.matchAll(/(?<![\w-])(\d+)\s*(Gbps|Mbps|năm)?/g)];
  return new Set(
    found.flatMap(([, digits, unit]) => {
      const value = Number(digits);
      if (unit === 'Gbps') return [value * 1000];
      return unit === 'năm' ? [value, value * 12] : [value];
    }),
  );
}
