import { setTimeout as sleep } from 'node:timers/promises';
import { openEndpoint } from '../probes/shared/open-dicomweb.ts';
import type { DicomWebConnection } from '../protocols/dicomweb/index.ts';
import type { Silence } from './associate.ts';
import { findStudy } from './find-study.ts';
import { searchStudy } from './search-study.ts';
import type { Look } from './sighting.ts';
import type { RemovalContext, StudyPlace } from './study-place.ts';

/** An open place: how it is asked, and its DICOMweb connection where it has one. */
export interface OpenPlace {
  readonly place: StudyPlace;
  /** Why not, in words, when the facility file names an endpoint that cannot be used. */
  readonly web:
    | { readonly connection: DicomWebConnection }
    | ({ readonly connection?: never } & Silence)
    | undefined;
  /** Asks each view once. */
  readonly look: () => Promise<readonly Look[]>;
  readonly close: () => Promise<void>;
}

/** Makes ready to ask a place for one study. Nothing is sent yet. */
export async function openPlace(
  place: StudyPlace,
  studyInstanceUid: string,
  context: RemovalContext,
  signal: AbortSignal,
): Promise<OpenPlace> {
  const endpoint = place.kind === 'dicom' ? place.dicomweb : place.endpoint;
  const opened = endpoint && (await openEndpoint(endpoint, context, signal));
  const web = !opened
    ? undefined
    : opened.ok
      ? { connection: opened.connection }
      : { reached: false, detail: opened.reason.message.replace(/\.$/, '') };
  return {
    place,
    web,
    look: async () => {
      const looks: Look[] = [];
      if (place.kind === 'dicom')
        looks.push({
          view: 'find',
          sighting: await findStudy(place, studyInstanceUid, context, signal),
        });
      if (web?.connection)
        looks.push({
          view: 'qido',
          sighting: await searchStudy(web.connection, studyInstanceUid, context.language),
        });
      else if (web) looks.push({ view: 'qido', sighting: { kind: 'unanswered', ...web } });
      return looks;
    },
    close: async () => {
      await web?.connection?.close();
    },
  };
}

const firstDelayMs = 250;
const longestDelayMs = 3_000;

/** Looks again with growing delay until `isEnough`, the time is up or the signal fires; returns the last looks. */
export async function lookUntil(
  look: OpenPlace['look'],
  isEnough: (looks: readonly Look[]) => boolean,
  patienceMs: number,
  signal: AbortSignal,
): Promise<readonly Look[]> {
  const endsAt = performance.now() + patienceMs;
  let delayMs = firstDelayMs;
  for (;;) {
    const looks = await look();
    const restMs = endsAt - performance.now();
    if (isEnough(looks) || restMs <= 0 || signal.aborted) return looks;
    await pause(Math.min(delayMs, restMs), signal);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

/** Ends early, without an error, when the signal fires. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
