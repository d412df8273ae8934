import type { TextVerdict } from './facts.ts';

/**
 * Judges how a text of ours came back, by its letters.
 *
 * @param received - read in the character set that came with it
 * @param asUtf8 - the same bytes read as UTF-8, where they are valid in it and something else was declared
 */
export function compareText(sent: string, received: string, asUtf8?: string): TextVerdict {
  if (received === '') return 'lost';
  if (received === sent) return 'intact';
  if (compose(received) === compose(sent)) return 'nfc-nfd-changed';
  if (asUtf8 !== undefined && compose(asUtf8) === compose(sent)) return 'undeclared-but-utf8';
  if (isMojibake(sent, received)) return 'mojibake';
  if (isReplaced(sent, received)) return 'replaced';
  if (foldLetters(received) === foldLetters(sent)) return 'stripped';
  if (compose(sent).startsWith(compose(received))) return 'lost';
  const isThinned = isSubsequence(foldLetters(received), foldLetters(sent));
  return isThinned && received.length * 2 >= sent.length ? 'stripped' : 'other';
}

/** Whether every letter arrived, however it is encoded. */
export function isWhole(verdict: TextVerdict): boolean {
  return verdict === 'intact' || verdict === 'nfc-nfd-changed';
}

/** Whether what arrived is plainly our text, be it damaged, so that showing it shows nobody else's. */
export function isOurs(verdict: TextVerdict): boolean {
  return verdict !== 'other';
}

/** Marks taken off, Đ made a D, and all in capitals. */
export function foldLetters(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase();
}

/** Whether a text has traces of UTF-8 that was read as something else, or of letters that could not be written. */
export function looksDamaged(text: string): boolean {
  return /\ufffd|á[»º]|Ä[‘\u0090\u0091]|Æ[°¡]|Ã[\u0080-¿]/u.test(text);
}

function compose(text: string): string {
  return text.normalize('NFC');
}

/** UTF-8 of ours that was taken for ISO 8859-1 or Windows-1252; controls among the letters are often dropped. */
function isMojibake(sent: string, received: string): boolean {
  const bare = (text: string): string => text.replace(/[\p{Cc}?\ufffd\s]/gu, '');
  return [sent.normalize('NFC'), sent.normalize('NFD')].some((form) => {
    const bytes = Buffer.from(form, 'utf8');
    if (bytes.length === form.length) return false;
    const wrong = [bytes.toString('latin1'), new TextDecoder('windows-1252').decode(bytes)];
    return wrong.some((text) => bare(text) === bare(received));
  });
}

/** Question marks, or U+FFFD, stand where letters were; what stands between them is ours, in order. */
function isReplaced(sent: string, received: string): boolean {
  if (!/[?\ufffd]/u.test(received) || /[?\ufffd]/u.test(sent)) return false;
  const kept = foldLetters(received.replace(/[?\ufffd]/gu, ''));
  return kept.length * 4 >= sent.length && isSubsequence(kept, foldLetters(sent));
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of part) {
    at = whole.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
