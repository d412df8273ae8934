/** Colours of the QR symbol of a link: the only escape sequences that results carry. */
const ownColours = ['\u001b[97;40m', '\u001b[0m'];

/** Controls but tab and line feed, marks that turn the direction of writing, separators, and letters that take no room. */
const disruptive =
  /[[\p{Cc}--[\t\n]]\p{Bidi_Control}\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gv;

/**
 * Text as a terminal may have it: whatever would move its cursor, change its colours or title, or show letters in another
 * order than they stand becomes U+FFFD. Dossiers come from anybody, and their words are printed.
 */
export function inertText(text: string): string {
  const [colour = '', reset = ''] = ownColours;
  if (text.startsWith(colour) && text.endsWith(reset))
    return `${colour}${inertText(text.slice(colour.length, -reset.length))}${reset}`;
  return text.toWellFormed().replaceAll('\r\n', '\n').replace(disruptive, '\ufffd');
}

/** JSON with the same content, in which such characters are written as escapes. */
export function inertJson(json: string): string {
  return json.replace(disruptive, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
