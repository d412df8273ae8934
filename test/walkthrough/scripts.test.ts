import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { Attestation } from '../../src/evidence/evidence.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import type { Walk } from '../../src/walkthrough/index.ts';
import { listTasks } from '../../src/walkthrough/tasks/list-tasks.ts';
import { outcomeOf, statementsOf } from '../attest/support/dossier.ts';
import { type Demo, invertPicture, makeDemo, showCt } from '../challenge/support/demo.ts';
import { shootHidden } from './support/hidden-pictures.ts';
import {
  examiner,
  hand,
  handPicture,
  openTestWalk,
  stateOf,
  witnesses,
} from './support/open-test-walk.ts';
import { shootOne } from './support/screens.ts';

// Each opening draws a whole study: half a second, more on a busy computer.
vi.setConfig({ testTimeout: 90_000 });

let demo: Demo;
beforeAll(async () => {
  demo = await makeDemo();
});

const photo = {
  bytes: Buffer.from('%PDF-1.4\nbien ban\n'),
  originalName: 'C:\\Users\\ha\\bien-ban.pdf',
};
const say = (shownPoints: readonly number[], files = [photo]) =>
  ({ kind: 'statement', text: 'Đã xem trên máy trạm.', shownPoints, files }) as const;

function pointsOf(walk: Walk, id: string): readonly string[] {
  return walk.tasks.find((task) => task.id === id)?.points.map(({ vi }) => vi) ?? [];
}

async function attestationsOf(folder: string): Promise<Attestation[]> {
  return (await statementsOf(folder)).filter((one) => one.kind === 'attestation');
}

describe('demonstrations that only people see', () => {
  it('become an attestation once all their points were seen', async () => {
    const { walk, folder } = await openTestWalk();
    expect(pointsOf(walk, 'ris-01.script').length).toBe(4);
    expect(await hand(walk, 'ris-01.script', say([0, 1]))).toMatchObject({
      accepted: true,
      basis: 'attested',
      sentence: { vi: expect.stringContaining('chưa thành xác nhận') },
    });
    expect(await stateOf(walk, 'ris-01.script')).toBe('partly');
    expect(await attestationsOf(folder)).toEqual([]);
    expect(await outcomeOf(folder, 'ris-01')).not.toBe('met');
    expect(await hand(walk, 'ris-01.script', say([2, 3], []))).toMatchObject({ accepted: true });
    expect(await stateOf(walk, 'ris-01.script')).toBe('attested');
    const [attestation, ...others] = await attestationsOf(folder);
    expect(others).toEqual([]);
    expect(attestation).toMatchObject({
      for: ['ris-01'],
      by: examiner,
      witnesses,
      date: '2026-11-22',
      source: 'attest:challenge',
      attachments: [{ mediaType: 'application/pdf', originalName: 'bien-ban.pdf' }],
    });
    for (const point of pointsOf(walk, 'ris-01.script'))
      expect(attestation?.statement).toContain(point);
    expect(await outcomeOf(folder, 'ris-01')).toBe('met');
  });

  it('need two witnesses, words, a point and a file of a known kind', async () => {
    const { walk, folder } = await openTestWalk({ alone: true });
    await walk.setPeople(examiner, witnesses.slice(0, 1));
    const task = 'pacs-19.script';
    expect(await hand(walk, task, say([0]))).toMatchObject({
      accepted: false,
      sentence: { en: expect.stringContaining('two witnesses') },
    });
    await walk.setPeople(examiner, witnesses);
    for (const bad of [
      { ...say([0]), text: ' ' },
      { ...say([0]), text: 'x'.repeat(2001) },
      say([]),
      say([7]),
      say([0], []),
      say([0], [{ bytes: Buffer.from('<!doctype html><html>'), originalName: 'anh.png' }]),
      say([0], [{ bytes: Buffer.from([0x4d, 0x5a, 0, 1]), originalName: 'anh.png' }]),
    ])
      expect(await hand(walk, task, bad), JSON.stringify(bad)).toMatchObject({ accepted: false });
    expect(await attestationsOf(folder)).toEqual([]);
    expect(await hand(walk, task, say([0]))).toMatchObject({ accepted: true });
    expect(await attestationsOf(folder)).toHaveLength(1);
  });

  it('count what codes have shown, before or after', async () => {
    const { walk, folder } = await openTestWalk();
    const points = pointsOf(walk, 'pacs-14.script');
    const byEye = ['kính lúp, chú thích', 'so sánh'].map((one) => points.indexOf(one));
    const inverted = await shootOne(invertPicture(showCt(demo.challenge, 21)));
    await handPicture(walk, 'pacs-14.invert', inverted);
    await hand(walk, 'pacs-14.script', say(byEye));
    expect(await attestationsOf(folder)).toEqual([]);
    await handPicture(walk, 'pacs-14.window', await shootHidden(demo, 'window'));
    expect(await stateOf(walk, 'pacs-14.script')).toBe('attested');
    const [attestation] = await attestationsOf(folder);
    expect(attestation?.statement).toContain('Đã kiểm bằng ca thử thách: cửa sổ WW/WL');
  });

  it('come from the checklist: every point that a checked task covers is one of it', async () => {
    const checklist = await loadChecklist(checklistFolder(defaultChecklist));
    const tasks = listTasks(demo.challenge, checklist);
    for (const task of tasks) {
      const criterion = checklist.criteria.find(({ id }) => id === task.criterion);
      const known = criterion?.demonstrate?.map(({ vi }) => vi) ?? [];
      expect(known, task.id).toEqual(expect.arrayContaining([...task.covers]));
    }
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
    for (const id of ['pacs-01', 'pacs-05', 'pacs-19', 'pacs-21', 'pacs-24', 'ris-01', 'ris-06'])
      expect(tasks.map((task) => task.id)).toContain(`${id}.script`);
    // Shown by pictures and values alone.
    for (const id of ['pacs-09', 'pacs-12'])
      expect(tasks.map((task) => task.id)).not.toContain(`${id}.script`);
  });
});
