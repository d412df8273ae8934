import { AnswerTooLarge } from './guard-socket.ts';
import { mysql } from './mysql.ts';
import { oracle } from './oracle.ts';
import type {
  SqlDriver,
  SqlFailure,
  SqlLimits,
  SqlOutcome,
  SqlProduct,
  SqlTarget,
} from './outcome.ts';
import { postgresql } from './postgresql.ts';
import { sqlserver } from './sqlserver.ts';

const drivers: Readonly<Record<SqlProduct, SqlDriver>> = {
  postgresql,
  mysql,
  mariadb: mysql,
  sqlserver,
  oracle,
};
const defaultLimitMs = 20_000;
const deepestCause = 5;
// Oracle's library tells the system's code in its message only.
const systemCode = /\b(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND)\b/;
const tlsCode = /^(ERR_(TLS|SSL)_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;

/** The port a product listens on unless it is told otherwise. */
export function defaultSqlPort(product: SqlProduct): number {
  return drivers[product].defaultPort;
}

/**
 * Logs in, asks, and leaves. Only for queries that read: what is asked is the caller's. Never throws for what a server
 * does; the server's own words are dropped because they can carry names and data.
 */
export async function runQueries(
  target: SqlTarget,
  queries: readonly string[],
  { limitMs = defaultLimitMs, signal }: SqlLimits = {},
): Promise<SqlOutcome> {
  const driver = drivers[target.product];
  const deadline = AbortSignal.timeout(limitMs);
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const answer = driver.query(target, queries, { limitMs, signal: either });
  try {
    return { kind: 'rows', results: await orAbort(answer, either) };
  } catch (error) {
    if (signal?.aborted) return { kind: 'cancelled' };
    if (deadline.aborted) return { kind: 'timeout', limitMs };
    return classify(error, driver);
  }
}

/** A library that does not listen to the signal is left behind; its connection closes by its own limits. */
function orAbort<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    answer
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop))
      .catch((): undefined => undefined);
  });
}

function classify(error: unknown, driver: SqlDriver): SqlFailure {
  if (error instanceof AnswerTooLarge) return { kind: 'too-large' };
  const codes = codesOf(error);
  if (codes.includes('ANSWER_TOO_LARGE')) return { kind: 'too-large' };
  for (const code of codes) {
    if (code === 'ECONNREFUSED') return { kind: 'refused', code };
    if (/^(ENOTFOUND|EAI_|EHOST|ENET|EADDR)/.test(code)) return { kind: 'unreachable', code };
    if (code === 'ETIMEDOUT') return { kind: 'unreachable', code };
    if (tlsCode.test(code)) return { kind: 'tls', code };
  }
  const known = codes.map((code) => driver.classify(code)).find((one) => one !== undefined);
  if (known) return known;
  const [first] = codes;
  if (first === 'ECONNRESET' || first === 'EPIPE') return { kind: 'closed', code: first };
  const message = error instanceof Error ? error.message : '';
  if (/server does not support SSL/i.test(message)) return { kind: 'tls', code: 'NOT_OFFERED' };
  if (/terminated/i.test(message)) return { kind: 'closed', code: 'TERMINATED' };
  return { kind: 'protocol-error', code: first ?? (error instanceof Error ? error.name : 'ERROR') };
}

/** Codes of an error and of what caused it, the innermost first: `ESOCKET` says less than the `ECONNRESET` in it. */
function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < deepestCause && current instanceof Error; depth += 1) {
    const told = systemCode.exec(current.message)?.[1];
    if (told !== undefined) codes.unshift(told);
    for (const key of ['code', 'number']) {
      const value: unknown = Reflect.get(current, key);
      if (typeof value === 'string' || typeof value === 'number') codes.unshift(String(value));
    }
    current = current instanceof AggregateError ? current.errors[0] : (current.cause ?? undefined);
  }
  return codes.filter((code) => /^[\w-]{1,60}$/.test(code));
}
