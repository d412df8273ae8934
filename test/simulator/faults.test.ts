import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { defaultFaults, faults, listFaults } from '../../src/simulator/index.ts';
import { FaultWalk } from './support/fault-walk.ts';
import { slowFaults } from './support/slow-faults.ts';

describe('the faults of the simulated hospital', () => {
  it('cover every criterion and both conditions of the specialized level', async () => {
    const { criteria, specialized } = await loadChecklist(checklistFolder(defaultChecklist));
    expect(criteria).toHaveLength(45);
    const covered = new Set(faults.flatMap((one) => Object.keys(one.changes)));
    const all = [...criteria, ...specialized].map((one) => one.id);
    expect([...covered].sort()).toEqual([...all].sort());
    // A fault that takes many criteria along is no proof that any one of them can fail alone.
    const alone = new Set(
      faults.flatMap((one) => {
        const ids = Object.keys(one.changes);
        return ids.length === 1 ? ids : [];
      }),
    );
    expect(all.filter((id) => !alone.has(id))).toEqual([]);
  });

  it('have names of their own and a sentence in both languages', () => {
    expect(new Set(faults.map((one) => one.name)).size).toBe(faults.length);
    expect(defaultFaults.filter((name) => !faults.some((one) => one.name === name))).toEqual([]);
    for (const { name, text } of faults) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(text.vi).not.toBe(text.en);
      expect(text.vi.length).toBeGreaterThan(20);
    }
    expect(listFaults('en')).toContainEqual({
      name: 'slow-port',
      text: 'The network port of a PACS server runs at 100 Mb/s',
      level: 'advanced',
      changes: [{ criterion: 'ht-03', before: 'met', after: 'not-met' }],
    });
    expect(listFaults('vi')[0]?.text).toMatch(/bộ nhớ/);
  });
});

describe('switching one fault on', () => {
  let walk: FaultWalk;
  beforeAll(async () => {
    walk = await FaultWalk.begin();
    await walk.sound('specialized');
  }, 60_000);
  afterAll(() => walk.end());

  it.each(faults.filter((one) => !slowFaults.has(one.name)))(
    'changes the outcome of its criteria and of no other: $name',
    async (fault) => {
      const { changes } = await walk.walk(fault);
      expect(changes).toEqual(fault.changes);
    },
    30_000,
  );
});
