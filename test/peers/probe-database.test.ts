import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Facility, facilitySchema } from '../../src/facility/schema.ts';
import type { Observation } from '../../src/probes/contract.ts';
import { databaseServerFacts } from '../../src/probes/database/facts.ts';
import { probe } from '../../src/probes/database/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import {
  type DatabasePeer,
  databasePasswords,
  missingPostgres,
  startMariadb,
  startPostgres,
} from './support/database-peers.ts';
import { type Certificates, makeCertificates } from './support/dicom-certificates.ts';
import { findFreePort, missingPrograms } from './support/dicom-peers.ts';
import { makePeerFolder, removePeerFolder } from './support/start-program.ts';

const noPostgres = await missingPostgres();
const noMariadb = missingPrograms('mariadbd', 'mariadb-install-db');
for (const reason of [noPostgres, noMariadb]) {
  if (reason) process.stderr.write(`skipped: ${reason}\n`);
}

const secrets = { MAT_KHAU: databasePasswords.doc, SAI: 'sai-mat-khau' };

async function collect(more: object): Promise<Observation> {
  const facility: Facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    databases: [
      {
        id: 'csdl',
        product: 'postgresql',
        host: '127.0.0.1',
        user: 'doc',
        password: { env: 'MAT_KHAU' },
        ...more,
      },
    ],
  });
  const [step] = probe.planSteps(facility, 'vi');
  if (!step) throw new Error('no step');
  const { context } = makeProbeContext({ baseFolder: '/' }, secrets);
  return probe.collect(step.target, context);
}

function factOf(observation: Observation) {
  if (observation.state !== 'observed') throw new Error(observation.reason.message);
  return databaseServerFacts.row.parse(observation.facts['database.server']?.[0]);
}

describe.skipIf(noPostgres)('PostgreSQL', () => {
  let plain: DatabasePeer;
  let secure: DatabasePeer & { readonly certificates?: Certificates };
  beforeAll(async () => {
    [plain, secure] = await Promise.all([startPostgres(), startPostgres({ tls: true })]);
  });
  afterAll(async () => {
    await plain?.stop();
    await secure?.stop();
  });

  it('an account that may only log in reads its version and how long it is supported', async () => {
    const fact = factOf(await collect({ port: plain.port }));
    expect(fact).toMatchObject({
      database: 'csdl',
      of: 'pacs',
      product: 'PostgreSQL',
      openSource: true,
      tls: false,
    });
    expect(fact.version).toMatch(/^\d+\.\d+$/);
    expect(fact.supportState).toMatch(/^open-source/);
    expect(fact.supportCycle).toBe(fact.version?.split('.')[0]);
  });

  it('TLS is used when it is asked for, and the certificate is checked', async () => {
    const ca = secure.certificates?.authority.certPath;
    expect(factOf(await collect({ port: secure.port, tls: { ca } })).tls).toBe(true);
    expect(await collect({ port: secure.port, tls: {} })).toMatchObject({
      state: 'protocol-error',
      reason: { message: expect.stringContaining('Không lập được TLS') },
    });
    expect(await collect({ port: plain.port, tls: { ca } })).toMatchObject({
      state: 'protocol-error',
      reason: { code: 'NOT_OFFERED' },
    });
    expect(await collect({ port: secure.port, tls: { ca: 'khong-co.pem' } })).toMatchObject({
      state: 'not-configured',
      reason: { code: 'tls-file' },
    });
  });

  it('a wrong password, a wrong database and a wrong port are told', async () => {
    expect(await collect({ port: plain.port, password: { env: 'SAI' } })).toMatchObject({
      state: 'refused',
      reason: { code: '28P01', message: expect.stringContaining('không cho đăng nhập') },
    });
    expect(await collect({ port: plain.port, database: 'khong-co' })).toMatchObject({
      state: 'protocol-error',
      reason: { code: '3D000' },
    });
    expect(await collect({ port: await findFreePort() })).toMatchObject({
      state: 'refused',
      reason: { code: 'ECONNREFUSED' },
    });
  });

  it('is not taken for another product', async () => {
    const port = plain.port;
    const observation = await collect({ product: 'oracle', port, database: 'PACS' });
    expect(observation.state).not.toBe('observed');
    expect(observation.state !== 'observed' && observation.reason.message).not.toMatch(/chi-doc/);
  });
});

describe.skipIf(noMariadb)('MariaDB', () => {
  let folder = '';
  let server: DatabasePeer;
  let certificates: Certificates;
  beforeAll(async () => {
    folder = await makePeerFolder();
    certificates = await makeCertificates(folder);
    server = await startMariadb(
      [
        `--ssl-cert=${certificates.server.certPath}`,
        `--ssl-key=${certificates.server.keyPath}`,
        `--ssl-ca=${certificates.authority.certPath}`,
      ],
      folder,
    );
  });
  afterAll(async () => {
    await server?.stop();
    await removePeerFolder(folder);
  });

  it.each(['mariadb', 'mysql'])('read as %s it says what it is', async (product) => {
    const fact = factOf(await collect({ product, port: server.port }));
    expect(fact).toMatchObject({ product: 'MariaDB Server', openSource: true, tls: false });
    expect(fact.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(fact.supportState).toMatch(/^open-source/);
  });

  it('TLS is used when it is asked for, checked, and can be what the server insists on', async () => {
    const at = { product: 'mariadb', port: server.port };
    const tls = { ca: certificates.authority.certPath };
    expect(factOf(await collect({ ...at, tls })).tls).toBe(true);
    expect(await collect({ ...at, tls: {} })).toMatchObject({
      state: 'protocol-error',
      reason: { message: expect.stringContaining('Không lập được TLS') },
    });
    await server.administer('SET GLOBAL require_secure_transport = ON');
    expect(await collect(at)).toMatchObject({
      state: 'refused',
      reason: { message: expect.stringContaining('đòi TLS') },
    });
    expect(factOf(await collect({ ...at, tls })).tls).toBe(true);
  });

  it('a wrong password and a wrong database are told', async () => {
    const plain = await startMariadb();
    const at = { product: 'mariadb', port: plain.port };
    expect(await collect({ ...at, password: { env: 'SAI' } })).toMatchObject({
      state: 'refused',
      reason: { code: 'ER_ACCESS_DENIED_ERROR' },
    });
    expect(await collect({ ...at, database: 'khong_co' })).toMatchObject({
      state: 'protocol-error',
    });
    expect(await collect({ ...at, tls: {} })).toMatchObject({
      state: 'protocol-error',
      reason: { code: 'HANDSHAKE_NO_SSL_SUPPORT' },
    });
    await plain.stop();
  });
});
