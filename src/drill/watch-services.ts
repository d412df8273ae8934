import type { Facility } from '../facility/schema.ts';
import { isInsideWindow } from '../plan/allowed-window.ts';
import { analyseSamples } from './analyse-samples.ts';
import type { DrillAnalysis } from './analysis.ts';
import type { Asker } from './answer.ts';
import type { DrillRequest } from './drill-request.ts';
import { type DrillEnd, type DrillEvent, DrillWatch } from './drill-watch.ts';
import type { Sample } from './sample.ts';
import { sampleServices } from './sample-services.ts';
import type { NumberedTestStudy } from './test-study.ts';

/** What watching came to. */
export interface Watched {
  readonly ended: DrillEnd;
  readonly samples: readonly Sample[];
  readonly analysis: Omit<DrillAnalysis, 'losses'>;
  readonly simulated: boolean;
  /** What went wrong in this tool or on its disk: thrown once the test studies are removed. */
  readonly failure?: { readonly error: unknown };
}

/** What is watched, and within what limits. */
export interface Watching
  extends Pick<DrillRequest, 'intervalMs' | 'baselineMs' | 'afterMs' | 'maxMs' | 'signal'> {
  readonly askers: readonly Asker[];
  readonly studies: readonly NumberedTestStudy[];
  readonly timeoutMs: number;
  readonly allowedWindow: Facility['allowedWindow'];
  readonly onEvent: (event: DrillEvent) => void;
}

/** Asks the services and stores the numbered images side by side, until enough was seen. Never throws. */
export async function watchServices(watching: Watching): Promise<Watched> {
  const { askers, studies, signal, allowedWindow } = watching;
  const services = askers.map(({ service }) => service);
  const samples: Sample[] = [];
  const watch = new DrillWatch(services, watching, watching.onEvent);
  const storingEnds = new AbortController();
  const startedAtMs = performance.now();
  let failure: Watched['failure'];
  let simulated = false;
  let ended: DrillEnd = 'stopped';
  const storing = studies.map(async (study) => {
    try {
      await study.send(startedAtMs, storingEnds.signal);
    } catch (error) {
      failure ??= { error };
    }
  });
  try {
    await sampleServices(askers, {
      ...watching,
      signal,
      onSample: (sample) => {
        samples.push(sample);
        watch.add(sample);
      },
      onSimulated: () => {
        simulated = true;
      },
      isOver: (nowMs) => {
        const end = isInsideWindow(allowedWindow, new Date())
          ? watch.check(nowMs)
          : ('window-closed' as const);
        ended = end ?? ended;
        return end !== undefined || failure !== undefined;
      },
    });
  } catch (error) {
    failure ??= { error };
  }
  const durationMs = performance.now() - startedAtMs;
  storingEnds.abort();
  await Promise.all(storing);
  return {
    ended,
    samples,
    analysis: analyseSamples(samples, { ...watching, services, durationMs }),
    simulated,
    ...(failure && { failure }),
  };
}
