import {
  readMysqlBanner,
  readOracleBanner,
  readPostgresBanner,
  readSqlServerBanner,
  type ServerIdentity,
} from '../../lifecycle/read-banner.ts';
import type { SqlProduct, SqlRow } from '../../protocols/sql/index.ts';

/** What is asked of a product, and how its answer is read; `undefined` for an answer that names nothing. */
interface VersionQuery {
  readonly sql: string;
  readonly read: (rows: readonly SqlRow[]) => ServerIdentity | undefined;
}

const mysqlQuery: VersionQuery = {
  sql: 'SELECT VERSION() AS version, @@version_comment AS comment, @@license AS license',
  read: ([row]) => {
    const version = textOf(row, 'version');
    return version === undefined
      ? undefined
      : readMysqlBanner({
          version,
          comment: textOf(row, 'comment') ?? '',
          license: textOf(row, 'license') ?? '',
        });
  },
};

/** Queries that read the server's own name and version and touch no table of the hospital. */
export const versionQueries: Readonly<Record<SqlProduct, VersionQuery>> = {
  postgresql: {
    sql: 'SELECT version() AS version',
    read: ([row]) => {
      const version = textOf(row, 'version');
      return version === undefined ? undefined : readPostgresBanner(version);
    },
  },
  mysql: mysqlQuery,
  mariadb: mysqlQuery,
  sqlserver: {
    sql: "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version, CAST(SERVERPROPERTY('ProductLevel') AS nvarchar(128)) AS level, CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) AS edition",
    read: ([row]) => {
      const version = textOf(row, 'version');
      return version === undefined
        ? undefined
        : readSqlServerBanner({
            version,
            level: textOf(row, 'level') ?? '',
            edition: textOf(row, 'edition') ?? '',
          });
    },
  },
  oracle: {
    sql: 'SELECT * FROM product_component_version',
    read: (rows) =>
      readOracleBanner(
        rows.map((row) => ({
          product: textOf(row, 'product') ?? '',
          version: textOf(row, 'version_full') ?? textOf(row, 'version') ?? '',
        })),
      ),
  },
};

function textOf(row: SqlRow | undefined, name: string): string | undefined {
  const value = row?.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
