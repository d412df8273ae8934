import type { Socket } from 'node:net';
import { type Connected, openConnection } from './connect.ts';
import { ControlChannel } from './control-channel.ts';
import { guessForeignProtocol } from './foreign-protocol.ts';
import type { FailureReason, TestPhase, ThroughputFailure } from './outcome.ts';
import { RunGuard } from './run-guard.ts';
import { controlState, nameState } from './states.ts';
import { StreamSet } from './stream-set.ts';
import type { TestPlan } from './test-plan.ts';

/** How long our last word may take to leave before the control connection is cut. */
const farewellMs = 300;

/** Phases in which the server listens for CLIENT_TERMINATE; elsewhere it would misread the byte. */
const terminablePhases: ReadonlySet<TestPhase> = new Set(['test-start', 'running', 'results']);

/** The connections and the state of one client test, with one way out of every wait. */
export class ClientSession {
  readonly plan: TestPlan;
  readonly streams: StreamSet;
  readonly #guard = new RunGuard<ThroughputFailure>();
  #phase: TestPhase = 'connect';
  #socket: Socket | undefined;
  #channel: ControlChannel | undefined;
  #understood = false;

  constructor(plan: TestPlan) {
    this.plan = plan;
    this.streams = new StreamSet(plan);
  }

  /** Ends the test for this reason, in the phase it is in. */
  fail(reason: FailureReason): void {
    this.#guard.finish({ ...reason, phase: this.#phase });
  }

  /** Why the test ended early; `undefined` while it goes on. */
  get failure(): ThroughputFailure | undefined {
    return this.#guard.end;
  }

  /** Ends the test from inside the conversation. */
  leave(reason: FailureReason): never {
    return this.#guard.leave({ ...reason, phase: this.#phase });
  }

  /** A reason to end: the peer said something impossible, with the bytes that show it. */
  protocolError(message: string): FailureReason {
    const bytes = this.#channel?.offendingBytes(32) ?? Buffer.alloc(0);
    return {
      kind: 'protocol-error',
      message,
      firstBytesHex: bytes.toString('hex'),
      hint: guessForeignProtocol(bytes, this.#understood),
    };
  }

  /** Waits for one step of the conversation, at most `limitMs`. */
  step<Value>(phase: TestPhase, work: () => Promise<Value>, limitMs?: number): Promise<Value> {
    this.#phase = phase;
    const limit = limitMs ?? this.plan.stepTimeoutMs;
    return this.#guard.until(work(), limit, () => ({
      kind: 'timeout',
      limit: 'step',
      limitMs: limit,
      phase,
    }));
  }

  /** Opens the control connection. */
  async connect(): Promise<{ socket: Socket; channel: ControlChannel }> {
    const { host, port, connectTimeoutMs } = this.plan;
    const connected = await this.step(
      'connect',
      () =>
        openConnection({ host, port, noDelay: true }, (socket) => {
          this.#socket = socket;
        }),
      connectTimeoutMs,
    );
    const socket = this.#need(connected);
    const channel = new ControlChannel(socket, (fault) => {
      if (fault.kind !== 'flooded') this.fail(fault);
      else this.fail(this.protocolError('more control data than iperf3 ever sends'));
    });
    this.#channel = channel;
    return { socket, channel };
  }

  /** Opens one data connection to the address the control connection reached. */
  async connectStream(host: string, cookie: Buffer): Promise<void> {
    const opening = () => this.streams.open(host, cookie);
    const connected = await this.step('stream-connect', opening, this.plan.connectTimeoutMs);
    this.#need(connected);
  }

  /** Takes a state that was read, and ends the test unless it is the one expected. */
  async expect(phase: TestPhase, expected: number, state: number): Promise<void> {
    if (state !== expected) return this.interrupt(phase, state, `expected ${nameState(expected)}`);
    this.#understood = true;
  }

  /**
   * Ends the test because of a state out of turn. ACCESS_DENIED, SERVER_ERROR and SERVER_TERMINATE
   * have a meaning at any time; the rest is a breach of the protocol.
   */
  async interrupt(phase: TestPhase, state: number, instead: string): Promise<never> {
    if (state === controlState.accessDenied) this.leave({ kind: 'busy' });
    if (state === controlState.serverTerminate) this.leave({ kind: 'terminated' });
    if (state === controlState.serverError) await this.#readServerError(phase);
    return this.leave(this.protocolError(`${instead}, received ${nameState(state)}`));
  }

  /**
   * Closes everything. A server that still runs the test is told so.
   *
   * @param lastState the state to take leave with, when the conversation came to its end.
   */
  async dismiss(lastState: number | undefined): Promise<void> {
    const socket = this.#socket;
    const farewell =
      lastState ?? (terminablePhases.has(this.#phase) ? controlState.clientTerminate : undefined);
    this.streams.destroy();
    if (socket === undefined || socket.destroyed) return;
    if (farewell !== undefined && socket.writable) {
      const gone = new Promise<void>((resolve) => socket.end(Buffer.from([farewell]), resolve));
      const timer = setTimeout(() => socket.destroy(), farewellMs);
      await Promise.race([gone, new Promise<void>((resolve) => socket.once('close', resolve))]);
      clearTimeout(timer);
    }
    socket.destroy();
  }

  async #readServerError(phase: TestPhase): Promise<void> {
    const channel = this.#channel;
    if (channel === undefined) return;
    const numbers = await this.step(phase, () => channel.take(8));
    this.leave({
      kind: 'server-error',
      code: numbers.readInt32BE(0),
      errno: numbers.readInt32BE(4),
    });
  }

  #need(connected: Connected): Socket {
    if (connected.kind === 'connected') return connected.socket;
    const { code } = connected;
    if (code === 'ECONNREFUSED') this.leave({ kind: 'refused', code });
    if (code === 'ECONNRESET' || code === 'EPIPE') this.leave({ kind: 'reset', code });
    return this.leave({ kind: 'unreachable', code });
  }
}
