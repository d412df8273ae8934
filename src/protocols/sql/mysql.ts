import { once } from 'node:events';
import { connectGuarded, type GuardedSocket, whenBroken } from './guard-socket.ts';
import type { SqlDriver, SqlFailure, SqlRow } from './outcome.ts';
import { readRows } from './read-rows.ts';

const refusedLogins = new Set([
  'ER_ACCESS_DENIED_ERROR',
  'ER_ACCESS_DENIED_NO_PASSWORD_ERROR',
  'ER_HOST_NOT_PRIVILEGED',
  'ER_HOST_IS_BLOCKED',
  'ER_ACCOUNT_HAS_BEEN_LOCKED',
  'ER_MUST_CHANGE_PASSWORD_LOGIN',
  'AUTH_SWITCH_PLUGIN_ERROR',
]);
const denied = new Set(['ER_SPECIFIC_ACCESS_DENIED_ERROR', 'ER_TABLEACCESS_DENIED_ERROR']);

/** MySQL and MariaDB by `mysql2`. Error names: MySQL error reference, MariaDB error codes. */
export const mysql: SqlDriver = {
  defaultPort: 3306,
  query: async (target, queries, { limitMs, signal }) => {
    const { createConnection } = await import('mysql2/promise');
    const { tls } = target;
    const stream = await connectGuarded(target.host, target.port, signal);
    const converse = async (): Promise<SqlRow[][]> => {
      await expectGreeting(stream);
      // The library tells Node's TLS no name for an address, and a certificate is then compared with "localhost". Node
      // takes the name that the socket was opened for, which it keeps for host names only.
      Reflect.set(stream, '_host', target.host);
      const connection = await createConnection({
        // Used for the certificate only: the socket is connected.
        host: tls?.servername ?? target.host,
        port: target.port,
        user: target.user,
        password: target.password,
        ...(target.database !== undefined && { database: target.database }),
        connectTimeout: limitMs,
        // A server could otherwise ask for files of this computer.
        flags: ['-LOCAL_FILES'],
        ...(tls && {
          ssl: {
            ...(tls.ca && { ca: tls.ca }),
            ...(tls.cert && { cert: tls.cert }),
            ...(tls.key && { key: tls.key }),
            ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
            rejectUnauthorized: true,
            verifyIdentity: true,
          },
        }),
        stream,
      });
      connection.on('error', () => stream.destroy());
      const results = [];
      for (const sql of queries) {
        const [rows] = await connection.query({ sql, timeout: limitMs });
        results.push(readRows(Array.isArray(rows) ? rows : []));
      }
      connection.destroy();
      return results;
    };
    try {
      return await Promise.race([converse(), whenBroken(stream)]);
    } finally {
      stream.destroy();
    }
  },
  classify: (code): SqlFailure | undefined => {
    if (refusedLogins.has(code)) return { kind: 'login-refused', code };
    if (code === 'ER_BAD_DB_ERROR' || code === 'ER_DBACCESS_DENIED_ERROR') {
      return { kind: 'no-database', code };
    }
    if (denied.has(code)) return { kind: 'denied', code };
    if (code === 'HANDSHAKE_NO_SSL_SUPPORT' || code === 'HANDSHAKE_SSL_ERROR') {
      return { kind: 'tls', code };
    }
    if (code === 'ER_SECURE_TRANSPORT_REQUIRED') return { kind: 'tls-required', code };
    if (code === 'PROTOCOL_CONNECTION_LOST' || code === 'ECLOSE' || code === 'ER_CON_COUNT_ERROR') {
      return { kind: 'closed', code };
    }
    return undefined;
  },
};

/**
 * The server speaks first: a packet with number 0 and a first byte of 10 (protocol version) or 255 (error). Whatever
 * else greets is no MySQL, and is not given to the library, which would wait for the rest of it.
 */
async function expectGreeting(stream: GuardedSocket): Promise<void> {
  while (stream.readableLength < 5) {
    await Promise.race([once(stream, 'readable'), whenBroken(stream)]);
    if (stream.readableLength < 5) stream.read(0);
  }
  const greeting: unknown = stream.read();
  if (!Buffer.isBuffer(greeting)) throw Object.assign(new Error(), { code: 'NO_GREETING' });
  stream.unshift(greeting);
  const isMysql = greeting[3] === 0 && (greeting[4] === 10 || greeting[4] === 255);
  if (!isMysql) throw Object.assign(new Error(), { code: 'OTHER_GREETING' });
}
