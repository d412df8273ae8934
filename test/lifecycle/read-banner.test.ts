import { describe, expect, it } from 'vitest';
import {
  readMysqlBanner,
  readOracleBanner,
  readPostgresBanner,
  readSqlServerBanner,
} from '../../src/lifecycle/read-banner.ts';

// PostgreSQL and MariaDB: as servers answered. The others: as their makers' documents show it.
describe('PostgreSQL', () => {
  it.each([
    [
      'PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc, 64-bit',
      { product: 'PostgreSQL', version: '15.18', openSource: true },
    ],
    [
      'PostgreSQL 9.6.24 on x86_64-pc-linux-gnu',
      { product: 'PostgreSQL', version: '9.6.24', openSource: true },
    ],
    ['PostgreSQL 19beta1 on x86_64', { product: 'PostgreSQL', version: '19', openSource: true }],
    [
      'PostgreSQL 15.4 (EnterpriseDB Advanced Server 15.4.0) on x86_64-pc-linux-gnu',
      { product: 'EnterpriseDB Advanced Server', version: '15.4', openSource: false },
    ],
    [
      'PostgreSQL 9.4.26 (Greenplum Database 6.20.3 build commit:24b949d) on x86_64',
      { product: 'Greenplum', version: '9.4.26' },
    ],
    ['', { product: '?' }],
  ])('%s', (banner, expected) => {
    expect(readPostgresBanner(banner)).toEqual(expected);
  });
});

describe('MySQL and its relatives', () => {
  it.each([
    [
      { version: '10.11.19-MariaDB-0+deb12u1', comment: 'Debian 12', license: 'GPL' },
      { product: 'MariaDB Server', version: '10.11.19', openSource: true },
    ],
    [
      { version: '5.5.5-10.6.12-MariaDB-log', comment: 'MariaDB Server', license: 'GPL' },
      { product: 'MariaDB Server', version: '10.6.12', openSource: true },
    ],
    [
      { version: '10.6.14-9-MariaDB-enterprise', comment: 'MariaDB Enterprise Server' },
      { product: 'MariaDB Enterprise Server', version: '10.6.14', openSource: false },
    ],
    [
      { version: '8.0.39', comment: 'MySQL Community Server - GPL', license: 'GPL' },
      { product: 'MySQL Community Server', version: '8.0.39', openSource: true },
    ],
    [
      { version: '8.0.39-commercial', comment: 'MySQL Enterprise Server - Commercial' },
      { product: 'MySQL Enterprise Server', version: '8.0.39', openSource: false },
    ],
    [
      { version: '8.0.35-0ubuntu0.22.04.1', comment: '(Ubuntu)', license: 'GPL' },
      { product: 'MySQL Community Server', version: '8.0.35', openSource: true },
    ],
    [
      { version: '8.0.36-28', comment: 'Percona Server (GPL), Release 28', license: 'GPL' },
      { product: 'Percona Server for MySQL', version: '8.0.36' },
    ],
    [{ version: '8.4.1' }, { product: 'MySQL', version: '8.4.1' }],
  ])('%o', (answer, expected) => {
    expect(readMysqlBanner(answer)).toEqual(expected);
  });
});

describe('SQL Server', () => {
  it.each([
    [
      { version: '12.0.6024.0', level: 'SP3', edition: 'Standard Edition (64-bit)' },
      { version: '12.0.6024.0', edition: 'Standard Edition (64-bit)', servicePack: 3 },
    ],
    [
      { version: '15.0.2000.5', level: 'RTM' },
      { version: '15.0.2000.5', servicePack: 0 },
    ],
    [{ version: '17.0.700.9', level: 'CTP2.0' }, { version: '17.0.700.9' }],
  ])('%o', (answer, expected) => {
    expect(readSqlServerBanner(answer)).toEqual({
      product: 'Microsoft SQL Server',
      openSource: false,
      ...expected,
    });
  });

  it('Azure’s services are another product', () => {
    expect(readSqlServerBanner({ version: '12.0.2000.8', edition: 'SQL Azure' }).product).toBe(
      'Azure SQL',
    );
  });
});

describe('Oracle', () => {
  const network = { product: 'TNS for Linux:', version: '19.0.0.0.0' };
  it.each([
    ['Oracle Database 19c Enterprise Edition ', 'Oracle Database', 'Enterprise Edition'],
    ['Oracle Database 12c Standard Edition 2', 'Oracle Database', 'Standard Edition 2'],
    ['Oracle Database 23ai Free', 'Oracle Database Free', 'Free'],
    ['Oracle AI Database 26ai Enterprise Edition', 'Oracle Database', 'Enterprise Edition'],
    ['Oracle Database 11g Express Edition', 'Oracle Database Express Edition', 'Express Edition'],
  ])('%s', (name, product, edition) => {
    const rows = [network, { product: name, version: '19.21.0.0.0' }];
    expect(readOracleBanner(rows)).toEqual({
      product,
      edition,
      version: '19.21.0.0.0',
      openSource: false,
    });
  });

  it('nothing is read where no database is named', () => {
    expect(readOracleBanner([network])).toBeUndefined();
  });
});

it('what a server says is made printable and short', () => {
  const server = readPostgresBanner(`\u001b[2J${'x'.repeat(10_000)} 1`);
  expect(server.product.length).toBeLessThanOrEqual(40);
  expect(server.product).not.toMatch(/\p{Cc}/u);
});
