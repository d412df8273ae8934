import { beforeAll, describe, expect, it, vi } from 'vitest';
import { isObserved } from '../../src/evidence/evidence.ts';
import { factRegistry } from '../../src/probes/fact-registry.ts';
import { type Demo, makeDemo, showCt } from '../challenge/support/demo.ts';
import { hand, handPicture, openTestWalk, stateOf } from './support/open-test-walk.ts';
import { shootOne } from './support/screens.ts';

// Each opening draws a whole study: half a second, more on a busy computer.
vi.setConfig({ testTimeout: 90_000 });

let demo: Demo;
beforeAll(async () => {
  demo = await makeDemo();
});

function known(id: string) {
  const found = demo.challenge.key.measurements.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

const type = (text: string) => ({ kind: 'code', text }) as const;
const measure = (text: string) => ({ kind: 'value', index: 0, text }) as const;

describe('codes and values that are typed', () => {
  it('are compared, and wrong ones are counted', async () => {
    const { walk, dossier } = await openTestWalk();
    const { surface, referenceLines } = demo.challenge.key;
    const wrong = await hand(walk, 'pacs-15.surface', type('ZZZZZZ'));
    expect(wrong).toMatchObject({ accepted: false });
    // Nothing about the right code may be learnt from the answer.
    expect(wrong.sentence.vi).not.toContain(surface);
    const spaced = surface.toLowerCase().split('').join(' ');
    expect(await hand(walk, 'pacs-15.surface', type(spaced))).toMatchObject({
      accepted: true,
      basis: 'demonstrated',
    });
    expect(await hand(walk, 'pacs-11.reference-lines', type(referenceLines.answer))).toMatchObject({
      accepted: true,
    });
    const [record] = await dossier.readRecords('vi');
    if (record === undefined || !isObserved(record)) throw new Error('no record');
    const rows = record.facts['challenge.task'] ?? [];
    for (const row of rows)
      expect(factRegistry().get('challenge.task')?.row.safeParse(row).error).toBeUndefined();
    expect(rows).toMatchObject([
      { task: 'pacs-11.reference-lines', kind: 'code', wrongAttempts: 0 },
      { task: 'pacs-15.surface', expectedText: surface, typed: surface, wrongAttempts: 1 },
    ]);
  });

  it('are measured within the tolerance, with the error shown', async () => {
    const { walk, dossier } = await openTestWalk();
    const { expected, tolerance } = known('length');
    const off = await hand(walk, 'pacs-12.length', measure(String(expected + 2 * tolerance)));
    expect(off).toMatchObject({ accepted: false });
    expect(off.sentence.en).not.toContain(String(expected));
    const near = expected + tolerance / 2;
    expect(
      await hand(walk, 'pacs-12.length', measure(`${String(near).replace('.', ',')} mm`)),
    ).toMatchObject({ accepted: true });
    expect(await hand(walk, 'pacs-12.length', measure(String(expected)))).toMatchObject({
      accepted: false,
      sentence: { en: 'This step is done.' },
    });
    expect(await hand(walk, 'pacs-12.angle', measure('một góc'))).toMatchObject({
      accepted: false,
    });
    const [record] = await dossier.readRecords('vi');
    if (record === undefined || !isObserved(record)) throw new Error('no record');
    const [row] = record.facts['challenge.task'] ?? [];
    expect(row).toMatchObject({ kind: 'value', tolerance, wrongAttempts: 1 });
    expect(row?.errorPercent).toBeCloseTo((100 * tolerance) / 2 / expected, 0);
  });

  it('are refused after ten wrong ones: nobody tries until it fits', async () => {
    const { walk } = await openTestWalk();
    for (let index = 0; index < 10; index += 1)
      await hand(walk, 'pacs-12.angle', measure(String(400 + index)));
    const { expected } = known('angle');
    expect(await hand(walk, 'pacs-12.angle', measure(String(expected)))).toMatchObject({
      accepted: false,
    });
    expect(await stateOf(walk, 'pacs-12.angle')).toBe('open');
  });

  it('every quantity that the walk asks for is known', async () => {
    const { walk } = await openTestWalk();
    const tasks = walk.tasks.filter(({ criterion }) => criterion === 'pacs-12');
    expect(tasks.length).toBe(8);
    const values: Record<string, string> = {
      'pacs-12.length': 'length',
      'pacs-12.angle': 'angle',
      'pacs-12.area': 'area',
      'pacs-12.perimeter': 'perimeter',
      'pacs-12.point-density': 'disc-density',
      'pacs-12.ellipse-density': 'disc-density',
      'pacs-12.rectangle-density': 'box-density',
      'pacs-12.polygon-density': 'box-density',
    };
    for (const { id } of tasks) {
      const value = known(values[id] ?? '').expected;
      expect(await hand(walk, id, measure(String(value))), id).toMatchObject({ accepted: true });
    }
  });
});

describe('what does not belong to a step', () => {
  it('is refused in one sentence', async () => {
    const { walk } = await openTestWalk();
    const picture = await shootOne(showCt(demo.challenge, 20));
    expect(await handPicture(walk, 'pacs-12.length', picture)).toMatchObject({ accepted: false });
    expect(await hand(walk, 'pacs-09.zoom', type('ABC'))).toMatchObject({ accepted: false });
    await expect(hand(walk, 'pacs-99.none', type('ABC'))).rejects.toThrow('pacs-99.none');
  });

  it('is refused before anybody is named', async () => {
    const { walk } = await openTestWalk({ alone: true });
    await expect(hand(walk, 'pacs-15.surface', type('ABC'))).rejects.toThrow('người trình diễn');
    const one = { name: 'Trần Thị Hà', role: 'Trưởng phòng' };
    await expect(walk.setPeople({ name: ' ', role: '' }, [])).rejects.toThrow('họ tên');
    await expect(walk.setPeople(one, [one])).rejects.toThrow('khác nhau');
    await expect(walk.setPeople({ name: 'A\u202eB', role: 'x' }, [])).rejects.toThrow('họ tên');
  });

  it('tells what cannot be shown, until it is', async () => {
    const { walk, dossier } = await openTestWalk();
    expect(
      await hand(walk, 'pacs-15.surface', { kind: 'cannot-show', reason: '  ' }),
    ).toMatchObject({ accepted: false });
    await hand(walk, 'pacs-15.surface', { kind: 'cannot-show', reason: 'chưa mua' });
    expect(await stateOf(walk, 'pacs-15.surface')).toBe('cannot-show');
    const [record] = await dossier.readRecords('vi');
    if (record === undefined || !isObserved(record)) throw new Error('no record');
    expect(record.facts['challenge.task']).toMatchObject([{ result: 'cannot-show' }]);
    await hand(walk, 'pacs-15.surface', type(demo.challenge.key.surface));
    expect(await stateOf(walk, 'pacs-15.surface')).toBe('demonstrated');
  });
});
