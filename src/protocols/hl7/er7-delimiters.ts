/** The delimiters a message declares in MSH-1 and MSH-2 (HL7 v2.5.1 2.5.4). An absent one is not in use. */
export interface Er7Delimiters {
  readonly field: string;
  readonly component?: string;
  readonly repetition?: string;
  readonly escape?: string;
  readonly subcomponent?: string;
  /** Fifth character of MSH-2, HL7 v2.7 2.5.5.2. */
  readonly truncation?: string;
}

/** The delimiters HL7 recommends, and the only ones we write. */
export const STANDARD_DELIMITERS: Required<Omit<Er7Delimiters, 'truncation'>> = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
};

const ORDER = ['component', 'repetition', 'escape', 'subcomponent', 'truncation'] as const;

/**
 * Reads the delimiters from the start of a header segment.
 *
 * @param header the header segment, which starts with MSH, FHS or BHS
 * @returns `undefined` when the field separator is missing or is a letter, a digit or a control character
 */
export function readDelimiters(header: string): Er7Delimiters | undefined {
  const field = header.charAt(3);
  if (field === '' || /[A-Za-z0-9\p{Cc}]/u.test(field)) return undefined;
  const end = header.indexOf(field, 4);
  const characters = header.slice(4, end < 0 ? undefined : end).slice(0, ORDER.length);
  const found: { -readonly [K in keyof Er7Delimiters]: Er7Delimiters[K] } = { field };
  ORDER.forEach((name, index) => {
    const character = characters.charAt(index);
    if (character !== '' && !/\p{Cc}/u.test(character)) found[name] = character;
  });
  return found;
}
