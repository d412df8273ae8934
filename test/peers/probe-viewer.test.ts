import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/browser/browser.ts';
import {
  type Challenge,
  judgePicture,
  readPicture,
  type ShownImage,
} from '../../src/challenge/index.ts';
import { CT_VOLUME, MPR_CODE, WINDOW_CODE } from '../../src/challenge/study/ct-layout.ts';
import { facilitySchema } from '../../src/facility/schema.ts';
import { collectViewer } from '../../src/probes/viewer/collect.ts';
import { viewerViewFacts } from '../../src/probes/viewer/facts.ts';
import { probe } from '../../src/probes/viewer/index.ts';
import { defaultViewerLimits } from '../../src/probes/viewer/target.ts';
import { openDicomWeb, storeInstances } from '../../src/protocols/dicomweb/index.ts';
import { encodeFile, type SyntheticObject } from '../../src/synthetic/index.ts';
import { makeDemo, objectsOf } from '../challenge/support/demo.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import { driveOhif } from './support/drive-ohif.ts';
import { fetchOhif, type OhifSite, startOhif } from './support/ohif.ts';
import { missingWebOrthanc, startWebOrthanc, type WebOrthanc } from './support/web-orthanc.ts';

const missing =
  missingWebOrthanc ?? ((await findBrowser()) === undefined ? 'no browser' : undefined);
const pages = missing === undefined ? await fetchOhif() : { missing };
const noOhif = 'missing' in pages ? pages.missing : undefined;
const pluginFolder = '/usr/share/orthanc/plugins';
const noWebviewer =
  missing ??
  (existsSync(join(pluginFolder, 'libOrthancWebViewer.so'))
    ? undefined
    : 'orthanc-webviewer is not installed');
const reason = (why: string | undefined) => (why === undefined ? '' : ` (${why})`);
if (noOhif !== undefined) console.log(`OHIF is left out: ${noOhif}`);
if (noWebviewer !== undefined) console.log(`Orthanc's viewer is left out: ${noWebviewer}`);

/** Each screen draws with the processor alone, beside the archive and this test. */
const patience = { ...defaultViewerLimits, waitMs: 120_000 };
const brief = { ...patience, waitMs: 25_000 };
const longMs = 400_000;

let folder: string;
let peer: WebOrthanc;
let challenge: Challenge;
let other: Challenge;
beforeAll(async () => {
  if (missing !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'rispacs-viewer-'));
  challenge = (await makeDemo('ohif-seed-0001')).challenge;
  other = (await makeDemo('ohif-seed-0002')).challenge;
  await writeFile(join(folder, 'recipe.json'), JSON.stringify(challenge.recipe));
  peer = await startWebOrthanc(noWebviewer === undefined ? { Plugins: [pluginFolder] } : {});
  await store([...objectsOf(challenge, 'ct'), ...objectsOf(challenge, 'pet')]);
  await store(objectsOf(other, 'ct').slice(0, 10));
}, 120_000);
afterAll(async () => {
  await peer?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  if ('folder' in pages) await rm(pages.folder, { recursive: true, force: true });
});

async function store(objects: readonly SyntheticObject[]): Promise<void> {
  const { user, password } = peer;
  const credentials = { kind: 'basic', user, password } as const;
  const connection = await openDicomWeb({ baseUrl: peer.webUrl, credentials });
  try {
    for (let at = 0; at < objects.length; at += 20) {
      const files = objects.slice(at, at + 20).map((one) => encodeFile(one));
      const stored = await storeInstances(connection, { files });
      if (stored.kind !== 'answered') throw new Error(JSON.stringify(stored));
    }
  } finally {
    await connection.close();
  }
}

