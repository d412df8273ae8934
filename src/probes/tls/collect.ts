import type { Observation, ProbeContext } from '../contract.ts';
import { tellTlsFile } from '../shared/connect-node.ts';
import { loadTlsOptions } from '../shared/tls-options.ts';
import { describeHandshake } from './describe-handshake.ts';
import type { SecurityPlainRow } from './facts.ts';
import { tlsMessages } from './messages.ts';
import { closed, type HandshakeOutcome, shakeHands } from './shake-hands.ts';
import type { TlsTarget } from './target.ts';
import { tryPlainPort } from './try-plain.ts';

const limitMs = 5_000;

/** Shakes hands once as a modern client and once with the withdrawn versions only, then looks beside it. */
export async function collectTls(target: TlsTarget, context: ProbeContext): Promise<Observation> {
  const { endpoint, system, host, port, start, plainPorts } = target;
  const words = tlsMessages(context.language);
  const at = `${host}:${port}`;
  const loaded = await loadTlsOptions(target.tls, context);
  if (!loaded.ok)
    return {
      state: 'not-configured',
      reason: { code: 'tls-file', message: tellTlsFile(loaded, context.language) },
    };
  const shake = (versions: 'any' | 'withdrawn'): Promise<HandshakeOutcome> =>
    shakeHands({
      ...{ host, port, start, versions, limitMs },
      files: loaded.options,
      signal: context.signal,
    });
  const modern = await shake('any');
  context.signal.throwIfAborted();
  if (modern.kind !== 'shaken' && modern.kind !== 'alert' && modern.kind !== 'no-tls')
    return {
      state: modern.kind === 'timeout' || modern.kind === 'cancelled' ? 'timed-out' : modern.kind,
      reason: {
        code: 'code' in modern ? modern.code : modern.kind,
        message: words.failure(modern, at),
      },
    };
  const withdrawn = modern.kind === 'shaken' ? await shake('withdrawn') : undefined;
  const common = { endpoint, system, host };
  const row = {
    ...common,
    port,
    ...describeHandshake(modern, context.assessedOn, loaded.options.cert !== undefined),
    ...tellWithdrawn(withdrawn),
  };
  const plain: SecurityPlainRow[] = [];
  for (const one of plainPorts) {
    context.signal.throwIfAborted();
    plain.push({
      ...common,
      port: one.port,
      ...(await tryPlainPort(host, one, context.signal)),
    });
  }
  context.signal.throwIfAborted();
  const open = plain.filter((one) => one.open && !one.tls && !one.redirectsToHttps);
  return {
    state: 'observed',
    facts: { 'security.tls': [row], 'security.plain': plain },
    notes: [
      ...(row.offered ? [] : [words.noTls(at)]),
      ...((row.certificateDaysLeft ?? 0) < 0 ? [words.expired(at)] : []),
      ...open.map((one) => words.plainOpen(`${host}:${one.port}`)),
    ],
    ...(target.simulated && { simulated: true as const }),
  };
}

/** How servers turn a handshake down that they do not like, besides an alert. */
const hangsUp: ReadonlySet<string> = new Set([closed, 'ECONNRESET', 'EPIPE']);

/** A port that shook hands and then refuses the old versions, by an alert or by hanging up, does not take them. */
function tellWithdrawn(outcome: HandshakeOutcome | undefined): {
  readonly withdrawnAccepted?: boolean;
} {
  switch (outcome?.kind) {
    case 'shaken':
      return { withdrawnAccepted: true };
    case 'alert':
      return { withdrawnAccepted: false };
    case 'no-tls':
      // Anything else may be this computer's own refusal to speak them.
      return hangsUp.has(outcome.code) ? { withdrawnAccepted: false } : {};
    default:
      return {};
  }
}
