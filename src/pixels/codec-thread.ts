import { Worker } from 'node:worker_threads';
import type { CodecAnswer, CodecTask } from './codec-task.ts';
import { fault, type Read, read } from './fault.ts';

/** How long a task may take, and what stops it. */
export interface TaskPatience {
  /** On the monotonic clock of `performance.now()`. */
  readonly untilMs: number;
  readonly signal?: AbortSignal;
}

/** The worker beside this module: TypeScript when run from source, JavaScript once built. */
const WORKER = new URL(
  `./codec-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
);

/** JavaScript memory of the thread; the codecs' own is bounded by their WebAssembly module to 2 GiB. */
const MAX_HEAP_MB = 1024;
/** Node's code for a thread that reached it. */
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

/**
 * A thread for codecs, started when it is first needed. One task at a time; a task that takes too long, or that is
 * cancelled, ends with the thread, since nothing else stops a codec. The next one gets a new thread.
 */
export class CodecThread {
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Runs a task after those before it. Never throws for a frame's bytes.
   * @throws Error when the codec library cannot be loaded
   */
  run(task: CodecTask, patience: TaskPatience): Promise<Read<Buffer>> {
    const running = this.#last.then(() => this.#run(task, patience));
    this.#last = running.catch(() => undefined);
    return running;
  }

  /** Ends the thread; it starts again with the next task. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #run(task: CodecTask, { untilMs, signal }: TaskPatience): Promise<Read<Buffer>> {
    const leftMs = untilMs - performance.now();
    if (signal?.aborted) return fault('cancelled', 'stopped before the frame was decoded');
    if (leftMs <= 0) return fault('timed-out', 'no time was left for the frame');
    const worker = this.#start();
    const { promise, resolve: settle, reject } = Promise.withResolvers<Read<Buffer>>();
    const timer = setTimeout(() => settle(fault('timed-out', 'the codec did not end')), leftMs);
    const onAbort = (): void => settle(fault('cancelled', 'stopped while a frame was decoded'));
    const onMessage = (answer: CodecAnswer): void => {
      if (answer.ok) settle(read(toBuffer(answer.bytes)));
      else if (answer.kind !== 'unavailable') settle(fault(answer.kind, answer.message));
      else reject(new Error(`the codec library cannot be used: ${answer.message}`));
    };
    const onError = (error: Error): void => {
      // Every other error is one of starting: what a frame makes the codec throw comes as an answer.
      if ('code' in error && error.code === OUT_OF_MEMORY) {
        settle(fault('not-decodable', 'the codec ran out of memory'));
      } else reject(new Error(`the codec library cannot be used: ${error.message}`));
    };
    const onExit = (): void => settle(fault('not-decodable', 'the codec ended'));
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.once('message', onMessage).once('error', onError).once('exit', onExit);
    try {
      // A copy: the frame is a view, and with it the whole object would cross.
      const bytes = new Uint8Array(task.bytes);
      worker.postMessage({ ...task, bytes }, [bytes.buffer]);
      const outcome = await promise;
      const isAlive = outcome.ok || ['truncated', 'not-decodable'].includes(outcome.fault.kind);
      if (!isAlive) await this.close();
      return outcome;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    }
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(WORKER, {
      // Options of the program itself, such as --eval, are not the thread's.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
      // What a library prints stays with the thread. Reading it would keep an idle thread, and the program, alive.
      stdout: true,
      stderr: true,
    });
    const forget = (): void => {
      if (this.#worker === worker) this.#worker = undefined;
    };
    worker.on('exit', forget).on('error', forget);
    worker.unref();
    this.#worker = worker;
    return worker;
  }
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
