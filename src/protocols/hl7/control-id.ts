import { randomInt } from 'node:crypto';

/** MSH-10 was limited to 20 characters up to HL7 v2.6; longer ones are cut by some receivers. */
export const MAX_CONTROL_ID_LENGTH = 20;

const PREFIX = 'RP';
const TIME_LENGTH = 9;
const RANDOM_LENGTH = MAX_CONTROL_ID_LENGTH - PREFIX.length - TIME_LENGTH;

/**
 * A new message control ID (HL7 v2.5.1 2.15.9.10): 20 characters of A-Z and 0-9 that start with `RP`, sort by time
 * and hold 46 random bits, so that runs on several computers do not meet.
 */
export function createControlId(now: Date = new Date()): string {
  const time = now.getTime().toString(36).padStart(TIME_LENGTH, '0').slice(-TIME_LENGTH);
  let random = '';
  while (random.length < RANDOM_LENGTH) random += randomInt(36).toString(36);
  return `${PREFIX}${time}${random}`.toUpperCase();
}
