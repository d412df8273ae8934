import { describeDamage } from './describe-damage.ts';
import { makePrintable } from './describe-outcome.ts';
import type { DicomwebTextRow, ReadSource } from './study-facts.ts';

/** A text of ours and what came back in its place. */
export interface TextReading {
  readonly source: ReadSource;
  readonly attribute: string;
  readonly sent: string;
  readonly received: string | undefined;
  /** Where the answer has bytes of its own: whether they are ours. */
  readonly bytesEqual?: boolean;
  readonly characterSet?: string;
  /** The answer may be about a person: its text is not kept. */
  readonly withheld: boolean;
}

const maxShownCharacters = 100;

/** What became of Vietnamese texts, by attribute and by where they were read; of several, the first damaged one is shown. */
export class TextTally {
  readonly #endpoint: string;
  readonly #rows = new Map<string, DicomwebTextRow>();

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  get rows(): readonly DicomwebTextRow[] {
    return [...this.#rows.values()];
  }

  /** Counts one text; a text of ASCII only shows nothing and is passed over. */
  add(reading: TextReading): void {
    if (!/[^\0-\x7f]/.test(reading.sent)) return;
    const row = this.#describe(reading);
    const key = `${row.source} ${row.attribute}`;
    const known = this.#rows.get(key);
    if (known === undefined) {
      this.#rows.set(key, row);
      return;
    }
    const shown = known.intact ? row : known;
    this.#rows.set(key, {
      ...shown,
      checked: known.checked + 1,
      ...(known.bytesEqual === undefined || row.bytesEqual === undefined
        ? {}
        : { bytesEqual: known.bytesEqual && row.bytesEqual }),
    });
  }

  #describe(reading: TextReading): DicomwebTextRow {
    const { attribute, bytesEqual, characterSet, received, sent, source, withheld } = reading;
    const damage = describeDamage(sent, received);
    return {
      endpoint: this.#endpoint,
      source,
      attribute,
      checked: 1,
      intact: damage === undefined,
      ...(bytesEqual === undefined ? {} : { bytesEqual }),
      ...(damage === undefined ? {} : { damage }),
      sent: cut(sent),
      ...(received === undefined || withheld ? {} : { received: cut(received) }),
      ...(characterSet === undefined ? {} : { characterSet: cut(characterSet) }),
    };
  }
}

function cut(text: string): string {
  return makePrintable(text, maxShownCharacters);
}
