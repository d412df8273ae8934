import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Assessment } from './assessment.ts';
import { mapStrings } from './map-strings.ts';

/**
 * The one model as RFC 8785 canonical JSON: the exact text of `assessment.json`, so that `sha256sum` of the file gives
 * the hash printed on page 1 without this tool. A lone surrogate, which UTF-8 cannot carry, becomes U+FFFD.
 * @throws RangeError when the model holds what JSON cannot (NaN, infinity).
 */
export function canonicalAssessment(assessment: Assessment): string {
  let text: string | undefined;
  try {
    text = canonicalize(mapStrings(assessment, (value) => value.toWellFormed()));
  } catch (cause) {
    throw new RangeError('the assessment cannot be written as canonical JSON', { cause });
  }
  if (text === undefined) throw new RangeError('the assessment is not a JSON value');
  return text;
}

/** SHA-256 (lower-case hex) of the canonical JSON of an assessment. */
export function hashAssessment(assessment: Assessment): string {
  return createHash('sha256').update(canonicalAssessment(assessment), 'utf8').digest('hex');
}
