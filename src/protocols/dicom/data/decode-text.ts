/** What is wrong with a text in the character set that the data set declares. */
export type TextProblem =
  /** Bytes that the declared set, or the default repertoire if none is declared, does not have. */
  | 'bytes-outside-character-set'
  /** The bytes are valid UTF-8 although the data set declares something else or nothing. */
  | 'looks-like-undeclared-utf8'
  /** ISO 2022 escape sequences are shown undecoded. */
  | 'code-extensions'
  /** A Defined Term that this reader does not know; the text is shown as ISO 8859-1. */
  | 'unknown-character-set';

/** A text with its doubts; the raw bytes remain the evidence. */
export interface DecodedText {
  readonly text: string;
  readonly problems: readonly TextProblem[];
}

/** Defined Terms of PS3.3 C.12.1.1.2 by the label of the WHATWG encoding that decodes them. */
const ENCODING_LABELS: ReadonlyMap<string, string> = new Map([
  ['ISO_IR 192', 'utf-8'],
  ['ISO_IR 101', 'iso-8859-2'],
  ['ISO_IR 109', 'iso-8859-3'],
  ['ISO_IR 110', 'iso-8859-4'],
  ['ISO_IR 144', 'iso-8859-5'],
  ['ISO_IR 127', 'iso-8859-6'],
  ['ISO_IR 126', 'iso-8859-7'],
  ['ISO_IR 138', 'iso-8859-8'],
  ['ISO_IR 203', 'iso-8859-15'],
  ['ISO_IR 148', 'windows-1254'],
  ['ISO_IR 166', 'windows-874'],
  ['ISO_IR 13', 'shift_jis'],
  ['GB18030', 'gb18030'],
  ['GBK', 'gbk'],
]);

const ESCAPE = 0x1b;

function hasHighBytes(bytes: Buffer): boolean {
  return bytes.some((byte) => byte > 0x7f);
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function decodeByLabel(bytes: Buffer, label: string): DecodedText {
  const text = new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
  return { text, problems: text.includes('\ufffd') ? ['bytes-outside-character-set'] : [] };
}

/**
 * Decodes the bytes of a text element by the declared Defined Terms (PS3.5 6.1.2, PS3.3 C.12.1.1.2). Padding
 * is kept. Code extensions (ISO 2022) are reported, not decoded.
 */
export function decodeText(bytes: Buffer, characterSets: readonly string[]): DecodedText {
  if (bytes.includes(ESCAPE)) {
    return { text: bytes.toString('latin1'), problems: ['code-extensions'] };
  }
  const term = (characterSets[0] ?? '').replace(/^ISO 2022 IR /, 'ISO_IR ');
  const high = hasHighBytes(bytes);
  const label = ENCODING_LABELS.get(term);
  if (label === 'utf-8') return decodeByLabel(bytes, label);
  const disguised: TextProblem[] = high && isUtf8(bytes) ? ['looks-like-undeclared-utf8'] : [];
  if (label !== undefined) {
    const decoded = decodeByLabel(bytes, label);
    return { ...decoded, problems: [...decoded.problems, ...disguised] };
  }
  const text = bytes.toString('latin1');
  if (term === 'ISO_IR 100') return { text, problems: disguised };
  if (term === '' || term === 'ISO_IR 6') {
    return { text, problems: high ? ['bytes-outside-character-set', ...disguised] : [] };
  }
  return { text, problems: ['unknown-character-set', ...disguised] };
}
