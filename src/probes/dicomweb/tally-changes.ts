import type { DatasetDifference } from '../../synthetic/index.ts';
import { makePrintable } from './describe-outcome.ts';
import type { DicomwebChangeRow, ReadSource } from './study-facts.ts';

/** Most rows kept; ours, more than kinds of change a service makes. */
const maxRows = 300;
const maxShownCharacters = 200;

/** Whether a difference leaves the content what it was: only more was said, or the same was written otherwise. */
export function isHarmless(difference: DatasetDifference): boolean {
  if (difference.kind === 'added' || difference.kind === 'character-set') return true;
  return (
    difference.kind === 'changed' &&
    (difference.change === 'padding' ||
      difference.change === 'number-form' ||
      difference.change === 'character-set')
  );
}

/** Changes of many objects, each kind once with the number of objects it befell. */
export class ChangeTally {
  readonly #endpoint: string;
  readonly #rows = new Map<string, DicomwebChangeRow>();

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  get rows(): readonly DicomwebChangeRow[] {
    return [...this.#rows.values()];
  }

  /** The differences of one object. */
  add(source: ReadSource, differences: readonly DatasetDifference[]): void {
    for (const difference of differences) this.#count(this.#describe(source, difference));
  }

  /** Pixels of one object that are others than those sent. */
  addPixels(source: ReadSource): void {
    this.#count({
      endpoint: this.#endpoint,
      source,
      path: '(7FE0,0010)',
      attribute: 'PixelData',
      kind: 'pixels',
      objects: 1,
    });
  }

  #describe(source: ReadSource, difference: DatasetDifference): DicomwebChangeRow {
    const { keyword, kind, path } = difference;
    const sent = 'ours' in difference ? showSide(difference.ours) : undefined;
    const received = 'theirs' in difference ? showSide(difference.theirs) : undefined;
    return {
      endpoint: this.#endpoint,
      source,
      path,
      ...(keyword === undefined ? {} : { attribute: keyword }),
      kind,
      ...(difference.kind === 'changed' ? { change: difference.change } : {}),
      objects: 1,
      ...(sent === undefined ? {} : { sent }),
      ...(received === undefined ? {} : { received }),
    };
  }

  #count(row: DicomwebChangeRow): void {
    const key = `${row.source} ${row.path} ${row.kind} ${row.change ?? ''}`;
    const known = this.#rows.get(key);
    if (known !== undefined) this.#rows.set(key, { ...known, objects: known.objects + 1 });
    else if (this.#rows.size < maxRows) this.#rows.set(key, row);
  }
}

function showSide(side: string | number | readonly string[] | undefined): string | undefined {
  if (side === undefined) return undefined;
  return makePrintable(
    typeof side === 'object' ? side.join('\\') : String(side),
    maxShownCharacters,
  );
}
