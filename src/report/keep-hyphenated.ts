/** Longer ones (hashes, addresses) must be free to break, or they would run out of a narrow column. */
const longestKept = 26;
/** With the bracket it stands in: a bracket alone at a line's end belongs to nothing. */
const hyphenated = /[([]?[\p{L}\p{N}.]+(?:-[\p{L}\p{N}.]+)+[)\]]?/gu;
/** Elements whose text is not prose, and everything between tags otherwise. */
const pieces = /<(style|script|option|title|svg)\b[\s\S]*?<\/\1>|<[^>]*>|[^<]+/g;

/**
 * Keeps short words with a hyphen (`ws-02`, `HT-04`, `RIS-PACS`) on one line. A reader of the PDF's text, human or
 * program, takes a hyphen at a line's end for hyphenation and drops it: "HT-04" would come out as "HT04".
 *
 * @param html a rendered page with all texts escaped; nothing but `span` elements is added
 */
export function keepHyphenated(html: string): string {
  return html.replace(pieces, (piece) =>
    piece.startsWith('<')
      ? piece
      : piece.replace(hyphenated, (word) =>
          word.length <= longestKept ? `<span class="nb">${word}</span>` : word,
        ),
  );
}
