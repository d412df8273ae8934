import { setImmediate } from 'node:timers/promises';
import {
  type Challenge,
  listObjects,
  makeChallengeRecipe,
  planChallenge,
} from '../../challenge/index.ts';
import { encodeObject, SYNTHETIC_TRANSFER_SYNTAX } from '../../synthetic/index.ts';
import type { StoredObject } from '../dicom/services.ts';

/** The challenge study of a simulated hospital: what it asks, and its objects as they are stored. */
export interface SimulatedChallenge {
  readonly challenge: Challenge;
  /** About 131 MB. */
  readonly objects: readonly StoredObject[];
}

/**
 * Makes a challenge study as a facility would; takes two seconds.
 *
 * @param seed - a fresh one when absent
 * @throws the signal's reason when it fires
 */
export async function makeSimulatedChallenge(
  seed: string | undefined,
  signal: AbortSignal,
): Promise<SimulatedChallenge> {
  const challenge = await planChallenge(makeChallengeRecipe(seed === undefined ? {} : { seed }));
  const objects: StoredObject[] = [];
  for (const object of listObjects(challenge)) {
    // Drawing does not pause by itself; a stop is heard in between.
    await setImmediate();
    signal.throwIfAborted();
    objects.push({
      sopClassUid: object.sopClassUid,
      sopInstanceUid: object.sopInstanceUid,
      transferSyntax: SYNTHETIC_TRANSFER_SYNTAX,
      elements: object.attributes,
      bytes: encodeObject(object),
    });
  }
  return { challenge, objects };
}
