import { RunEnded } from '../iperf3/run-guard.ts';
import { prepareConnections } from './connections.ts';
import type { HttpSpeedOptions, HttpSpeedOutcome } from './outcome.ts';
import { planSpeedTest } from './speed-plan.ts';
import { SpeedRun } from './speed-run.ts';

/**
 * Measures the throughput of a line against an HTTP test point, with round-trip times before and
 * under load. It fills the line for the time given: run it only where a load test is allowed.
 *
 * The figure is body bytes over time, without the 6 % that LibreSpeed's own page adds. Upwards
 * a body counts once it is answered, so that what only fills buffers stays out.
 *
 * @throws RangeError when an option lies outside its bounds. Whatever the peer or the network does
 * is an outcome, never an exception.
 */
export async function runHttpSpeedTest(options: HttpSpeedOptions): Promise<HttpSpeedOutcome> {
  const plan = planSpeedTest(options);
  const run = new SpeedRun(plan);
  const cancel = (): void => run.fail({ kind: 'cancelled' });
  const overall = setTimeout(
    () => run.fail({ kind: 'timeout', limit: 'overall' }),
    plan.overallTimeoutMs,
  );
  options.signal?.addEventListener('abort', cancel, { once: true });
  if (options.signal?.aborted === true) cancel();
  try {
    return await run.measure(await prepareConnections(plan));
  } catch (error) {
    const { failure } = run;
    if (error instanceof RunEnded && failure !== undefined) return failure;
    throw error;
  } finally {
    clearTimeout(overall);
    options.signal?.removeEventListener('abort', cancel);
    await run.close();
  }
}
