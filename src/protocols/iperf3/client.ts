import { randomBytes } from 'node:crypto';
import { concludeTest, measureTransfer } from './client-measurement.ts';
import { ClientSession } from './client-session.ts';
import type { ControlChannel } from './control-channel.ts';
import { readInterfaceMtu } from './interface-mtu.ts';
import type { CompletedTest, TestPhase, ThroughputOptions, ThroughputOutcome } from './outcome.ts';
import { type EndResults, formatResults, maxResultsBytes, parseResults } from './results.ts';
import { RunEnded } from './run-guard.ts';
import { controlState, cookieBytes } from './states.ts';
import { formatParameters, planTest } from './test-plan.ts';

/**
 * Measures TCP throughput against an iperf3 server (esnet iperf 3.x wire protocol), ours or a stock
 * one. The receiver's byte count decides: upwards that is what the server says it received.
 *
 * It fills the line for the time given: run it only where a load test is allowed. A stock server
 * reopens its port between tests, so leave about a second before the next one.
 *
 * @throws RangeError when an option lies outside its bounds. Whatever the peer or the network does
 * is an outcome, never an exception.
 */
export async function runThroughputTest(options: ThroughputOptions): Promise<ThroughputOutcome> {
  const plan = planTest(options);
  const session = new ClientSession(plan);
  const cancel = (): void => session.fail({ kind: 'cancelled' });
  const overall = setTimeout(
    () => session.fail({ kind: 'timeout', limit: 'overall', limitMs: plan.overallTimeoutMs }),
    plan.overallTimeoutMs,
  );
  options.signal?.addEventListener('abort', cancel, { once: true });
  if (options.signal?.aborted === true) cancel();
  let lastState: number | undefined;
  try {
    const completed = await converse(session);
    lastState = controlState.done;
    return completed;
  } catch (error) {
    const { failure } = session;
    if (error instanceof RunEnded && failure !== undefined) return failure;
    throw error;
  } finally {
    clearTimeout(overall);
    options.signal?.removeEventListener('abort', cancel);
    await session.dismiss(lastState);
  }
}

/** The whole conversation, in its order. */
async function converse(session: ClientSession): Promise<CompletedTest> {
  const { plan } = session;
  const cookie = makeCookie();
  const { socket, channel } = await session.connect();
  const peerAddress = socket.remoteAddress ?? plan.host;
  const localAddress = socket.localAddress ?? '';
  socket.write(cookie);
  await expectState(session, channel, 'parameters', controlState.parameterExchange);
  channel.sendJson(formatParameters(plan));
  await expectState(session, channel, 'create-streams', controlState.createStreams);
  for (let opened = 0; opened < plan.parallel; opened += 1)
    await session.connectStream(peerAddress, cookie);
  await expectState(session, channel, 'test-start', controlState.testStart);
  await expectState(session, channel, 'test-start', controlState.testRunning);
  const nextState = channel.readState();
  const local = await measureTransfer(session, nextState);
  channel.sendState(controlState.testEnd);
  const answer = await session.step('results', () => nextState);
  await session.expect('results', controlState.exchangeResults, answer);
  const sending = plan.direction === 'up';
  channel.sendJson(formatResults(local.streamBytes, local.seconds, local.cpu, sending));
  const remote = await readResults(session, channel);
  await expectState(session, channel, 'display', controlState.displayResults);
  const mtuHint = await readInterfaceMtu(localAddress);
  return {
    ...concludeTest(session, local, remote),
    streams: plan.parallel,
    ...(plan.mss === undefined ? {} : { mss: plan.mss }),
    ...(mtuHint === undefined ? {} : { mtuHint }),
    localAddress,
    peerAddress,
  };
}

/** Waits for the next state and insists on it. */
async function expectState(
  session: ClientSession,
  channel: ControlChannel,
  phase: TestPhase,
  expected: number,
): Promise<void> {
  const state = await session.step(phase, () => channel.readState());
  await session.expect(phase, expected, state);
}

async function readResults(session: ClientSession, channel: ControlChannel): Promise<EndResults> {
  const message = await session.step('results', () => channel.readJson(maxResultsBytes));
  if (message.kind === 'too-long')
    return session.leave(
      session.protocolError(`results of ${message.announcedBytes} bytes announced`),
    );
  if (message.kind === 'not-json')
    return session.leave(session.protocolError('the results are not JSON'));
  const parsed = parseResults(message.value, session.plan.parallel);
  return parsed.kind === 'ok'
    ? parsed.results
    : session.leave(session.protocolError(parsed.message));
}

/** The name of one test, which its connections open with: 36 base-32 characters and a NUL. */
function makeCookie(): Buffer {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  const cookie = Buffer.alloc(cookieBytes);
  for (const [index, byte] of randomBytes(cookieBytes - 1).entries())
    cookie.write(alphabet[byte % alphabet.length] ?? 'a', index, 'latin1');
  return cookie;
}