async function look(viewer: Record<string, unknown>, limits = patience) {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    challenge: { folder },
    viewers: [{ id: 'xem-anh', ...viewer }],
  });
  const [step] = probe.planSteps(facility, 'vi');
  if (step === undefined) throw new Error('nothing was planned');
  const recorded = makeProbeContext({}, { ORTHANC_PASSWORD: peer.password });
  const observation = await collectViewer(step.target, recorded.context, limits);
  if (observation.state !== 'observed') throw new Error(JSON.stringify(observation));
  const rows = (observation.facts['viewer.view'] ?? []).map((row) =>
    viewerViewFacts.row.parse(row),
  );
  return { rows, ...recorded };
}

describe.skipIf(noOhif !== undefined)(`OHIF with Orthanc behind it${reason(noOhif)}`, () => {
  let site: OhifSite;
  let link: string;
  beforeAll(async () => {
    if (!('dist' in pages)) return;
    site = await startOhif(pages.dist, peer, {
      '/login': '<form><input name="u"><input type="password" name="p"></form>',
      '/blank': '<body style="background:#000"><canvas width="1200" height="800"></canvas>',
    });
    link = `${site.origin}/viewer?StudyInstanceUIDs={studyInstanceUid}`;
  });
  afterAll(() => site?.close());

  it(
    'shows the challenge study on a desktop and a tablet',
    async () => {
      const { rows, attached } = await look({
        kind: 'ohif',
        url: link,
        profiles: ['desktop', 'tablet'],
      });
      expect(rows.map(({ profile, outcome }) => [profile, outcome])).toEqual([
        ['desktop', 'rendered'],
        ['tablet', 'rendered'],
      ]);
      for (const row of rows) {
        expect(row).toMatchObject({ series: 'ct', webglAvailable: true, otherHosts: [] });
        expect(row.requests).toBeGreaterThan(20);
        expect(row.receivedBytes).toBeGreaterThan(1_000_000);
      }
      expect(attached.size).toBe(2);
      for (const bytes of attached.values()) {
        const verdict = judgePicture(await readPicture(bytes), challenge);
        expect(verdict).toMatchObject({ kind: 'evidence' });
      }
    },
    longMs,
  );

  it(
    'does not pass with an error box, another study, a study that is not there, a log-in or nothing',
    async () => {
      const desktop = { kind: 'ohif', profiles: ['desktop'] };
      site.breakFrames(500);
      const broken = await look({ ...desktop, url: link }, brief);
      site.breakFrames(undefined);
      expect(broken.rows[0]?.outcome).not.toBe('rendered');
      expect(broken.attached.size).toBe(0);
      const otherUid = other.study.studyInstanceUid;
      const foreign = await look({ ...desktop, url: link.replace('{studyInstanceUid}', otherUid) });
      expect(foreign.rows[0]?.outcome).toBe('another-study');
      expect(foreign.attached.size).toBe(0);
      const unknown = await look(
        { ...desktop, url: link.replace('{studyInstanceUid}', '1.2.3') },
        brief,
      );
      expect(unknown.rows[0]?.outcome).not.toBe('rendered');
      const login = await look({ ...desktop, url: `${site.origin}/login` }, brief);
      expect(login.rows[0]?.outcome).toBe('login-needed');
      const blank = await look(
        { ...desktop, url: `${site.origin}/blank` },
        { ...brief, waitMs: 3_000 },
      );
      expect(blank.rows[0]?.outcome).toBe('blank');
    },
    longMs,
  );

  it(
    'reveals the code of each function when the function is performed',
    async () => {
      const url = link.replace('{studyInstanceUid}', challenge.study.studyInstanceUid);
      const ohif = await driveOhif(url, challenge);
      /** Of the large viewport; the thumbnails stay as they are. */
      const shown = (test: (image: ShownImage) => boolean) =>
        ohif.awaitScreen(
          (verdict) =>
            verdict.kind === 'evidence' &&
            verdict.images.some((image) => image.modulePx > 4 && test(image)),
        );
      const revealed = (name: 'window' | 'mpr' | 'mip') =>
        ohif.awaitScreen(
          (verdict) =>
            verdict.kind === 'evidence' && verdict.codes.some((code) => code.function === name),
          { text: challenge.key.hidden[name] },
        );
      try {
        await shown((image) => image.turnDegrees === 0 && !image.isMirrored && !image.isInverted);

        const { center, width } = WINDOW_CODE.window;
        await ohif.command('setViewportWindowLevel', {
          viewportId: 'default',
          windowWidth: width,
          windowCenter: center,
        });
        await revealed('window');
        await ohif.command('resetViewport');

        await ohif.command('rotateViewportCW');
        await shown((image) => image.turnDegrees === 90 && !image.isMirrored);
        await ohif.command('resetViewport');
        await ohif.command('flipViewportHorizontal');
        await shown((image) => image.isMirrored && image.turnDegrees === 0);
        await ohif.command('resetViewport');
        await ohif.command('flipViewportVertical');
        await shown((image) => image.isMirrored && image.turnDegrees === 180);
        await ohif.command('resetViewport');
        await ohif.command('invertViewport');
        await shown((image) => image.isInverted);
        await ohif.command('resetViewport');

        await ohif.command('setHangingProtocol', { protocolId: 'mpr' });
        const loaded = `cornerstone.cache.getVolumes().some((one) => one.loadStatus?.loaded === true)`;
        for (let tries = 0; (await ohif.evaluate(loaded)) !== true; tries += 1) {
          if (tries > 240) throw new Error('the volume was not loaded');
          await sleep(500);
        }
        const row = MPR_CODE.top + Math.floor(MPR_CODE.thicknessPx / 2);
        await ohif.evaluate(moveTo('mpr-coronal', [256, row, 80]));
        await revealed('mpr');

        // In one of three panes a module has three pixels and the sampling of the rays is as coarse; one pane is enough.
        await ohif.evaluate(`services.viewportGridService.setActiveViewportId('mpr-axial')`);
        await ohif.command('toggleOneUp');
        await sleep(2_000);
        // The slab is the whole volume, since it may count its slices from either end.
        const slab = `view.setBlendMode(cornerstone.Enums.BlendModes.MAXIMUM_INTENSITY_BLEND); view.setSlabThickness(${CT_VOLUME.slices});`;
        await ohif.evaluate(moveTo('mpr-axial', [256, 256, CT_VOLUME.slices / 2], slab));
        await revealed('mip');
      } finally {
        await ohif.close();
      }
    },
    longMs,
  );
});

