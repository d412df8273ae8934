// Rounds, samples and ratios.

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs every subject once per round, in an order that alternates, so that a computer that slows down slows all of them.
 * Each gives its samples by name. The first round warms up and does not count.
 */
export async function runRounds(rounds, subjects) {
  const samples = new Map();
  for (let round = -1; round < rounds; round += 1) {
    const order = round % 2 === 0 ? subjects : [...subjects].reverse();
    for (const subject of order) {
      const measured = await subject();
      if (round < 0) continue;
      for (const [name, value] of Object.entries(measured)) {
        samples.set(name, [...(samples.get(name) ?? []), value]);
      }
    }
  }
  return samples;
}

export function printSamples(samples, unit) {
  for (const [name, list] of samples) {
    const digits = median(list) < 10 ? 2 : 0;
    console.log(`  ${name}: median ${median(list).toFixed(digits)} ${unit}`);
    console.log(`    ${list.map((one) => one.toFixed(digits)).join(' ')}`);
  }
}

/** Median of the ratios of each round, which cancels what slowed both. */
export function pairedRatio(samples, above, below) {
  const divisors = samples.get(below);
  return median(samples.get(above).map((value, round) => value / divisors[round]));
}
