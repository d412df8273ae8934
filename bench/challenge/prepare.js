// Writes the pictures that are read: `node bench/challenge/prepare.js FOLDER SEED DATE`. They come from the renderers of
// the tests, so that what is measured is what is proven there.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeChallengeRecipe } from '../../src/challenge/index.ts';
import { assembleChallenge, drawChallenge } from '../../src/challenge/study/plan-challenge.ts';
import { photograph } from '../../test/challenge/support/camera.ts';
import { showCt } from '../../test/challenge/support/demo.ts';
import { encode } from '../../test/challenge/support/encode.ts';
import { loadHidden } from '../../test/challenge/support/hidden-volumes.ts';
import { listUncovered } from '../../test/challenge/support/uncovered.ts';
import { showWorkstation } from '../../test/challenge/support/workstation.ts';

const [folder = '', seed = '', date = ''] = process.argv.slice(2);
const recipe = makeChallengeRecipe({ seed, performedAt: new Date(`${date}T08:00:00+07:00`) });
const context = await drawChallenge(recipe);
const demo = { challenge: assembleChallenge(recipe, context), context };
const uncovered = listUncovered(loadHidden(demo.challenge, context), context);
const shown = (name, pixelsPerModule) => ({
  shown: uncovered.find((one) => one.name === name),
  pixelsPerModule,
});
const full = { width: 1920, height: 1080, thumbnailPx: 180 };
const plain = await showWorkstation(demo, {
  ...full,
  panes: [shown('QR, default window', 10), shown('QR, lung', 10)],
});
const mpr = await showWorkstation(demo, { ...full, panes: [shown('MPR, coronal', 20)] });
const three = await showWorkstation(demo, {
  ...full,
  panes: ['window of 100', 'MPR, coronal', 'MIP of the slab'].map((name) => shown(name, 6)),
});
const fused = await showWorkstation(demo, { ...full, panes: [shown('fusion, hot', 12)] });
const large = await showWorkstation(demo, {
  width: 3840,
  height: 2160,
  thumbnailPx: 300,
  panes: [shown('QR, default window', 20), shown('MIP of the slab', 20)],
});
const photo = photograph(mpr, {
  width: 4000,
  height: 3000,
  corners: [
    [160, 240],
    [3840, 300],
    [3760, 2700],
    [200, 2640],
  ],
  moire: 0.4,
  glare: 40,
  noise: 10,
  blur: 1,
});

const png = { format: 'png' };
const jpeg = { format: 'jpeg', quality: 60 };
const pictures = {
  'screen-images.png': [plain, png],
  'screen-mpr.png': [mpr, png],
  'screen-three-panes.png': [three, png],
  'screen-fusion.png': [fused, png],
  'screen-three-panes.jpg': [three, jpeg],
  'export.jpg': [showCt(demo.challenge, 75), jpeg],
  '4k-two-panes.png': [large, png],
  'photo.jpg': [photo, { format: 'jpeg', quality: 85 }],
};
for (const [name, [picture, encoding]] of Object.entries(pictures))
  writeFileSync(path.join(folder, name), await encode(picture, encoding));
