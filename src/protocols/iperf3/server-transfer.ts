import { randomBytes } from 'node:crypto';
import { type CpuReading, startCpuMeter } from './cpu-meter.ts';
import type { Pacer } from './pacer.ts';
import { type RateSample, RateSampler, type SampledRun } from './rate-samples.ts';
import type { ServerStream } from './server-stream.ts';
import type { TestRequest } from './test-request.ts';

/** What our end of a test counted after the omitted seconds. */
export interface ServerMeasurement {
  sampled: SampledRun;
  /** In the order the client opened its streams. */
  streamBytes: number[];
  cpu: CpuReading;
}

/** What a transfer tells while it runs. */
interface TransferListener {
  onLost: (code: string | undefined) => void;
  onSample: (sample: RateSample) => void;
}

/** The data phase of one test at the server's end: streams, counters and the omitted seconds. */
export class ServerTransfer {
  readonly #streams: readonly ServerStream[];
  readonly #request: TestRequest;
  readonly #pacer: Pacer | undefined;
  #omitTimer: NodeJS.Timeout | undefined;
  #before: number[] = [];
  #readCpu = startCpuMeter();
  #sampler: RateSampler | undefined;
  #result: ServerMeasurement | undefined;

  constructor(streams: readonly ServerStream[], request: TestRequest, pacer: Pacer | undefined) {
    this.#streams = streams;
    this.#request = request;
    this.#pacer = pacer;
  }

  /** Lets the data flow and starts the clock. */
  start(listener: TransferListener): void {
    const { blockBytes, direction, omitSeconds } = this.#request;
    const block = randomBytes(this.#pacer?.blockBytes(blockBytes) ?? blockBytes);
    for (const stream of this.#streams) stream.run(direction, block, this.#pacer, listener.onLost);
    this.#measure(listener);
    if (omitSeconds > 0)
      this.#omitTimer = setTimeout(() => this.#measure(listener), omitSeconds * 1000);
  }

  /** Stops the clock; the first call decides what was measured. The streams stay open. */
  stop(): ServerMeasurement {
    if (this.#result !== undefined) return this.#result;
    clearTimeout(this.#omitTimer);
    this.#result = {
      streamBytes: this.#count().map((bytes, index) => bytes - (this.#before[index] ?? 0)),
      sampled: this.#sampler?.stop() ?? { bytes: 0, seconds: 0, samples: [] },
      cpu: this.#readCpu(),
    };
    return this.#result;
  }

  #measure(listener: TransferListener): void {
    this.#sampler?.stop();
    this.#before = this.#count();
    this.#readCpu = startCpuMeter();
    this.#sampler = new RateSampler(
      () => this.#count().reduce((sum, bytes) => sum + bytes, 0),
      1000,
      listener.onSample,
    );
  }

  #count(): number[] {
    return this.#streams.map((stream) => stream.bytes);
  }
}
