/** The known key that a misspelt one most likely means, if any is near enough. */
export function nearestKey(wrong: string, known: readonly string[]): string | undefined {
  // Longer than any key and its slips: no need to compare, whatever the file holds.
  if (wrong.length > 80) return undefined;
  const scored = known.map((key) => ({
    key,
    distance: editDistance(wrong.toLowerCase(), key.toLowerCase()),
  }));
  scored.sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  return best && best.distance <= Math.max(2, Math.floor(best.key.length / 3))
    ? best.key
    : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