/** OHIF has no command for a plane by its place or for a slab: these are methods of its viewports (Cornerstone3D). */
function moveTo(viewport: string, index: readonly number[], then = ''): string {
  return `(() => {
    const views = cornerstone.getRenderingEngines().flatMap((engine) => engine.getViewports());
    const view = views.find((one) => one.id === '${viewport}');
    view.jumpToWorld(view.getImageData().imageData.indexToWorld(${JSON.stringify(index)}));
    ${then}
    view.render();
  })()`;
}

describe.skipIf(noWebviewer !== undefined)(`Orthanc's own web viewer${reason(noWebviewer)}`, () => {
  it(
    'shows the challenge study to who is logged in',
    async () => {
      const base = peer.webUrl.replace(/\/dicom-web$/, '');
      const viewer = {
        kind: 'orthanc-webviewer',
        url: `${base}/web-viewer/app/viewer.html?series={orthancSeriesId}`,
        profiles: ['desktop', 'tablet', 'phone'],
      };
      const authorization = { user: peer.user, password: { env: 'ORTHANC_PASSWORD' } };
      const { rows } = await look({ ...viewer, authorization });
      expect(rows.map(({ outcome, signIn }) => [outcome, signIn])).toEqual(
        Array.from({ length: 3 }, () => ['rendered', 'http']),
      );
      const refused = await look({ ...viewer, profiles: ['desktop'] }, brief);
      expect(refused.rows[0]).toMatchObject({ outcome: 'login-needed', httpStatus: 401 });
    },
    longMs,
  );
});
