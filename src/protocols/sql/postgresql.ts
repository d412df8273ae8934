import { GuardedSocket } from './guard-socket.ts';
import type { SqlDriver, SqlFailure } from './outcome.ts';
import { readRows } from './read-rows.ts';

/** PostgreSQL by `pg`. Error codes: PostgreSQL documentation, appendix A. */
export const postgresql: SqlDriver = {
  defaultPort: 5432,
  query: async (target, queries, { limitMs, signal }) => {
    const { default: pg } = await import('pg');
    const { tls } = target;
    const client = new pg.Client({
      host: target.host,
      port: target.port,
      user: target.user,
      password: target.password,
      database: target.database ?? 'postgres',
      application_name: 'rispacs',
      connectionTimeoutMillis: limitMs,
      query_timeout: limitMs,
      ssl: tls === undefined ? false : { ...tls, rejectUnauthorized: true },
      stream: () => new GuardedSocket(signal),
    });
    let broken: unknown;
    // A connection that breaks between two queries is an event of its own.
    client.on('error', (error) => {
      broken = error;
    });
    try {
      await client.connect();
      const results = [];
      for (const text of queries) results.push(readRows((await client.query(text)).rows));
      return results;
    } catch (error) {
      throw broken ?? error;
    } finally {
      // Waiting for a server that does not answer any more is not worth it.
      client.end().catch((): undefined => undefined);
    }
  },
  classify: (code): SqlFailure | undefined => {
    if (code === '28P01' || code === '28000') return { kind: 'login-refused', code };
    if (code === '3D000') return { kind: 'no-database', code };
    if (code === '42501') return { kind: 'denied', code };
    if (code === '57P01' || code === '57P03' || code === '53300') return { kind: 'closed', code };
    return undefined;
  },
};
