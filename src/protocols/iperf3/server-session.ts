import type { Socket } from 'node:net';
import { ControlChannel, type JsonMessage } from './control-channel.ts';
import { endSoon } from './end-soon.ts';
import { Pacer } from './pacer.ts';
import { toMbps } from './rate-samples.ts';
import { formatResults, maxResultsBytes } from './results.ts';
import { RunEnded, RunGuard } from './run-guard.ts';
import { ServerStream } from './server-stream.ts';
import { type ServerMeasurement, ServerTransfer } from './server-transfer.ts';
import type { AbortReason, ServerLimits, ServerPhase } from './server-types.ts';
import { controlState, nameState, serverErrorCode } from './states.ts';
import { maxParameterBytes, parseRequest, type TestRequest } from './test-request.ts';

/** How late a client may announce the end of a timed test before it counts as hung. */
const endGraceMs = 10_000;

/** Our side of one test, from the cookie to the last word. */
export class ServerSession {
  readonly cookie: string;
  readonly peer: string;
  readonly #limits: ServerLimits;
  readonly #channel: ControlChannel;
  readonly #control: Socket;
  readonly #guard = new RunGuard<AbortReason>();
  readonly #streams: ServerStream[] = [];
  readonly #complete = Promise.withResolvers<void>();
  #phase: ServerPhase = 'parameters';
  #wantedStreams = 0;
  #finished = false;

  constructor(control: Socket, cookie: string, early: Buffer, peer: string, limits: ServerLimits) {
    this.cookie = cookie;
    this.peer = peer;
    this.#limits = limits;
    this.#control = control;
    this.#channel = new ControlChannel(
      control,
      (fault) =>
        this.#guard.finish(
          fault.kind === 'flooded'
            ? { kind: 'protocol-error', message: 'more control data than iperf3 ever sends' }
            : fault,
        ),
      early,
    );
  }

  /** Whether the results are out, so that the next client may begin. */
  get finished(): boolean {
    return this.#finished;
  }

  /** Whether a connection with the right cookie would be taken as a stream now. */
  get acceptsStreams(): boolean {
    return this.#phase === 'create-streams' && this.#streams.length < this.#wantedStreams;
  }

  /** Takes a connection that introduced itself with the cookie of this test. */
  attach(socket: Socket, early: Buffer): void {
    this.#streams.push(new ServerStream(socket, early.length));
    if (this.#streams.length === this.#wantedStreams) this.#complete.resolve();
  }

  /** Ends the test because the server closes. */
  close(): void {
    this.#guard.finish({ kind: 'server-closed' });
  }

  /** Conducts the test; every connection of it is closed when this is kept. Never rejects. */
  async serve(): Promise<void> {
    try {
      await this.#converse();
    } catch (error) {
      const reason = this.#guard.end;
      if (!(error instanceof RunEnded) || reason === undefined) throw error;
      // After the results a client may say IPERF_DONE, hang up or fall silent: the test is done.
      if (!this.#finished) {
        this.#limits.emit({ kind: 'aborted', peer: this.peer, reason });
        this.#takeLeave(reason);
      }
    } finally {
      for (const stream of this.#streams) stream.destroy();
      endSoon(this.#control);
    }
  }

  async #converse(): Promise<void> {
    this.#channel.sendState(controlState.parameterExchange);
    const request = this.#readRequest(
      await this.#step('parameters', this.#channel.readJson(maxParameterBytes)),
    );
    this.#wantedStreams = request.streams;
    this.#phase = 'create-streams';
    this.#channel.sendState(controlState.createStreams);
    await this.#step('create-streams', this.#complete.promise);
    const { sampled, streamBytes, cpu } = await this.#transfer(request);
    // A stock client keeps reading until it hears EXCHANGE_RESULTS, so its streams go first.
    for (const stream of this.#streams) stream.destroy();
    this.#channel.sendState(controlState.exchangeResults);
    const theirs = await this.#step('results', this.#channel.readJson(maxResultsBytes));
    if (theirs.kind !== 'json') this.#breach('the results are not JSON of a sensible size');
    const sending = request.direction === 'down';
    this.#channel.sendJson(
      formatResults(streamBytes, sampled.seconds, cpu, sending, this.#limits.simulated),
    );
    this.#channel.sendState(controlState.displayResults);
    const { bytes, seconds } = sampled;
    this.#limits.emit({
      kind: 'finished',
      peer: this.peer,
      direction: request.direction,
      bytes,
      seconds,
      mbps: toMbps(bytes, seconds),
    });
    this.#finished = true;
    await this.#step('done', this.#channel.readState());
  }

  async #transfer(request: TestRequest): Promise<ServerMeasurement> {
    const transfer = new ServerTransfer(this.#streams, request, this.#pacerFor(request));
    const seconds = request.seconds ?? this.#limits.maxSeconds;
    const limitMs = (seconds + request.omitSeconds) * 1000 + endGraceMs;
    const { direction, streams } = request;
    this.#channel.sendState(controlState.testStart);
    this.#channel.sendState(controlState.testRunning);
    transfer.start({
      onLost: (code) =>
        this.#guard.finish(code === undefined ? { kind: 'closed' } : { kind: 'reset', code }),
      onSample: (sample) =>
        this.#limits.emit({ kind: 'progress', peer: this.peer, direction, ...sample }),
    });
    this.#limits.emit({
      kind: 'started',
      peer: this.peer,
      direction,
      streams,
      ...(request.seconds === undefined ? {} : { seconds: request.seconds }),
    });
    try {
      const state = await this.#step('running', this.#channel.readState(), limitMs);
      if (state === controlState.clientTerminate) this.#guard.leave({ kind: 'client-terminated' });
      if (state !== controlState.testEnd) this.#breach(`${nameState(state)} while running`);
    } finally {
      transfer.stop();
    }
    return transfer.stop();
  }

  #takeLeave(reason: AbortReason): void {
    if (reason.kind === 'rejected') this.#channel.sendServerError(reason.code, 0);
    else if (reason.kind === 'server-closed' || reason.kind === 'timeout')
      this.#channel.sendState(controlState.serverTerminate);
  }

  #pacerFor(request: TestRequest): Pacer | undefined {
    // A ceiling the client asked for binds its own sending; ours only when we send.
    const wanted = request.direction === 'down' ? request.wantedMbps : undefined;
    const ceilings = [this.#limits.maxMbps, wanted].filter((mbps) => mbps !== undefined);
    return ceilings.length === 0 ? undefined : new Pacer(Math.min(...ceilings));
  }

  #readRequest(message: JsonMessage): TestRequest {
    if (message.kind !== 'json') {
      return this.#guard.leave({
        kind: 'rejected',
        code: serverErrorCode.parameters,
        message:
          message.kind === 'too-long'
            ? `parameters of ${message.announcedBytes} bytes announced`
            : 'the parameters are not JSON',
      });
    }
    const parsed = parseRequest(message.value, this.#limits);
    return parsed.kind === 'ok' ? parsed.request : this.#guard.leave(parsed);
  }

  #breach(message: string): never {
    return this.#guard.leave({ kind: 'protocol-error', message });
  }

  #step<Value>(phase: ServerPhase, work: Promise<Value>, limitMs?: number): Promise<Value> {
    this.#phase = phase;
    const limit = limitMs ?? this.#limits.stepTimeoutMs;
    return this.#guard.until(work, limit, () => ({ kind: 'timeout', phase }));
  }
}
