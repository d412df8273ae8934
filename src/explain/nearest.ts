/** Longest word that is compared letter by letter; ids are far shorter. */
const mostLetters = 80;

/** The known words most like a wrong one, best first. A word contained in another counts as near. */
export function findNearest(wrong: string, known: readonly string[], most = 5): string[] {
  const asked = squeeze(wrong).slice(0, mostLetters);
  if (asked === '') return [];
  return known
    .map((word) => {
      const letters = squeeze(word).slice(0, mostLetters);
      const inside = asked.length >= 3 && letters.includes(asked);
      return { word, distance: inside ? 1 : editDistance(asked, letters) };
    })
    .filter(({ word, distance }) => distance <= Math.max(2, Math.floor(squeeze(word).length / 3)))
    .sort((a, b) => a.distance - b.distance || a.word.length - b.word.length)
    .slice(0, most)
    .map((one) => one.word);
}

/** Letters and digits only, lower case: `HT 03` and `ht-03` are the same. */
export function squeeze(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const line = [row + 1];
    for (const [column, other] of [...b].entries()) {
      line.push(
        Math.min(
          (above[column] ?? 0) + (letter === other ? 0 : 1),
          (above[column + 1] ?? 0) + 1,
          (line[column] ?? 0) + 1,
        ),
      );
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}
