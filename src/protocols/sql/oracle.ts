import type { SqlDriver, SqlFailure } from './outcome.ts';
import { mostRows, readRows } from './read-rows.ts';

const serviceName = /^[\w.$#-]{1,128}$/;
const hostName = /^[\w.:-]{1,255}$/;

/** Oracle by `oracledb` in its thin mode: nothing to install, servers from 12.1 on. */
export const oracle: SqlDriver = {
  defaultPort: 1521,
  query: async (target, queries, { limitMs, signal }) => {
    const service = target.database ?? '';
    // Both go into a connect descriptor, where brackets would mean something else.
    if (!serviceName.test(service)) throw Object.assign(new Error(), { code: 'NO_SERVICE_NAME' });
    const { default: oracledb } = await import('oracledb');
    const { tls } = target;
    if (!hostName.test(target.host)) throw Object.assign(new Error(), { code: 'NO_HOST_NAME' });
    const seconds = Math.max(1, Math.ceil(limitMs / 1000));
    const wallet = [tls?.ca, tls?.cert, tls?.key].filter((one) => one !== undefined);
    const opening = oracledb.getConnection({
      user: target.user,
      password: target.password,
      connectString: `(DESCRIPTION=(CONNECT_TIMEOUT=${seconds})(TRANSPORT_CONNECT_TIMEOUT=${seconds})(RETRY_COUNT=0)(ADDRESS=(PROTOCOL=${tls ? 'tcps' : 'tcp'})(HOST=${target.host})(PORT=${target.port}))(CONNECT_DATA=(SERVICE_NAME=${service})))`,
      ...(wallet.length > 0 && { walletContent: Buffer.concat(wallet).toString('utf8') }),
      ...(tls?.passphrase !== undefined && { walletPassword: tls.passphrase }),
    });
    const connection = await opening;
    try {
      signal.throwIfAborted();
      connection.callTimeout = limitMs;
      const results = [];
      for (const sql of queries) {
        const answer = await connection.execute(sql, [], {
          outFormat: oracledb.OUT_FORMAT_OBJECT,
          maxRows: mostRows,
        });
        results.push(readRows(answer.rows ?? []));
      }
      return results;
    } finally {
      connection.close({ drop: true }).catch((): undefined => undefined);
    }
  },
  classify: (code): SqlFailure | undefined => {
    switch (code) {
      case 'ORA-01017':
      case 'ORA-28000':
      case 'ORA-28001':
        return { kind: 'login-refused', code };
      case 'ORA-12514':
      case 'ORA-12505':
      case 'NJS-518':
      case 'NJS-519':
      case 'NO_SERVICE_NAME':
        return { kind: 'no-database', code };
      case 'NJS-116':
      case 'NJS-138':
        return { kind: 'too-old', code };
      case 'ORA-00942':
      case 'ORA-01031':
        return { kind: 'denied', code };
      case 'NJS-505':
      case 'NJS-506':
      case 'NJS-507':
      case 'NJS-508':
      case 'NJS-529':
        return { kind: 'tls', code };
      case 'NJS-511':
        return { kind: 'refused', code };
      case 'NJS-510':
      case 'NJS-530':
        return { kind: 'unreachable', code };
      case 'NJS-500':
      case 'NJS-501':
      case 'NJS-503':
      case 'NJS-521':
        return { kind: 'closed', code };
      default:
        return undefined;
    }
  },
};
