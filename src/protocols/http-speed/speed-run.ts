import { setTimeout as sleep } from 'node:timers/promises';
import { startCpuMeter } from '../iperf3/cpu-meter.ts';
import { Pacer } from '../iperf3/pacer.ts';
import { RateSampler, toMbps } from '../iperf3/rate-samples.ts';
import { RunGuard } from '../iperf3/run-guard.ts';
import { ping, type SpeedConnections } from './connections.ts';
import { readFailure } from './failure-reading.ts';
import { LatencyLog } from './latency.ts';
import type {
  CompletedSpeedTest,
  HttpSpeedFailure,
  HttpSpeedFailureReason,
  HttpSpeedPhase,
} from './outcome.ts';
import { askOwnAddress } from './own-address.ts';
import type { SpeedPlan } from './speed-plan.ts';
import { TransferTally } from './transfer-tally.ts';
import { keepDownloading, keepUploading, requireSuccess } from './transfers.ts';

const sampleMs = 500;
const pingEveryMs = 200;
const idlePings = 10;

/** One test against a test point: greeting, idle round trips, grace period, measurement. */
export class SpeedRun {
  readonly #plan: SpeedPlan;
  readonly #guard = new RunGuard<HttpSpeedFailure>();
  readonly #stop = new AbortController();
  readonly #tally: TransferTally;
  readonly #workers: Promise<void>[] = [];
  #simulated = false;
  #phase: HttpSpeedPhase = 'connect';
  #mistake: { error: unknown } | undefined;
  #connections: SpeedConnections | undefined;

  constructor(plan: SpeedPlan) {
    this.#plan = plan;
    this.#tally = new TransferTally(plan.maxBytes);
  }

  /** Why the test ended early; `undefined` while it goes on. */
  get failure(): HttpSpeedFailure | undefined {
    return this.#guard.end;
  }

  /** Ends the test for this reason, in the phase it is in. */
  fail(reason: HttpSpeedFailureReason): void {
    this.#guard.finish({ ...reason, phase: this.#phase });
  }

  /**
   * Cuts every connection.
   *
   * @throws whatever went wrong that is neither the network's nor the peer's doing.
   */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#connections?.destroy();
    await Promise.all(this.#workers);
    if (this.#mistake !== undefined) throw this.#mistake.error;
  }

  /** Conducts the test. @throws RunEnded when it ends early. */
  async measure(connections: SpeedConnections): Promise<CompletedSpeedTest> {
    this.#connections = connections;
    const { direction, graceSeconds, secure, style, acceptUntrusted } = this.#plan;
    await this.#greet(connections);
    const egressAddress = await askOwnAddress(
      connections.latency,
      this.#plan.paths.address,
      this.#stop.signal,
    );
    const idleLatency = await this.#measureIdle(connections);
    this.#phase = 'grace';
    this.#startWorkers(connections);
    const { maxBytes = 0 } = this.#plan;
    if ((await this.#wait(graceSeconds * 1000)) === 'byte-cap')
      this.#guard.leave({ kind: 'byte-cap', maxBytes, phase: 'grace' });
    this.#phase = 'running';
    const loaded = new LatencyLog();
    const pinger = this.#pingUntilStopped(connections, loaded);
    this.#workers.push(pinger);
    const transferred = await this.#measureTransfer();
    this.#stop.abort();
    await pinger;
    const loadedLatency = loaded.summarize();
    const { answered, requests, serverReceivedBytes } = this.#tally;
    return {
      kind: 'completed',
      direction,
      style,
      ...transferred,
      connections: this.#plan.connections,
      requests,
      ...(direction === 'up' ? { confirmedBytes: answered.bytes } : {}),
      ...(serverReceivedBytes === undefined ? {} : { serverReceivedBytes }),
      idleLatency,
      ...(loadedLatency === undefined ? {} : { loadedLatency }),
      transport: !secure ? 'http' : acceptUntrusted ? 'https-unverified' : 'https-verified',
      ...(this.#simulated ? { simulated: true as const } : {}),
      ...connections.addresses(),
      ...(egressAddress === undefined ? {} : { egressAddress }),
    };
  }

  /** The first request: opens a connection and shows whether a test point answers at all. */
  async #greet(connections: SpeedConnections): Promise<void> {
    const { connectTimeoutMs, paths, stepTimeoutMs } = this.#plan;
    const greeting = this.#settle(async () => {
      const response = await ping(connections.latency, paths.ping, this.#stop.signal);
      requireSuccess(response, paths.ping);
      this.#simulated = response.headers['x-rispacs-simulator'] === '1';
    });
    await this.#guard.until(greeting, connectTimeoutMs + stepTimeoutMs, () => this.#late());
  }

  async #measureIdle(connections: SpeedConnections): Promise<CompletedSpeedTest['idleLatency']> {
    this.#phase = 'idle-latency';
    const log = new LatencyLog();
    for (let sent = 0; sent < idlePings; sent += 1) {
      const timed = this.#settle(async () => {
        const error = await log.time(async () => {
          await ping(connections.latency, this.#plan.paths.ping, this.#stop.signal);
        }, this.#stop.signal);
        if (error !== undefined) throw error;
      });
      await this.#guard.until(timed, this.#plan.stepTimeoutMs, () => this.#late());
    }
    return log.summarize() ?? this.#guard.leave(this.#late());
  }

  #startWorkers(connections: SpeedConnections): void {
    const { connections: count, direction, maxMbps } = this.#plan;
    const context = {
      plan: this.#plan,
      dispatcher: connections.transfer,
      pacer: maxMbps === undefined ? undefined : new Pacer(maxMbps),
      tally: this.#tally,
      signal: this.#stop.signal,
    };
    const transfer = direction === 'down' ? keepDownloading : keepUploading;
    for (let started = 0; started < count; started += 1)
      this.#workers.push(this.#settle(() => transfer(context)));
  }

