import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredObject } from '../dicom/services.ts';
import { AE_TITLES } from '../identity.ts';
import { openSender } from '../pacs/destinations.ts';

/** How long the simulated user tries until the other side listens. */
const patienceMs = 60_000;
const pauseMs = 500;

/**
 * Sends a study as a user of the PACS does who chose it on the screen and pressed send, as soon as somebody listens.
 *
 * @returns objects that were taken; 0 when nobody ever listened, or the signal fired
 */
export async function sendStudy(
  objects: readonly StoredObject[],
  port: number,
  signal: AbortSignal,
): Promise<number> {
  const sopClassUids = [...new Set(objects.map((one) => one.sopClassUid))];
  const endsAt = performance.now() + patienceMs;
  while (!signal.aborted && performance.now() < endsAt) {
    const sender = openSender(port, AE_TITLES.assessor, AE_TITLES.pacs, [], signal, {
      sopClassUids,
    });
    let taken = 0;
    for (const object of objects) {
      if (signal.aborted || !(await sender.send(object))) break;
      taken += 1;
    }
    await sender.close();
    if (taken > 0) return taken;
    await sleep(pauseMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
  return 0;
}
