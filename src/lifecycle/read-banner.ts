import { isExemptOpenSource } from './open-source-products.ts';

/** A database server as its own answer names it. */
export interface ServerIdentity {
  readonly product: string;
  readonly version?: string;
  readonly edition?: string;
  /** SQL Server; 0 is the original release. */
  readonly servicePack?: number;
  /** On the exempt list of ht-06; absent when the answer does not tell. */
  readonly openSource?: boolean;
}

const longestText = 120;

/** Reads `SELECT version()` of PostgreSQL and of what is built on it. */
export function readPostgresBanner(banner: string): ServerIdentity {
  const plain = clean(banner);
  const built =
    /\b(EnterpriseDB(?: Advanced Server)?|EDB Postgres[\w ]*|Greenplum|Redshift|Yugabyte|CockroachDB|openGauss|Kingbase\w*)\b/i.exec(
      plain,
    )?.[1];
  const version = /(?:^\D*|EnterpriseDB\D*)(\d{1,4}(?:\.\d{1,4}){0,3})/.exec(plain)?.[1];
  return identify(built ?? (/^PostgreSQL\b/i.test(plain) ? 'PostgreSQL' : firstWords(plain)), {
    version,
  });
}

/** Reads `VERSION()`, `@@version_comment` and `@@license` of MySQL and its relatives. */
export function readMysqlBanner(answer: {
  readonly version: string;
  readonly comment?: string;
  readonly license?: string;
}): ServerIdentity {
  // MariaDB before 11 puts 5.5.5- before its version for old clients (MDEV-4088).
  const version = clean(answer.version).replace(/^5\.5\.5-(?=\d+\.\d+\.\d+-mariadb)/i, '');
  const comment = clean(answer.comment ?? '');
  const told = `${version} ${comment}`;
  const number = /^\d{1,4}(?:\.\d{1,4}){0,2}/.exec(version)?.[0];
  if (/mariadb/i.test(told)) {
    const name = /enterprise/i.test(told) ? 'MariaDB Enterprise Server' : 'MariaDB Server';
    return identify(name, { version: number });
  }
  if (/aurora/i.test(told)) return identify('Amazon Aurora MySQL', { version: number });
  if (/percona/i.test(told)) return identify('Percona Server for MySQL', { version: number });
  if (/enterprise|commercial/i.test(`${comment} ${answer.license ?? ''}`)) {
    return identify('MySQL Enterprise Server', { version: number });
  }
  const isGpl = /\bGPL\b|community/i.test(`${comment} ${answer.license ?? ''}`);
  return identify(isGpl ? 'MySQL Community Server' : 'MySQL', { version: number });
}

/** Reads `ProductVersion`, `ProductLevel` and `Edition` of `SERVERPROPERTY`. */
export function readSqlServerBanner(answer: {
  readonly version: string;
  readonly level?: string;
  readonly edition?: string;
}): ServerIdentity {
  const edition = clean(answer.edition ?? '');
  const level = /^(?:RTM|SP(\d{1,2}))$/i.exec(clean(answer.level ?? ''));
  // Azure's services have no version to keep up with, and their numbers are not those of the product.
  return identify(/azure/i.test(edition) ? 'Azure SQL' : 'Microsoft SQL Server', {
    version: /^\d{1,4}(?:\.\d{1,6}){1,3}/.exec(clean(answer.version))?.[0],
    edition,
    servicePack: level ? Number(level[1] ?? 0) : undefined,
  });
}

/** Reads the rows of Oracle's `PRODUCT_COMPONENT_VERSION`. */
export function readOracleBanner(
  rows: readonly { readonly product: string; readonly version: string }[],
): ServerIdentity | undefined {
  const row = rows.find((one) => /^Oracle.*Database/i.test(clean(one.product)));
  if (!row) return undefined;
  const name = clean(row.product);
  const edition = /\b(Enterprise|Standard|Personal|Express) Edition\b.*|\bFree\b.*/i.exec(
    name,
  )?.[0];
  const product = /^Express|^Free/i.test(edition ?? '')
    ? `Oracle Database ${edition}`
    : 'Oracle Database';
  const version = /^\d{1,4}(?:\.\d{1,6}){0,4}/.exec(clean(row.version))?.[0];
  return identify(product, { version, edition });
}

function identify(
  product: string,
  told: {
    readonly version?: string | undefined;
    readonly edition?: string | undefined;
    readonly servicePack?: number | undefined;
  },
): ServerIdentity {
  const openSource = isExemptOpenSource(product);
  return {
    product,
    ...(told.version && { version: told.version }),
    ...(told.edition && { edition: told.edition }),
    ...(told.servicePack !== undefined && { servicePack: told.servicePack }),
    ...(openSource !== undefined && { openSource }),
  };
}

function firstWords(text: string): string {
  return /^[^\d(]{1,40}/.exec(text)?.[0].trim() || text.slice(0, 40) || '?';
}

function clean(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, longestText);
}
