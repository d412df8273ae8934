import type { Elements } from './read-values.ts';
import { queryKeywords, readItems, readValues } from './read-values.ts';

const maxPatternCharacters = 256;

/** Keys that steer a query and match nothing. */
const controlKeys: ReadonlySet<string> = new Set([
  'QueryRetrieveLevel',
  'SpecificCharacterSet',
  'TimezoneOffsetFromUTC',
]);

/**
 * Whether a record answers every key of a query: universal, single value, list of UID, wild card, range and sequence
 * matching (PS3.4 C.2.2.2). A key the record does not have matches everything, like an optional key not supported.
 */
export function matchesQuery(record: Elements, query: Elements): boolean {
  return queryKeywords(query)
    .filter((keyword) => !controlKeys.has(keyword) && keyword in record)
    .every((keyword) => matchesKey(keyword, record[keyword], query[keyword]));
}

function matchesKey(keyword: string, value: unknown, wanted: unknown): boolean {
  if (keyword.endsWith('Sequence')) {
    const keys = readItems(wanted)[0];
    return keys === undefined || readItems(value).some((item) => matchesQuery(item, keys));
  }
  const patterns = readValues(wanted);
  if (patterns.length === 0) return true;
  const values = readValues(value);
  return patterns.some((pattern) => values.some((one) => matchesText(keyword, one, pattern)));
}

function matchesText(keyword: string, value: string, pattern: string): boolean {
  if (/(Date|Time)$/.test(keyword) && pattern.includes('-')) return isInRange(value, pattern);
  if (keyword.endsWith('UID')) return value === pattern;
  return matchesWildcard(fold(value), fold(pattern.slice(0, maxPatternCharacters)));
}

function isInRange(value: string, pattern: string): boolean {
  const [from = '', to = ''] = pattern.split('-', 2);
  return value >= from && (to === '' || value.slice(0, to.length) <= to);
}

/** `*` any characters, `?` any one. One backtrack point is enough, so hostile patterns stay cheap. */
export function matchesWildcard(value: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resume = 0;
  while (at < value.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      star = inPattern++;
      resume = at;
    } else if (wanted !== undefined && (wanted === '?' || wanted === value[at])) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}

function fold(text: string): string {
  return text.normalize('NFC').toLocaleUpperCase('vi').trim();
}
