import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import type { FactRow } from '../../src/evidence/evidence.ts';
import { stepIds } from '../../src/probes/workflow/step-ids.ts';
import { checklistFolder, defaultChecklist } from '../../src/project-folders.ts';
import { defaultFaults, faults, listFaults } from '../../src/simulator/index.ts';
import { faultTraces, hasTrace } from './support/fault-traces.ts';
import { FaultWalk } from './support/fault-walk.ts';
import { leftBehind } from './support/left-behind.ts';
import { slowFaults } from './support/slow-faults.ts';
import { changedSteps, stepsOf, workflowSteps } from './support/workflow-steps.ts';

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
  }, 120_000);
  afterAll(() => walk.end());

  it.each(faults.filter((one) => !slowFaults.has(one.name)))(
    'changes the outcome of its criteria and of no other: $name',
    async (fault) => {
      const { changes, records, left } = await walk.walk(fault);
      expect(changes).toEqual(fault.changes);
      expect(left).toEqual(leftBehind[fault.name] ?? []);
      const before = stepsOf((await walk.sound(fault.level)).records);
      const after = stepsOf(records);
      if (before !== undefined && after !== undefined)
        expect(changedSteps(before, after)).toEqual(workflowSteps[fault.name] ?? {});
      const trace = faultTraces[fault.name];
      if (trace !== undefined) expect(hasTrace(records, trace), trace.group).toBe(true);
    },
    60_000,
  );

  it('starts from a hospital whose images and messages are in order', async () => {
    const { records } = await walk.sound('advanced');
    const rows = (group: string): readonly FactRow[] =>
      records.flatMap((record) =>
        record.kind === 'probe' && record.state === 'observed' ? (record.facts[group] ?? []) : [],
      );
    const growth = rows('dicom.growth');
    expect(growth).toHaveLength(14);
    expect(growth.every(({ studies }) => Number(studies) >= 2)).toBe(true);
    expect(rows('dicom.retention')).toMatchObject([{ studiesOlderThanOneYear: true }]);
    expect(rows('dicom.claim').length).toBeGreaterThan(100);
    expect(rows('dicom.claim').filter(({ agrees }) => agrees !== true)).toEqual([]);
    expect(rows('dicom.store').filter(({ status }) => status !== 0)).toEqual([]);
    for (const row of rows('dicom.retrieve'))
      expect(row).toMatchObject({ status: 0, expected: 17, received: 17 });
    expect(rows('dicom.retrieve').map(({ method }) => method)).toEqual(['move', 'get', 'forward']);
    expect(rows('dicom.change')).toEqual([]);
    expect(new Set(rows('dicom.text').map(({ verdict }) => verdict))).toEqual(new Set(['intact']));
    expect(rows('dicom.commitment')).toMatchObject([{ committed: 17, failed: 0 }]);
    expect(rows('dicom.removal').filter(({ state }) => state !== 'removed-verified')).toEqual([]);
    const families = ['jpeg2000-lossless', 'jpeg2000', 'jpeg-lossless', 'jpeg-lossy'];
    for (const family of families)
      expect(rows('dicom.compression')).toContainEqual(
        expect.objectContaining({ direction: 'compress', family, encoded: true, decoded: true }),
      );
    const services = rows('dicomweb.service');
    expect(services.length).toBeGreaterThan(15);
    expect(services.filter(({ ok, asSent }) => !ok || asSent === false)).toEqual([]);
    expect(rows('dicomweb.change')).toEqual([]);
    expect(rows('dicomweb.removal')).toMatchObject([{ removed: true }]);
  });

  it('starts from a hospital where a case goes all the way from order to report', async () => {
    const { records } = await walk.sound('advanced');
    const steps = stepsOf(records);
    expect(steps).toEqual(Object.fromEntries(stepIds.map((id) => [id, 'passed'])));
    // A fault for every step, beside those that stop what comes after it.
    const changed = new Set(Object.values(workflowSteps).flatMap((one) => Object.keys(one)));
    expect([...changed].sort()).toEqual([...stepIds].sort());
    const followed = records.find((one) => one.kind === 'probe' && one.probe === 'workflow');
    expect(followed).toMatchObject({ state: 'observed', simulated: true });
  });

  it('leaves a trace that the sound hospital has not', async () => {
    const { records } = await walk.sound('specialized');
    const traces = Object.entries(faultTraces);
    expect(traces.filter(([, trace]) => hasTrace(records, trace)).map(([name]) => name)).toEqual(
      [],
    );
    const names = faults.map(({ name }) => name);
    expect(traces.map(([name]) => name).filter((name) => !names.includes(name))).toEqual([]);
    // A fault without a changed criterion would otherwise be nothing but a name.
    const silent = faults.filter(({ changes }) => Object.keys(changes).length === 0);
    const isSeen = (name: string): boolean => name in faultTraces || name in workflowSteps;
    expect(silent.map(({ name }) => name).filter((name) => !isSeen(name))).toEqual([]);
    const listed = [...Object.keys(workflowSteps), ...Object.keys(leftBehind)];
    expect(listed.filter((name) => !names.includes(name))).toEqual([]);
  });
});
