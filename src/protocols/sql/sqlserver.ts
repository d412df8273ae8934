import { connectGuarded, whenBroken } from './guard-socket.ts';
import type { SqlDriver, SqlFailure, SqlRow } from './outcome.ts';
import { mostRows, readRows } from './read-rows.ts';

type Tedious = typeof import('tedious');
type Connection = InstanceType<Tedious['Connection']>;

/** SQL Server by `tedious`; SQL logins only, no Windows accounts. */
export const sqlserver: SqlDriver = {
  defaultPort: 1433,
  query: async (target, queries, { limitMs, signal }) => {
    const tedious = await import('tedious');
    const { tls } = target;
    // A socket of our own tells a refused port from a refused login.
    const socket = await connectGuarded(target.host, target.port, signal);
    const connection = new tedious.Connection({
      server: target.host,
      authentication: {
        type: 'default',
        options: { userName: target.user, password: target.password },
      },
      options: {
        port: target.port,
        ...(target.database !== undefined && { database: target.database }),
        appName: 'rispacs',
        encrypt: tls !== undefined,
        trustServerCertificate: false,
        ...(tls?.servername !== undefined && { serverName: tls.servername }),
        ...(tls && {
          cryptoCredentialsDetails: {
            ...(tls.ca && { ca: tls.ca }),
            ...(tls.cert && { cert: tls.cert }),
            ...(tls.key && { key: tls.key }),
            ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
          },
        }),
        connectTimeout: limitMs,
        requestTimeout: limitMs,
        connector: async () => socket,
      },
    });
    // Without a listener an error of the connection would end the process.
    connection.on('error', () => socket.destroy());
    const converse = async (): Promise<SqlRow[][]> => {
      await login(connection);
      const results = [];
      for (const sql of queries) results.push(await ask(tedious, connection, sql));
      return results;
    };
    try {
      return await Promise.race([converse(), whenBroken(socket)]);
    } finally {
      connection.close();
      socket.destroy();
    }
  },
  classify: (code): SqlFailure | undefined => {
    switch (code) {
      case 'ELOGIN':
      case '18456':
        return { kind: 'login-refused', code };
      case '4060':
        return { kind: 'no-database', code };
      case 'EENCRYPT':
        return { kind: 'tls-required', code };
      case '229':
      case '297':
      case '300':
        return { kind: 'denied', code };
      case 'ETIMEOUT':
      case 'ESOCKET':
      case 'ECLOSE':
        return { kind: 'closed', code };
      default:
        return undefined;
    }
  },
};

function login(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
}

function ask(tedious: Tedious, connection: Connection, sql: string): Promise<SqlRow[]> {
  return new Promise((resolve, reject) => {
    const rows: Record<string, unknown>[] = [];
    const request = new tedious.Request(sql, (error) =>
      error ? reject(error) : resolve(readRows(rows)),
    );
    request.on('row', (columns: { metadata: { colName: string }; value: unknown }[]) => {
      if (rows.length >= mostRows) return;
      rows.push(
        Object.fromEntries(columns.map(({ metadata, value }) => [metadata.colName, value])),
      );
    });
    connection.execSqlBatch(request);
  });
}
