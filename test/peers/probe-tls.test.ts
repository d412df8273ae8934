import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { facilitySchema } from '../../src/facility/schema.ts';
import { securityTlsFacts } from '../../src/probes/tls/facts.ts';
import { probe } from '../../src/probes/tls/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { missingPostgres, startPostgres } from './support/database-peers.ts';
import { type Certificates, makeCertificates } from './support/dicom-certificates.ts';
import { findFreePort, missingPrograms, startStorescp } from './support/dicom-peers.ts';
import {
  canConnect,
  makePeerFolder,
  removePeerFolder,
  startProgram,
} from './support/start-program.ts';

const missing = missingPrograms('openssl', 'storescp');
const noPostgres = await missingPostgres();
for (const reason of [missing, noPostgres])
  if (reason) process.stderr.write(`skipped: ${reason}\n`);

let folder = '';
let certificates: Certificates;
beforeAll(async () => {
  folder = await makePeerFolder();
  if (!missing) certificates = await makeCertificates(folder);
});
afterAll(() => removePeerFolder(folder));

/** `openssl s_server` with our server certificate. */
async function startServer(...args: string[]): Promise<number> {
  const port = await findFreePort();
  const { server } = certificates;
  const program = await startProgram(
    'openssl',
    [
      ...['s_server', '-accept', `127.0.0.1:${port}`, '-quiet', '-naccept', '50'],
      ...['-cert', server.certPath, '-key', server.keyPath, ...args],
    ],
    () => canConnect(port),
  );
  onTestFinished(() => program.stop());
  return port;
}

async function look(sections: object) {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    ...sections,
  });
  const [step] = probe.planSteps(facility, 'vi');
  if (!step) throw new Error('no step');
  // The usual port in the clear may be anybody's on this computer.
  const target = { ...Object(step.target), plainPorts: [] };
  const observation = await probe.collect(target, makeProbeContext({ baseFolder: folder }).context);
  if (observation.state !== 'observed') throw new Error(observation.reason.message);
  return securityTlsFacts.row.parse(observation.facts['security.tls']?.[0]);
}

const hl7 = (port: number, tls: object = {}) => ({
  hl7: { endpoints: [{ id: 'ris', host: '127.0.0.1', port, tls }] },
});
const withCa = () => ({ ca: path.basename(certificates.authority.certPath) });

describe.skipIf(missing)('OpenSSL’s server', () => {
  it('with TLS 1.3: version, certificate, trust and name', async () => {
    expect(await look(hl7(await startServer(), withCa()))).toMatchObject({
      system: 'hl7',
      offered: true,
      protocol: 'TLSv1.3',
      certificateSubject: 'CN=server.test',
      certificateTrusted: true,
      nameMatches: true,
      withdrawnAccepted: false,
      keyType: 'rsa',
      keyBits: 2048,
    });
  });

  it('with TLS 1.2 only', async () => {
    const row = await look(hl7(await startServer('-tls1_2'), withCa()));
    expect(row).toMatchObject({ protocol: 'TLSv1.2', withdrawnAccepted: false });
  });

  it('that still takes TLS 1.0', async () => {
    const port = await startServer('-cipher', 'DEFAULT:@SECLEVEL=0');
    expect(await look(hl7(port, withCa()))).toMatchObject({
      protocol: 'TLSv1.3',
      withdrawnAccepted: true,
    });
  });

  it.each(['-tls1_2', '-tls1_3'])('that wants our certificate (%s)', async (version) => {
    const ca = certificates.authority.certPath;
    const port = await startServer(version, '-Verify', '1', '-verify_return_error', '-CAfile', ca);
    const without = await look(hl7(port, withCa()));
    expect(without.offered).toBe(true);
    if (version === '-tls1_3') expect(without.clientCertificateAsked).toBe(true);
    const { client } = certificates;
    const shown = {
      ...withCa(),
      certificate: path.basename(client.certPath),
      key: path.basename(client.keyPath),
    };
    const row = await look(hl7(port, shown));
    expect(row).toMatchObject({ offered: true, certificateTrusted: true });
    expect(row).not.toHaveProperty('clientCertificateAsked');
  });
});

describe.skipIf(missing)('DCMTK’s storage server', () => {
  it('with TLS is read without an association; without TLS it is told', async () => {
    const { server, authority } = certificates;
    const secured = await startStorescp(
      ...['+tls', server.keyPath, server.certPath, '+cf', authority.certPath, '-ic'],
    );
    onTestFinished(() => secured.stop());
    const node = (port: number) => ({
      dicom: {
        nodes: [{ id: 'pacs', host: '127.0.0.1', port, calledAe: 'PACS', tls: withCa() }],
      },
    });
    expect(await look(node(secured.port))).toMatchObject({
      system: 'dicom',
      offered: true,
      certificateTrusted: true,
    });
    const clear = await startStorescp();
    onTestFinished(() => clear.stop());
    expect(await look(node(clear.port))).toMatchObject({ offered: false });
  });
});

describe.skipIf(noPostgres)('PostgreSQL', () => {
  it.each([true, false])('asked by its own request; TLS is on: %s', async (tls) => {
    const server = await startPostgres({ tls });
    onTestFinished(() => server.stop());
    const row = await look({
      databases: [
        {
          id: 'csdl',
          product: 'postgresql',
          host: '127.0.0.1',
          port: server.port,
          user: 'u',
          tls: {},
        },
      ],
    });
    expect(row).toMatchObject({ system: 'database', offered: tls });
    if (tls) expect(row.protocol).toBe('TLSv1.3');
  });
});
