import { describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import { databaseServerFacts } from '../../../src/probes/database/facts.ts';
import { probe } from '../../../src/probes/database/index.ts';
import { versionQueries } from '../../../src/probes/database/queries.ts';
import type { SqlProduct, SqlRow, SqlValue } from '../../../src/protocols/sql/index.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

function plan(...databases: readonly object[]) {
  return probe.planSteps(
    facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'Bệnh viện thử' },
      databases: databases.map((one, index) => ({
        id: `db-${index}`,
        product: 'postgresql',
        host: '127.0.0.1',
        user: 'doc',
        ...one,
      })),
    }),
    'vi',
  );
}

const rows = (...all: readonly Record<string, SqlValue>[]): SqlRow[] =>
  all.map((one) => new Map(Object.entries(one)));

describe('planning', () => {
  it('names host and port of each product, and that nothing but the version is read', () => {
    const steps = plan(
      {},
      { product: 'mysql' },
      { product: 'sqlserver', port: 14330 },
      { product: 'oracle', tls: {} },
    );
    expect(steps.map((step) => step.contacts)).toEqual([
      [{ host: '127.0.0.1', port: 5432, protocol: 'postgresql' }],
      [{ host: '127.0.0.1', port: 3306, protocol: 'mysql' }],
      [{ host: '127.0.0.1', port: 14330, protocol: 'sqlserver' }],
      [{ host: '127.0.0.1', port: 1521, protocol: 'oracle' }],
    ]);
    expect(steps.every((step) => step.risk === 'observe' && /SELECT/.test(step.sends))).toBe(true);
    expect(steps[3]?.sends).toContain('TLS');
  });

  it('queries only read', () => {
    for (const { sql } of Object.values(versionQueries)) {
      expect(sql).toMatch(/^SELECT /);
      expect(sql).not.toMatch(/;|\b(INSERT|UPDATE|DELETE|CREATE|ALTER|SET|EXEC)\b/i);
    }
  });
});

// SQL Server and Oracle: rows in the form of their makers' documents; neither was at hand.
describe('recorded answers', () => {
  it.each<readonly [SqlProduct, SqlRow[], object | undefined]>([
    [
      'postgresql',
      rows({ version: 'PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu' }),
      { product: 'PostgreSQL', version: '15.18' },
    ],
    [
      'mariadb',
      rows({ version: '10.11.19-MariaDB-0+deb12u1', comment: 'Debian 12', license: 'GPL' }),
      { product: 'MariaDB Server', version: '10.11.19' },
    ],
    [
      'sqlserver',
      rows({ version: '13.0.6300.2', level: 'SP3', edition: 'Standard Edition (64-bit)' }),
      { product: 'Microsoft SQL Server', servicePack: 3, edition: 'Standard Edition (64-bit)' },
    ],
    [
      'oracle',
      rows(
        { product: 'NLSRTL ', version: '12.1.0.2.0', status: 'Production' },
        { product: 'Oracle Database 12c Enterprise Edition', version: '12.1.0.2.0' },
      ),
      { product: 'Oracle Database', version: '12.1.0.2.0', edition: 'Enterprise Edition' },
    ],
    [
      'oracle',
      rows({
        product: 'Oracle Database 19c Standard Edition 2 ',
        version: '19.0.0.0.0',
        version_full: '19.21.0.0.0',
      }),
      { version: '19.21.0.0.0', edition: 'Standard Edition 2' },
    ],
    ['postgresql', [], undefined],
    ['mysql', rows({ version: null }), undefined],
    ['sqlserver', rows({ version: 3 }), undefined],
    ['oracle', rows({ product: 'TNS', version: '1' }), undefined],
  ])('%s', (product, answer, expected) => {
    const read = versionQueries[product].read(answer);
    if (expected === undefined) expect(read).toBeUndefined();
    else expect(read).toMatchObject(expected);
  });
});

describe('what cannot be read', () => {
  it('files of tls that are missing, and nobody there, are told in one sentence without the password', async () => {
    const baseFolder = await makeTempFolder();
    const { context } = makeProbeContext({ baseFolder }, { MAT_KHAU: 'rat-bi-mat' });
    const password = { env: 'MAT_KHAU' };
    for (const [more, state, code] of [
      [{ tls: { ca: 'khong-co.pem' }, password }, 'not-configured', 'tls-file'],
      [{ port: 9, password }, 'refused', 'ECONNREFUSED'],
      [{ product: 'oracle', port: 9, password }, 'protocol-error', 'NO_SERVICE_NAME'],
    ] as const) {
      const [step] = plan(more);
      if (!step) throw new Error('nothing was planned');
      const observation = await probe.collect(step.target, context);
      expect(observation).toMatchObject({
        state,
        reason: { code, message: expect.stringMatching(/\.$/) },
      });
      expect(JSON.stringify(observation)).not.toContain('rat-bi-mat');
    }
  });

  it('facts have a column for every part of an identity', () => {
    const columns = Object.keys(databaseServerFacts.row.shape);
    for (const name of ['product', 'version', 'edition', 'servicePack', 'openSource']) {
      expect(columns).toContain(name);
    }
  });
});
