/** Widest link that is drawn: more would not fit a terminal of 80 columns and 24 lines. */
const mostCharacters = 130;

/**
 * A link as a QR symbol for a phone (ISO/IEC 18004), two rows of modules in a line of text. Black on white whatever the
 * terminal's colours are; without colours the blocks are light, as on a dark terminal.
 */
export async function drawLink(url: string, withColours: boolean): Promise<readonly string[]> {
  if (url.length > mostCharacters) return [];
  const { encodeQR } = await import('qr');
  const lines = encodeQR(url, 'ascii', { ecc: 'low', border: 2 }).split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => (withColours ? `\u001b[97;40m${line}\u001b[0m` : line));
}
