import sharp from 'sharp';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Challenge, planChallenge } from '../../../src/challenge/index.ts';
import { type FactRow, isObserved } from '../../../src/evidence/evidence.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { drawViews } from '../../../src/simulator/challenge/draw-views.ts';
import { demonstrate } from '../../../src/simulator/challenge/examiner.ts';
import {
  SOUND_VIEWER,
  type ViewerBehaviour,
} from '../../../src/simulator/challenge/viewer-behaviour.ts';
import { recipeOf } from '../../challenge/support/demo.ts';
import { handPicture, openTestWalk } from '../../walkthrough/support/open-test-walk.ts';
import { compareOutcomes, judgeFacts } from './support/judge-records.ts';

// A walk draws dozens of images and reads twenty screenshots: seconds, more on a busy computer.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const functions = ['09', '10', '11', '12', '13', '14', '15', '16', '23'].map(
  (number) => `pacs-${number}`,
);
const { signal } = new AbortController();

let challenge: Challenge;
let other: Challenge;
beforeAll(async () => {
  challenge = await planChallenge(recipeOf('demo-seed-0001'));
  other = await planChallenge(recipeOf('demo-seed-0002'));
});

interface SoundWalk {
  readonly rows: readonly FactRow[];
  readonly findings: Readonly<Record<string, Finding>>;
}

let walked: Promise<SoundWalk> | undefined;

/** Everything shown in front of a sound viewer; walked once, by the test that asks first. */
function walkSoundly(): Promise<SoundWalk> {
  walked ??= (async () => {
    const { walk, dossier } = await openTestWalk({ alone: true });
    const { shown } = await demonstrate(walk, { challenge, signal });
    expect(Object.entries(shown).filter(([, isShown]) => !isShown)).toEqual([]);
    const rows = await rowsOf(dossier);
    return { rows, findings: await judgeFacts({ 'challenge.task': rows }) };
  })();
  return walked;
}

async function rowsOf(dossier: Awaited<ReturnType<typeof openTestWalk>>['dossier']) {
  return (await dossier.readRecords('vi'))
    .filter(isObserved)
    .flatMap((record) => record.facts['challenge.task'] ?? []);
}

/** What a faulty viewer makes of some criteria; the others stand as the sound one showed them. */
async function walkWith(
  viewer: Partial<ViewerBehaviour>,
  criteria: readonly string[],
  study = challenge,
) {
  const { walk, dossier } = await openTestWalk({ alone: true });
  await demonstrate(walk, {
    challenge: study,
    viewer: { ...SOUND_VIEWER, ...viewer },
    only: ({ criterion }) => criteria.includes(criterion),
    signal,
  });
  const rows = await rowsOf(dossier);
  const sound = await walkSoundly();
  const others = sound.rows.filter(({ criterion }) => !criteria.includes(String(criterion)));
  const findings = await judgeFacts({ 'challenge.task': [...others, ...rows] });
  return { rows, findings, changes: compareOutcomes(sound.findings, findings) };
}

const unproven = 'met → needs-attestation';

describe('the simulated examiner in front of a sound viewer', () => {
  it('shows every image function by its code, its value or its picture', async () => {
    const { findings: sound } = await walkSoundly();
    for (const id of functions)
      expect(sound[id], id).toMatchObject({ outcome: 'met', basis: 'demonstrated' });
    expect(sound['pacs-16']?.parts.map(({ state }) => state)).toEqual(['met', 'met', 'met']);
    const others = Object.values(sound).filter(({ criterion }) => !functions.includes(criterion));
    expect(others.filter(({ outcome }) => outcome === 'met')).toEqual([]);
  });

  it('is told apart from a council’s: the facility chose the seed', async () => {
    const { findings: sound } = await walkSoundly();
    for (const id of functions) expect(sound[id]?.remarks.join(), id).toContain('chuỗi gốc');
  });
});

describe('a faulty viewer', () => {
  it.each<[string, Partial<ViewerBehaviour>, string]>([
    ['strips the window function', { pretends: ['window'] }, 'pacs-14'],
    ['does not turn the image', { pretends: ['rotate'] }, 'pacs-09'],
    ['shows one image where two are asked for', { pretends: ['image-layout'] }, 'pacs-10'],
    ['lets the second series stay behind', { pretends: ['linked-series'] }, 'pacs-11'],
    ['makes another plane than the coronal', { pretends: ['mpr'] }, 'pacs-16'],
    ['renders nothing in relief', { pretends: ['surface'] }, 'pacs-15'],
    ['renders nothing in a browser', { pretends: ['remote-surface'] }, 'pacs-23'],
    ['pastes another image', { pretends: ['copy-paste'] }, 'pacs-13'],
  ])('that %s leaves exactly its criterion open, and no row', async (_, viewer, criterion) => {
    const { changes, rows } = await walkWith(viewer, [criterion]);
    expect(changes).toEqual({ [criterion]: unproven });
    const [name] = viewer.pretends ?? [];
    expect(rows.filter((row) => row.function === name)).toEqual([]);
  });

  it('that measures too much leaves pacs-12 open; it may be the hand', async () => {
    const { changes, rows } = await walkWith({ measures: 1.2 }, ['pacs-12']);
    expect(changes).toEqual({ 'pacs-12': unproven });
    expect(rows).toEqual([]);
  });

  it.each<[ViewerBehaviour['lacks'][number], string]>([
    ['fusion', 'pacs-16'],
    ['mpr', 'pacs-16'],
    ['invert', 'pacs-14'],
    ['angle', 'pacs-12'],
  ])('that has no %s is said to, which is no declaration of absence', async (name, criterion) => {
    const { changes, rows, findings } = await walkWith({ lacks: [name] }, [criterion]);
    expect(changes).toEqual({ [criterion]: unproven });
    expect(rows.find((row) => row.function === name)).toMatchObject({ result: 'cannot-show' });
    expect(findings[criterion]?.remarks.join()).toContain('không trình diễn được');
  });
});

describe('a forged demonstration', () => {
  it('with the study of another run shows nothing', async () => {
    const { changes, rows } = await walkWith({}, functions, other);
    expect(changes).toEqual(Object.fromEntries(functions.map((id) => [id, unproven])));
    expect(rows).toEqual([]);
  });

  it('with the code of another run beside an image of this one shows nothing', async () => {
    const { walk, dossier } = await openTestWalk();
    const [image] = await drawViews(['image-layout'], { challenge, imageNumber: 1 });
    const [code] = await drawViews(['mpr'], { challenge: other, imageNumber: 1 });
    const left = await sharp(image)
      .extract({ left: 0, top: 0, width: 690, height: 900 })
      .toBuffer();
    const right = await sharp(code).resize(1000).toBuffer();
    const forged = await sharp({
      create: { width: 1700, height: 900, channels: 3, background: '#111' },
    })
      .composite([
        { input: left, left: 0, top: 0 },
        { input: right, left: 695, top: 0 },
      ])
      .png()
      .toBuffer();
    expect(await handPicture(walk, 'pacs-16.mpr', forged)).toMatchObject({ accepted: false });
    expect(await rowsOf(dossier)).toEqual([]);
  });
});
