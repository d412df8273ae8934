/** What became of a Vietnamese text of ours, from the harmless to the grave. */
export const textVerdicts = [
  /** The same code points, in the character set that was declared. */
  'intact',
  /** The same letters, composed or decomposed. */
  'nfc-nfd-changed',
  /** UTF-8 that is not declared as such. */
  'undeclared-but-utf8',
  /** Letters without their marks, or without the letters that a smaller set lacks. */
  'stripped',
  /** Question marks or U+FFFD where letters were. */
  'replaced',
  /** Bytes of one set read in another. */
  'mojibake',
  /** Nothing, or only the beginning. */
  'lost',
  /** Another text altogether: it may be that of somebody's record, and is never shown. */
  'other',
] as const;
export type TextVerdict = (typeof textVerdicts)[number];

/** A text of fewer letters than this part of ours, replaced ones included, may be anybody's. */
const leastPart = 1 / 4;

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
  if (isBeginning(received, sent)) return 'lost';
  if (isMojibake(received, sent)) return 'mojibake';
  if (isReplaced(received, sent)) return 'replaced';
  if (isStripped(received, sent)) return 'stripped';
  return isGarbled(received, sent) ? 'mojibake' : 'other';
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

/** Whether a text is one that a character set could spoil. */
export function isVietnamese(text: string): boolean {
  return /[^\0-\x7f]/.test(text);
}

function compose(text: string): string {
  return text.normalize('NFC');
}

/** Cut off, be it in the middle of a letter. */
function isBeginning(received: string, sent: string): boolean {
  const whole = received.replace(/\ufffd+$/u, '');
  return sent.startsWith(whole) || compose(sent).startsWith(compose(whole));
}

/** UTF-8 of ours that was taken for ISO 8859-1 or Windows-1252; controls among the letters are often dropped. */
function isMojibake(received: string, sent: string): boolean {
  const bare = (text: string): string => text.replace(/[\p{Cc}?\ufffd\s]/gu, '');
  return [compose(sent), sent.normalize('NFD')].some((form) => {
    const bytes = Buffer.from(form, 'utf8');
    if (bytes.length === form.length) return false;
    const wrong = [bytes.toString('latin1'), new TextDecoder('windows-1252').decode(bytes)];
    return wrong.some((text) => bare(text) === bare(received));
  });
}

/** Question marks, or U+FFFD, stand where letters were; what stands between them is ours, in order. */
function isReplaced(received: string, sent: string): boolean {
  if (!/[?\ufffd]/u.test(received) || /[?\ufffd]/u.test(sent)) return false;
  const kept = foldLetters(received.replace(/[?\ufffd]/gu, ''));
  const whole = foldLetters(sent);
  // Nothing but replacements shows nobody's text.
  if (kept === '') return true;
  return received.length >= whole.length * leastPart && isSubsequence(kept, whole);
}

/** Every letter that is left is one of ours, in order, and at least half of them are there. */
function isStripped(received: string, sent: string): boolean {
  const left = foldLetters(received);
  const whole = foldLetters(sent);
  return left.length * 2 >= whole.length && isSubsequence(left, whole);
}

/** Strange letters stand where ours with marks were, as in TCVN3 or VNI; the plain ones between them are ours. */
function isGarbled(received: string, sent: string): boolean {
  return isVietnamese(received) && isStripped(received.replace(/[^\0-\x7f]/gu, ''), sent);
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of part) {
    at = whole.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
