import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Dossier } from '../../src/evidence/dossier.ts';
import { startStallingProxy } from '../cleanup/support/stalling-proxy.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { storeImage } from './support/store-image.ts';
import { missingWebOrthanc, startWebOrthanc, type WebOrthanc } from './support/web-orthanc.ts';

if (missingWebOrthanc !== undefined)
  process.stderr.write(`skipped: killed runs at Orthanc, ${missingWebOrthanc}\n`);

const secret = 'RISPACS_TEST_PASSWORD';

/** The archive behind proxies that count what passes and may end the run at a moment. */
async function startWatchedArchive(
  archive: WebOrthanc,
  second: WebOrthanc,
  onChunk: () => 'pass' | 'stop',
) {
  const web = new URL(archive.webUrl);
  const proxies = [
    await startStallingProxy(archive.port, onChunk),
    await startStallingProxy(Number(web.port), onChunk),
  ] as const;
  onTestFinished(async () => {
    for (const proxy of proxies) await proxy.stop();
  });
  const authorization = { user: archive.user, password: { env: secret } };
  const node = { host: '127.0.0.1', calledAe: 'ORTHANC' };
  const facility = {
    schemaVersion: 1,
    facility: { name: 'Bệnh viện Ví Dụ' },
    dicom: {
      nodes: [
        {
          ...node,
          id: 'pacs',
          port: proxies[0].port,
          send: 'test-study',
          dicomweb: 'pacs-web',
          forwardTo: ['kho'],
        },
        { ...node, id: 'kho', calledAe: 'SECOND', port: second.port, dicomweb: 'kho-web' },
      ],
    },
    dicomweb: {
      endpoints: [
        {
          id: 'pacs-web',
          url: `http://127.0.0.1:${proxies[1].port}/dicom-web`,
          removal: 'orthanc',
          send: 'test-study',
          authorization,
        },
        { id: 'kho-web', url: second.webUrl, removal: 'orthanc', authorization },
      ],
    },
    testData: { removal: 'dicomweb-delete', administrator: 'Trần Thị Hà' },
  };
  const folder = await makeTempFolder();
  const facilityFile = path.join(folder, 'co-so.yaml');
  await writeFile(facilityFile, JSON.stringify(facility));
  return { facilityFile, out: path.join(folder, 'ho-so') };
}

describe.skipIf(missingWebOrthanc !== undefined)('an active run at an archive', () => {
  let second: WebOrthanc;
  let archive: WebOrthanc;
  /** Chunks that pass the proxies in a whole run; the moments are parts of it. */
  let whole = 0;
  const env = () => ({ [secret]: archive.password });

  beforeAll(async () => {
    const open = {
      DicomAlwaysAllowMove: true,
      DicomAlwaysAllowGet: true,
    };
    second = await startWebOrthanc({ ...open, DicomAet: 'SECOND' });
    archive = await startWebOrthanc({
      ...open,
      DicomModalities: { kho: ['SECOND', '127.0.0.1', second.port] },
    });
  });
  afterAll(async () => {
    await archive?.stop();
    await second?.stop();
  });

  type WatchedRun = Awaited<ReturnType<typeof startWatchedArchive>>;
  const held = async () => [...(await archive.studies()), ...(await second.studies())];
  /** Test studies that were there when a run had been killed. */
  let caught = 0;
  const theirs = { studyInstanceUid: '2.25.4711', patientId: 'BN0001' };

  it('leaves nothing behind when it runs to its end', async () => {
    await storeImage(archive.port, theirs.studyInstanceUid, theirs.patientId);
    whole = 0;
    const run = await startWatchedArchive(archive, second, () => {
      whole += 1;
      return 'pass';
    });
    const args = ['collect', run.facilityFile, '--out', run.out, '--allow', 'active'];
    expect((await runCli(args, { env: env() })).code).toBe(0);
    expect(await held()).toEqual([theirs]);
    const effects = await (await Dossier.open(run.out, 'vi')).readSideEffects();
    expect(new Set(effects.map(({ system }) => system))).toEqual(
      new Set(['pacs', 'kho', 'pacs-web']),
    );
    for (const effect of effects) expect(effect.state).toBe('removed-verified');
  });

  it.each([0.05, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9, 0.97])(
    'killed when %d of it is done has journalled what exists, and cleanup leaves nothing',
    async (part) => {
      let killed: WatchedRun | undefined;
      // How often a run asks depends on how fast the archive is: one that ended by itself says how long it was.
      for (let attempt = 0; attempt < 4 && killed === undefined; attempt += 1) {
        let seen = 0;
        let kill: (() => void) | undefined;
        const watched = await startWatchedArchive(archive, second, () => {
          seen += 1;
          if (seen < Math.round(whole * part) || !kill) return 'pass';
          kill();
          return 'stop';
        });
        const started = startCli(
          ['assess', watched.facilityFile, '--out', watched.out, '--allow', 'active'],
          { env: env() },
        );
        kill = () => started.child.kill('SIGKILL');
        if ((await started.finished).signal === 'SIGKILL') killed = watched;
        else whole = seen;
        kill = undefined;
      }
      if (killed === undefined) throw new Error('every run ended before it was to be killed');
      const run = killed;

      const dossier = await Dossier.open(run.out, 'vi');
      const before = await dossier.readSideEffects();
      const journalled = before.map(({ identifiers }) => identifiers.studyInstanceUid);
      for (const { studyInstanceUid, patientId } of await held()) {
        if (patientId === theirs.patientId) continue;
        expect(journalled).toContain(studyInstanceUid);
        caught += 1;
      }

      const cleaned = await runCli(['cleanup', run.out, '--yes', '--json'], { env: env() });
      expect({ left: 0, code: cleaned.code }).toEqual({
        left: JSON.parse(cleaned.stdout).left,
        code: 0,
      });
      expect(await held()).toEqual([theirs]);
      for (const { state } of await dossier.readSideEffects())
        expect(state).toBe('removed-verified');
    },
  );

  it('had something there at some of those moments', () => {
    expect(caught).toBeGreaterThan(0);
  });
});
