import type { DicomWebConnection } from './connection.ts';
import type { CallOptions } from './options.ts';
import type { DicomWebFailure } from './outcome.ts';
import { type SearchQuery, search } from './search.ts';

/** How many there are; nothing of the matches themselves is kept. */
export interface MatchCount {
  readonly kind: 'counted';
  /** Different studies, series or instances. */
  readonly count: number;
  readonly pages: number;
  /** Whether the server came to an end; otherwise `count` is a lower bound. */
  readonly complete: boolean;
  /** A later page only repeated what had been told: the server ignores `offset`. */
  readonly offsetIgnored: boolean;
  readonly limitIgnored: boolean;
}

/** How to page. */
export interface CountOptions extends CallOptions {
  /** Results asked for at once; 500 unless given. */
  readonly pageSize?: number;
  /** Requests at most; 40 unless given. */
  readonly maxPages?: number;
}

/** The attribute that tells results apart: Study, Series or SOP Instance UID. */
const UNIQUE_KEYS = { studies: 0x0020000d, series: 0x0020000e, instances: 0x00080018 } as const;

/**
 * Counts matches by paging through a search (PS3.18 8.3.4.4) to the first empty page: a server may give fewer than it
 * was asked for at any time.
 * @throws RangeError as {@link search}.
 */
export async function countMatches(
  connection: DicomWebConnection,
  query: SearchQuery,
  { maxPages = 40, pageSize = 500, ...options }: CountOptions = {},
): Promise<MatchCount | DicomWebFailure> {
  const key = UNIQUE_KEYS[query.level];
  const seen = new Set<string>();
  let received = 0;
  let limitIgnored = false;
  for (let pages = 1; pages <= maxPages; pages += 1) {
    const page = await search(
      connection,
      { ...query, limit: pageSize, offset: (query.offset ?? 0) + received },
      options,
    );
    if (page.kind !== 'answered') return page;
    limitIgnored ||= page.limitIgnored;
    received += page.matches.length;
    const before = seen.size;
    for (const [index, match] of page.matches.entries()) {
      seen.add(match.text(key) ?? `without UID ${pages} ${index}`);
    }
    const counted = { kind: 'counted', count: seen.size, pages, limitIgnored } as const;
    if (page.matches.length === 0) return { ...counted, complete: true, offsetIgnored: false };
    if (seen.size === before) return { ...counted, complete: false, offsetIgnored: true };
  }
  return {
    kind: 'counted',
    count: seen.size,
    pages: maxPages,
    complete: false,
    offsetIgnored: false,
    limitIgnored,
  };
}
