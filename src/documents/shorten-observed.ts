/** What a cell of a scoring sheet holds of an observation. */
export interface ShortObservation {
  readonly text: string;
  /** Something was left out: the report has it whole. */
  readonly isCut: boolean;
}

/**
 * The first sentences of an observation that fit, never half of one. A sentence too long by itself goes without its
 * lists in brackets, and if that does not help without what stands after the last comma or semicolon that fits.
 * @param max - characters.
 */
export function shortenObserved(observed: string, max: number): ShortObservation {
  const text = observed.trim();
  if (text.length <= max) return { text, isCut: false };
  const [first = '', ...others] = splitSentences(text);
  let kept = first.length <= max ? first : shortenSentence(first, max);
  for (const sentence of others) {
    if (kept.length + 1 + sentence.length > max) break;
    kept = `${kept} ${sentence}`;
  }
  return { text: kept, isCut: true };
}

/** Sentences end with a full stop before a capital, outside of brackets and quotes. */
function splitSentences(text: string): readonly string[] {
  const sentences: string[] = [];
  let from = 0;
  let depth = 0;
  let isQuoted = false;
  for (const match of text.matchAll(/[()"]|\.\s+(?=\p{Lu})/gu)) {
    if (match[0] === '(') depth += 1;
    else if (match[0] === ')') depth = Math.max(0, depth - 1);
    else if (match[0] === '"') isQuoted = !isQuoted;
    else if (depth === 0 && !isQuoted) {
      sentences.push(text.slice(from, match.index + 1));
      from = match.index + match[0].length;
    }
  }
  sentences.push(text.slice(from));
  return sentences;
}

function shortenSentence(sentence: string, max: number): string {
  const bare = withoutBrackets(sentence);
  if (bare.length <= max) return bare;
  const head = bare.slice(0, max);
  const at = Math.max(head.lastIndexOf(';'), head.lastIndexOf(','), head.lastIndexOf(': "'));
  const cut = at > max / 3 ? head.slice(0, at) : head.slice(0, Math.max(0, head.lastIndexOf(' ')));
  return `${(cut === '' ? head : cut).toWellFormed().trimEnd()}…`;
}

function withoutBrackets(sentence: string): string {
  let depth = 0;
  let kept = '';
  for (const character of sentence) {
    if (character === '(') depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth === 0) kept += character;
  }
  // A bracket that is never closed would take the rest of the sentence with it.
  return depth > 0
    ? sentence
    : kept
        .replace(/\s+/g, ' ')
        .replace(/\s+(?=[.,;:])/g, '')
        .trim();
}
