import type { Assessment } from './assessment.ts';
import { canonicalAssessment } from './hash-assessment.ts';

/**
 * The bytes of `assessment.json`: canonical JSON (RFC 8785), UTF-8, no line end. The file's own SHA-256 is therefore
 * the hash printed on page 1.
 */
export function renderJson(assessment: Assessment): string {
  return canonicalAssessment(assessment);
}
