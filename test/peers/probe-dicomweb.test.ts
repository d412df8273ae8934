import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readImageHeader } from '../../src/protocols/dicomweb/image-header.ts';
import { openDicomWeb, search } from '../../src/protocols/dicomweb/index.ts';
import { look, rowsOf, runStudy, serviceRows } from '../probes/dicomweb/support/run.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { portOf, startHospital } from '../simulator/support/start-hospital.ts';
import {
  type DicomPeer,
  findFreePort,
  missingPrograms,
  runProgram,
  startOrthanc,
} from './support/dicom-peers.ts';

const plugin = [
  '/usr/share/orthanc/plugins/libOrthancDicomWeb.so',
  '/usr/lib/orthanc/libOrthancDicomWeb.so',
  '/usr/local/share/orthanc/plugins/libOrthancDicomWeb.so',
].find((path) => existsSync(path));
const missing =
  missingPrograms('Orthanc') ??
  (plugin === undefined ? "Orthanc's DICOMweb plugin is not installed" : undefined);
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);

const PASSWORD = 'mật khẩu';
const account = { authorization: { user: 'rispacs', password: { env: 'PASSWORD' } } };
const recordedContext = () => makeProbeContext({ language: 'en' }, { PASSWORD });

const peers: DicomPeer[] = [];
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.stop();
});

/** Orthanc with DICOMweb and WADO-URI; its address. */
async function startArchive(settings: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const httpPort = await findFreePort();
  peers.push(
    await startOrthanc({
      HttpServerEnabled: true,
      HttpPort: httpPort,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: true,
      RegisteredUsers: { rispacs: PASSWORD },
      Plugins: [plugin],
      DicomWeb: { Enable: true, Root: '/dicom-web/', EnableWado: true, WadoRoot: '/wado' },
      ...settings,
    }),
  );
  return `http://127.0.0.1:${httpPort}`;
}

async function countStudies(origin: string): Promise<number> {
  const connection = await openDicomWeb({
    baseUrl: `${origin}/dicom-web`,
    credentials: { kind: 'basic', user: 'rispacs', password: PASSWORD },
  });
  try {
    const found = await search(connection, { level: 'studies' });
    return found.kind === 'answered' ? found.matches.length : -1;
  } finally {
    await connection.close();
  }
}

