import type { EvidenceState } from '../../evidence/evidence.ts';
import type { Database } from '../../facility/schema.ts';
import type { TlsOptions } from '../../protocols/dicom/index.ts';
import {
  defaultSqlPort,
  runQueries,
  type SqlFailure,
  type SqlRow,
  type SqlTls,
} from '../../protocols/sql/index.ts';
import type { Observation, ProbeContext } from '../contract.ts';
import { askDatabaseMessages } from './ask-database-messages.ts';
import { loadTlsOptions } from './tls-options.ts';

/** Rows of each query in turn, or the observation that tells why there are none. */
export type DatabaseAnswer =
  | { readonly kind: 'answered'; readonly results: readonly (readonly SqlRow[])[] }
  | { readonly kind: 'failed'; readonly observation: Observation };

const limitMs = 20_000;

/**
 * Asks a database of the facility file. The password is resolved here and goes nowhere else.
 * @throws the signal's reason when the run is stopped, and UserError when a secret is not there.
 */
export async function askDatabase(
  database: Database,
  queries: readonly string[],
  context: ProbeContext,
): Promise<DatabaseAnswer> {
  const { product, host, user, tls } = database;
  const words = askDatabaseMessages(context.language);
  const port = database.port ?? defaultSqlPort(product);
  const loaded = tls && (await loadTlsOptions(tls, context));
  if (loaded && !loaded.ok) {
    const message = 'file' in loaded ? words.noFile(loaded.file) : words.badFiles(loaded.code);
    const code = 'file' in loaded ? 'tls-file' : loaded.code;
    return failed({ state: 'not-configured', reason: { code, message } });
  }
  const outcome = await runQueries(
    {
      product,
      host,
      port,
      user,
      password: database.password ? await context.readSecret(database.password) : '',
      database: database.database,
      tls: loaded && toSqlTls(loaded.options),
    },
    queries,
    { limitMs, signal: context.signal },
  );
  if (outcome.kind === 'rows') return { kind: 'answered', results: outcome.results };
  context.signal.throwIfAborted();
  const code = 'code' in outcome ? outcome.code : outcome.kind;
  const message = words.failure(outcome, `${host}:${port}`, product, tls !== undefined);
  return failed({ state: stateOf(outcome.kind), reason: { code, message } });
}

/** What was read from files is bytes; the type allows more. */
function toSqlTls({ ca, cert, key, passphrase, servername }: TlsOptions): SqlTls {
  return {
    ca: Buffer.isBuffer(ca) ? ca : undefined,
    cert: Buffer.isBuffer(cert) ? cert : undefined,
    key: Buffer.isBuffer(key) ? key : undefined,
    passphrase,
    servername,
  };
}

function failed(observation: Observation): DatabaseAnswer {
  return { kind: 'failed', observation };
}

function stateOf(kind: SqlFailure['kind']): Exclude<EvidenceState, 'observed'> {
  switch (kind) {
    case 'refused':
    case 'login-refused':
    case 'denied':
    case 'tls-required':
      return 'refused';
    case 'unreachable':
    case 'closed':
      return 'unreachable';
    case 'timeout':
    case 'cancelled':
      return 'timed-out';
    case 'no-database':
    case 'tls':
    case 'too-old':
    case 'too-large':
    case 'protocol-error':
      return 'protocol-error';
  }
}
