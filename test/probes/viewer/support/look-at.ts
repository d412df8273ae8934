import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { findBrowser } from '../../../../src/browser/browser.ts';
import type { Challenge } from '../../../../src/challenge/index.ts';
import { facilitySchema } from '../../../../src/facility/schema.ts';
import { collectViewer } from '../../../../src/probes/viewer/collect.ts';
import { viewerViewFacts } from '../../../../src/probes/viewer/facts.ts';
import { probe } from '../../../../src/probes/viewer/index.ts';
import { defaultViewerLimits, type ViewerLimits } from '../../../../src/probes/viewer/target.ts';
import { makeDemo, showCt } from '../../../challenge/support/demo.ts';
import { encode } from '../../../challenge/support/encode.ts';
import { makeProbeContext } from '../../support/probe-context.ts';
import { type Answer, startSite, type ViewerSite } from './viewer-site.ts';

/** Why nothing can be opened on this computer. */
export const noBrowser =
  (await findBrowser()) === undefined ? 'no browser on this computer' : undefined;

/** Short waits: the pages of these tests are small. */
export const limits = {
  ...defaultViewerLimits,
  stepMs: 4_000,
  answerMs: 10_000,
  pauseMs: 200,
  settleMs: 600,
  lastReadMs: 1_500,
  waitMs: 20_000,
} satisfies ViewerLimits;

/** The study of a test file, and a picture of one of its images. */
export interface Study {
  folder: string;
  challenge: Challenge;
  picture: Buffer;
}

/** Makes the study before the tests of a file, and the folder that `challenge make` would have written. */
export function useStudy(seed: string): Study {
  const study: Partial<Study> = {};
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rispacs-viewer-'));
    const { challenge } = await makeDemo(seed);
    await writeFile(join(folder, 'recipe.json'), JSON.stringify(challenge.recipe));
    const picture = await encode(showCt(challenge, 75), { format: 'png' });
    Object.assign(study, { folder, challenge, picture });
  });
  afterAll(async () => {
    if (study.folder !== undefined) await rm(study.folder, { recursive: true, force: true });
  });
  const need = <Key extends keyof Study>(key: Key): Study[Key] => {
    const value = study[key];
    if (value === undefined) throw new Error('the study is not made yet');
    return value as Study[Key];
  };
  return {
    get folder() {
      return need('folder');
    },
    get challenge() {
      return need('challenge');
    },
    get picture() {
      return need('picture');
    },
  };
}

/** An image of the study as a viewer would show it. */
export const image = (style = 'width:100vmin;height:100vmin'): string =>
  `<img src="/picture.png" style="${style}" alt="">`;

/** Noise in every colour: contrast, but no image. */
export const noise = `<canvas id="c" width="600" height="600"></canvas><script>const g=document.getElementById('c').getContext('2d');for(let i=0;i<900;i+=1){g.fillStyle='hsl('+i*37%360+' 80% '+(20+i%60)+'%)';g.fillRect(i%30*20,(i/30|0)*20,20,20)}</script>`;

/** Starts a site that ends with the test. */
export async function openSite(
  study: Study,
  pages: Readonly<Record<string, Answer>>,
  tls?: { readonly key: string; readonly cert: string },
): Promise<ViewerSite> {
  const site = await startSite({ '/picture.png': study.picture, ...pages }, tls);
  onTestFinished(() => site.close());
  return site;
}

/** Plans one viewer; without a folder the facility names no challenge study. */
export function planViewer(viewer: Readonly<Record<string, unknown>>, folder?: string) {
  const facility = facilitySchema.parse({
    schemaVersion: 1,
    facility: { name: 'Bệnh viện thử' },
    viewers: [{ id: 'xem-anh', ...viewer }],
    ...(folder === undefined ? {} : { challenge: { folder } }),
  });
  const [step] = probe.planSteps(facility, 'vi');
  if (step === undefined) throw new Error('nothing was planned');
  return step;
}

/** Opens the link of a site, on a desktop unless told otherwise. */
export async function lookAt(
  study: Study,
  site: ViewerSite,
  viewer: Readonly<Record<string, unknown>> = {},
  options: {
    readonly secrets?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
    readonly limits?: ViewerLimits;
  } = {},
) {
  const { secrets = {}, signal } = options;
  const recorded = makeProbeContext(signal === undefined ? {} : { signal }, secrets);
  const url = `${site.origin}/xem?ca={studyInstanceUid}`;
  const { target } = planViewer({ url, profiles: ['desktop'], ...viewer }, study.folder);
  const observation = await collectViewer(target, recorded.context, options.limits ?? limits);
  const rows =
    observation.state === 'observed'
      ? (observation.facts['viewer.view'] ?? []).map((row) => viewerViewFacts.row.parse(row))
      : [];
  return { observation, rows, row: rows[0], ...recorded };
}