describe.skipIf(missing !== undefined)('Orthanc', () => {
  it('with a password: nobody else is served, and our account counts', async () => {
    const url = `${await startArchive()}/dicom-web`;
    const observation = await look({ url, ...account }, recordedContext());
    expect(rowsOf(observation, 'dicomweb.endpoint')).toMatchObject([
      {
        answers: true,
        anonymousAnswer: 'unauthorized',
        anonymousServed: false,
        signInSchemes: ['basic'],
        signedIn: true,
        contentType: 'application/dicom+json',
        contentTypeCorrect: true,
      },
    ]);
    expect(
      rowsOf(observation, 'dicomweb.query').map(({ answers, level, status }) => [
        level,
        status,
        answers,
      ]),
    ).toEqual([
      ['studies', 200, 0],
      ['series', 200, 0],
      ['instances', 200, 0],
    ]);
    expect(observation.simulated).toBeUndefined();
    const wrong = makeProbeContext({ language: 'en' }, { PASSWORD: 'wrong' });
    expect(rowsOf(await look({ url, ...account }, wrong), 'dicomweb.endpoint')).toMatchObject([
      { answers: false, signedIn: false, httpStatus: 401 },
    ]);
  });

  it('open to all is seen to be, and its start page is no DICOMweb', async () => {
    const origin = await startArchive({ AuthenticationEnabled: false });
    const open = await look({ url: `${origin}/dicom-web` });
    expect(rowsOf(open, 'dicomweb.endpoint')).toMatchObject([
      { anonymousAnswer: 'data', anonymousServed: true },
    ]);
    const elsewhere = await look({ url: `${origin}/app` });
    expect(elsewhere).toMatchObject({ state: 'protocol-error', reason: { code: 'http-404' } });
  });

  it('in UTF-8 gives everything back as it was, renders it, and has nothing left', async () => {
    const origin = await startArchive({ DefaultEncoding: 'Utf8' });
    const recorded = recordedContext();
    const observation = await runStudy(
      { url: `${origin}/dicom-web`, wadoUri: `${origin}/wado`, ...account, removal: 'orthanc' },
      recorded,
    );
    const services = rowsOf(observation, 'dicomweb.service');
    expect([...new Set(services.map(({ service }) => service))]).toEqual([
      'stow',
      'qido',
      'wado-metadata',
      'wado-instances',
      'wado-frames',
      'wado-bulkdata',
      'wado-rendered',
      'wado-uri',
      'delete',
    ]);
    for (const row of services) {
      expect(row).toMatchObject({ ok: true });
      if (row.equal !== undefined) expect(row.equal).toBe(row.expected);
    }
    expect(serviceRows(observation, 'wado-instances')).toMatchObject([
      { identical: 6, pixelsEqual: 6 },
    ]);
    // Plugin 1.7 says image/png of the JPEG that it gives by WADO-URI.
    expect(serviceRows(observation, 'wado-uri')).toMatchObject([{ format: 'jpeg' }]);
    expect(rowsOf(observation, 'dicomweb.change')).toEqual([]);
    expect(rowsOf(observation, 'dicomweb.text').every(({ intact }) => intact === true)).toBe(true);
    expect(rowsOf(observation, 'dicomweb.removal')).toMatchObject([{ removed: true }]);
    expect(await countStudies(origin)).toBe(0);
    expect(recorded.journalled.map(({ state }) => state)).toEqual([
      'planned',
      'sent',
      'removed-verified',
    ]);
  });

  it('keeps a proof that is a JPEG of our image', async ({ skip }) => {
    const tools = missingPrograms('img2dcm', 'dcmdjpeg');
    if (tools !== undefined) skip(tools);
    const origin = await startArchive();
    const recorded = recordedContext();
    await runStudy({ url: `${origin}/dicom-web`, ...account, removal: 'orthanc' }, recorded);
    const [proof] = recorded.attached.values();
    const bytes = Buffer.from(proof ?? []);
    expect(bytes.length).toBeLessThan(500_000);
    expect(readImageHeader(bytes)).toMatchObject({ width: 512, height: 512, complete: true });
    const folder = peers[0]?.folder ?? '';
    await writeFile(join(folder, 'proof.jpg'), bytes);
    for (const [program, ...args] of [
      ['img2dcm', join(folder, 'proof.jpg'), join(folder, 'compressed.dcm')],
      ['dcmdjpeg', join(folder, 'compressed.dcm'), join(folder, 'decoded.dcm')],
    ] as const) {
      expect(await runProgram(program, args)).toMatchObject({ exitCode: 0 });
    }
  });

  it('as it comes, in Latin-1, strips letters from searches and keeps them in files', async () => {
    const origin = await startArchive();
    const observation = await runStudy(
      { url: `${origin}/dicom-web`, ...account, removal: 'orthanc' },
      recordedContext(),
    );
    const names = rowsOf(observation, 'dicomweb.text').filter(
      ({ attribute }) => attribute === 'PatientName',
    );
    expect(names).toMatchObject([
      {
        source: 'qido-studies',
        intact: false,
        damage: expect.stringMatching(/^(stripped|replaced)$/),
        sent: 'KIỂM THỬ^RISPACS',
        characterSet: 'ISO_IR 100',
      },
      { source: 'wado-metadata', intact: true },
      { source: 'wado-instances', intact: true, bytesEqual: true },
    ]);
    expect(serviceRows(observation, 'qido')[0]).toMatchObject({
      received: 1,
      equal: 0,
      deviations: ['other-character-set'],
    });
  });

  it('that does not know DELETE, and nothing else to remove by: the study is left', async () => {
    const origin = await startArchive();
    const recorded = recordedContext();
    const observation = await runStudy(
      { url: `${origin}/dicom-web`, ...account, removal: 'dicomweb' },
      recorded,
    );
    expect(rowsOf(observation, 'dicomweb.removal')).toMatchObject([
      { removed: false, note: 'deleteRefused' },
    ]);
    expect(await countStudies(origin)).toBe(1);
    expect(recorded.journalled.at(-1)).toMatchObject({ state: 'left' });
  });
});

describe('the simulated hospital', () => {
  it('wants its token, is marked as simulated, and stores what it is given', async () => {
    const hospital = await startHospital();
    const url = `https://127.0.0.1:${portOf(hospital, 'dicomweb')}/dicom-web`;
    const entry = {
      url,
      tls: { ca: join(hospital.folder, 'ca-mo-phong.pem') },
      authorization: { bearer: { env: 'TOKEN' } },
    };
    const recorded = makeProbeContext({ language: 'en' }, { TOKEN: 'rispacs-mo-phong' });
    const seen = await look(entry, recorded);
    expect(seen).toMatchObject({ state: 'observed', simulated: true });
    expect(rowsOf(seen, 'dicomweb.endpoint')).toMatchObject([
      { https: true, certificateTrusted: true, anonymousServed: false, signedIn: true },
    ]);
    const observation = await runStudy(entry, recorded);
    expect(observation.simulated).toBe(true);
    expect(serviceRows(observation, 'stow').every(({ ok }) => ok === true)).toBe(true);
    expect(serviceRows(observation, 'wado-instances')).toMatchObject([{ equal: 6, identical: 6 }]);
  });
});
