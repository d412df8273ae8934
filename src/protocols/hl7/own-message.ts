import type { Er7Message } from './er7.ts';
import type { Er7Segment } from './er7-segment.ts';

/** Segments that name whom a message is about, and the field that holds the identifiers (HL7 v2.5.1 3.4.2, 3.4.9). */
const NAMING_FIELDS: Readonly<Record<string, number>> = { PID: 3, MRG: 1 };
/** A peer may repeat identifiers without end; nobody has so many. */
const MAX_REPETITIONS = 50;

/**
 * Makes the test whether a message is about our patients and nobody else: it names at least one, and each segment
 * that names a patient names one of ours. A RIS may add numbers of its own beside ours, so one repetition suffices.
 * A second message in the same block counts with the first.
 *
 * @param patientIds PID-3.1 of our patients, compared character by character, leading zeros included
 */
export function createOwnershipCheck(
  patientIds: Iterable<string>,
): (message: Er7Message) => boolean {
  const ours: ReadonlySet<string> = new Set(patientIds);
  return (message) => {
    const naming = message.segments.filter(({ id }) => Object.hasOwn(NAMING_FIELDS, id));
    return (
      naming.some(({ id }) => id === 'PID') &&
      naming.every((segment) => namesOneOf(ours, segment, NAMING_FIELDS[segment.id] ?? 3))
    );
  };
}

function namesOneOf(ours: ReadonlySet<string>, segment: Er7Segment, field: number): boolean {
  const count = Math.min(segment.repetitionCount(field), MAX_REPETITIONS);
  for (let repetition = 1; repetition <= count; repetition += 1) {
    if (ours.has(segment.get({ field, repetition }) ?? '')) return true;
  }
  return false;
}
