import { formatLocalDay } from '../locale/local-time.ts';
import { startHttpSpeedServer } from '../protocols/http-speed/server.ts';
import { startThroughputServer } from '../protocols/iperf3/server.ts';
import type { SimulatedPorts } from './facility-file.ts';
import { LOOPBACK } from './identity.ts';
import { findClosedPort } from './listen-on-loopback.ts';
import { startPacs } from './pacs/start-pacs.ts';
import { startOrderPort, startWorklistServer } from './ris/start-ris.ts';
import { makeSyntheticEntries, Worklist } from './ris/worklist.ts';
import type { Scenario } from './scenario.ts';
import { startWeb } from './web/start-web.ts';

/** The systems of one simulated hospital, running. */
export interface RunningSystems {
  readonly ports: SimulatedPorts;
  /** PEM of the web server's authority; absent over plain HTTP. */
  readonly ca?: string;
  /** Ends all of them; safe to call again. */
  stop(): Promise<void>;
}

interface Stoppable {
  readonly port: number;
  stop(): Promise<void>;
}

const longestTestSeconds = 60;

/**
 * Starts every system of a scenario, side by side. When one cannot start, or the signal fires, those that did are
 * stopped before the error goes on.
 */
export async function startSystems(
  scenario: Scenario,
  now: Date,
  signal: AbortSignal,
): Promise<RunningSystems> {
  const worklist = new Worklist();
  for (const entry of makeSyntheticEntries(formatLocalDay(now).replaceAll('-', ''))) {
    worklist.put(entry);
  }
  const measured = {
    address: LOOPBACK,
    port: 0,
    maxSeconds: longestTestSeconds,
    allow: [LOOPBACK],
    signal,
  };
  const starting = {
    pacs:
      scenario.pacs.state === 'running' ? startPacs(scenario.pacs, signal) : startNothing(signal),
    worklist:
      scenario.worklist === 'running'
        ? startWorklistServer(worklist, signal)
        : startNothing(signal),
    ris:
      scenario.ris.state === 'running'
        ? startOrderPort(scenario.ris, worklist, signal)
        : startNothing(signal),
    web: startWeb(scenario.web, signal),
    throughput: startThroughputServer(measured).then(closeToStop),
    httpSpeed: startHttpSpeedServer(measured).then(closeToStop),
  };
  const settled = await Promise.allSettled(Object.values(starting));
  const running = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.stop()));
  };
  try {
    signal.throwIfAborted();
    const web = await starting.web;
    const ports: SimulatedPorts = {
      pacs: (await starting.pacs).port,
      worklist: (await starting.worklist).port,
      ris: (await starting.ris).port,
      web: web.port,
      throughput: (await starting.throughput).port,
      httpSpeed: (await starting.httpSpeed).port,
    };
    return { ports, ...(web.ca === undefined ? {} : { ca: web.ca }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A system that is down has a port on which nothing listens. */
async function startNothing(signal: AbortSignal): Promise<Stoppable> {
  return { port: await findClosedPort(signal), stop: async () => undefined };
}

function closeToStop(server: { readonly port: number; close(): Promise<void> }): Stoppable {
  return { port: server.port, stop: () => server.close() };
}