  async #pingUntilStopped(connections: SpeedConnections, log: LatencyLog): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const startMs = performance.now();
      await log.time(async () => {
        await ping(connections.latency, this.#plan.paths.ping, signal);
      }, signal);
      const restMs = Math.max(0, pingEveryMs - (performance.now() - startMs));
      await sleep(restMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #measureTransfer(): Promise<
    Pick<
      CompletedSpeedTest,
      'bytes' | 'seconds' | 'mbps' | 'countedBy' | 'samples' | 'stoppedBy' | 'localCpuPercent'
    >
  > {
    const { seconds, stepTimeoutMs } = this.#plan;
    const readCpu = startCpuMeter();
    const startMs = performance.now();
    let lastBytes = this.#tally.bytes;
    let movedMs = performance.now();
    const sampler = new RateSampler(
      () => this.#tally.bytes,
      sampleMs,
      () => {
        const { bytes } = this.#tally;
        if (bytes !== lastBytes) movedMs = performance.now();
        else if (performance.now() - movedMs > stepTimeoutMs) this.#guard.finish(this.#late());
        lastBytes = bytes;
      },
    );
    try {
      const stoppedBy = await this.#wait(seconds * 1000);
      const accepted = sampler.stop();
      const answered =
        this.#plan.direction === 'up'
          ? this.#tally.answered.arrivedBetween(startMs, performance.now())
          : undefined;
      const { bytes, seconds: spent } = answered ?? accepted;
      return {
        bytes,
        seconds: spent,
        mbps: toMbps(bytes, spent),
        countedBy:
          this.#plan.direction === 'down' ? 'arrival' : answered ? 'answers' : 'acceptance',
        samples: accepted.samples,
        stoppedBy,
        localCpuPercent: readCpu().totalPercent,
      };
    } finally {
      sampler.stop();
    }
  }

  /** Waits while the workers transfer, and says whether time or the cap on bytes ended it. */
  async #wait(ms: number): Promise<'time' | 'byte-cap'> {
    const time = Promise.withResolvers<'time'>();
    const timer = setTimeout(() => time.resolve('time'), ms);
    const work = Promise.race([time.promise, this.#tally.full.then(() => 'byte-cap' as const)]);
    try {
      return await this.#guard.until(work, ms + this.#plan.stepTimeoutMs, () => this.#late());
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs some exchange to its end; a failure ends the test unless that is stopping anyway. */
  async #settle(exchange: () => Promise<void>): Promise<void> {
    try {
      await exchange();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const reason = readFailure(error);
      if (reason === undefined) this.#mistake = { error };
      this.fail(reason ?? { kind: 'cancelled' });
    }
  }

  #late(): HttpSpeedFailure {
    return { kind: 'timeout', limit: 'step', phase: this.#phase };
  }
}
