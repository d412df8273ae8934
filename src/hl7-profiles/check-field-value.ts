import type { Expectation, Observed } from './finding.ts';
import { formatChecks } from './format-checks.ts';
import { lookUp, type Standpoint } from './look-up.ts';
import { countCharacters, maskValue } from './mask-value.ts';
import type { FieldRule } from './profile.ts';

/** Longer values are blobs; a pattern of ours means none of them. */
const PATTERN_CHARACTERS = 10_000;

/** Judges a value that is there. */
export function checkFieldValue(
  value: string,
  rule: FieldRule,
  at: Standpoint,
  showValues: boolean,
  report: (expected: Expectation, observed: Observed) => void,
): void {
  const { table, notIn, pattern, maxLengthCharacters, formats, sameAs, differsFrom } = rule;
  // A value that the profile itself names is no secret.
  const named = notIn?.includes(value) === true;
  const coded = table !== undefined;
  const wrong = (expected: Expectation): void =>
    report(expected, {
      kind: 'value',
      ...maskValue(value, { showValues: showValues || named, coded }),
    });
  if (rule.usage === 'X') {
    wrong({ kind: 'empty' });
    return;
  }
  if (table !== undefined && !table.values.includes(value)) wrong({ kind: 'one-of', ...table });
  if (notIn !== undefined && named) wrong({ kind: 'none-of', values: notIn });
  if (pattern !== undefined && !(value.length <= PATTERN_CHARACTERS && pattern.test(value))) {
    wrong({ kind: 'pattern', pattern: pattern.source.slice(4, -2) });
  }
  if (maxLengthCharacters !== undefined && countCharacters(value) > maxLengthCharacters) {
    wrong({ kind: 'at-most-characters', count: maxLengthCharacters });
  }
  if (formats !== undefined && !formats.some((name) => formatChecks[name](value))) {
    wrong({ kind: 'format', formats });
  }
  const other = sameAs === undefined ? undefined : lookUp(sameAs, at);
  if (sameAs !== undefined && other !== undefined && other !== value) {
    wrong({ kind: 'same-as', path: sameAs });
  }
  if (differsFrom !== undefined && lookUp(differsFrom, at) === value) {
    wrong({ kind: 'differs-from', path: differsFrom });
  }
}
