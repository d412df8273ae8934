import { afterEach, describe, expect, it } from 'vitest';
import { facilitySchema } from '../../../src/facility/schema.ts';
import type { Observation } from '../../../src/probes/contract.ts';
import { collectGrowth } from '../../../src/probes/dicom-growth/collect.ts';
import { factGroups } from '../../../src/probes/dicom-growth/facts.ts';
import { probe } from '../../../src/probes/dicom-growth/index.ts';
import { type GrowthPatience, USUAL_PATIENCE } from '../../../src/probes/dicom-growth/target.ts';
import { encodePdu } from '../../../src/protocols/dicom/dul/encode-pdu.ts';
import { awaitNoSockets } from '../../protocols/dicom/support/scripted-peer.ts';
import { makeProbeContext } from '../support/probe-context.ts';
import {
  type FakeArchive,
  type FakeBehaviour,
  type FakeStudy,
  startFakeArchive,
} from './support/fake-archive.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await awaitNoSockets();
});

const quick: Partial<GrowthPatience> = {
  windowDays: 3,
  cancelGraceMs: 300,
  deadlines: { tcp: 500, tls: 500, association: 500, dimse: 500, release: 500 },
};

async function look(
  behaviour: FakeBehaviour,
  patience: Partial<GrowthPatience> = {},
  signal?: AbortSignal,
): Promise<{ readonly seen: Observation; readonly archive: FakeArchive }> {
  const archive = await startFakeArchive(behaviour);
  stops.push(() => archive.stop());
  const { context, attached, logged } = makeProbeContext({
    language: 'en',
    ...(signal && { signal }),
  });
  const node = {
    id: 'archive',
    role: 'archive',
    host: '127.0.0.1',
    port: archive.port,
    calledAe: 'A',
  } as const;
  const seen = await collectGrowth({ node, callingAe: 'RISPACS' }, context, {
    ...USUAL_PATIENCE,
    ...quick,
    ...patience,
  });
  expect(attached.size + logged.length).toBe(0);
  return { seen, archive };
}

function tables(seen: Observation) {
  if (seen.state !== 'observed') throw new Error(JSON.stringify(seen));
  for (const group of factGroups)
    for (const row of seen.facts[group.name] ?? []) group.row.parse(row);
  return {
    days: seen.facts['dicom.growth'] ?? [],
    modalities: seen.facts['dicom.growthModality'] ?? [],
    retention: seen.facts['dicom.retention']?.[0],
  };
}

const day = (date: string, modalities: string, instances: number | string): FakeStudy => ({
  date,
  modalities,
  instances: String(instances),
});
const fullWeek: FakeStudy[] = [
  day('20261121', 'CT', 400),
  day('20261121', 'CT\\SR', 600),
  day('20261121', 'DX\\PR\\KO', 3),
  day('20261120', 'CT\\PT', 800),
  day('20261122', 'CT', 9_999),
  day('20261118', 'CT', 9_999),
  day('20240101', 'MR', 200),
];

describe('the plan', () => {
  it('asks PACS and archives only, and says how much, in both languages', () => {
    const facility = facilitySchema.parse({
      schemaVersion: 1,
      facility: { name: 'BV' },
      dicom: {
        nodes: ['pacs', 'worklist', 'modality', 'archive'].map((role, index) => ({
          id: role,
          role,
          host: '10.0.0.1',
          port: 104 + index,
          calledAe: 'AE',
        })),
      },
    });
    const steps = probe.planSteps(facility, 'en');
    expect(steps.map(({ subjectId }) => subjectId)).toEqual(['pacs', 'archive']);
    expect(steps[0]?.risk).toBe('observe');
    expect(steps[0]?.sends).toMatch(/14 C-FIND.*at most 5000 a day.*Leaves nothing behind/);
    expect(probe.planSteps(facility, 'vi')[0]?.sends).toMatch(/14 truy vấn C-FIND.*tối đa 5000/);
    expect(steps[0]?.deadlineMs).toBeGreaterThan(
      USUAL_PATIENCE.allQueriesMs + USUAL_PATIENCE.queryMs,
    );
  });
});

describe('an archive that answers', () => {
  it('is counted by day and by modality, and asked for nothing of a patient', async () => {
    const { seen, archive } = await look({ studies: fullWeek });
    const { days, modalities, retention } = tables(seen);
    expect(days).toMatchObject([
      { date: '2026-11-19', studies: 0, instances: 0, capped: false, estimatedBytesPerDayHigh: 0 },
      { date: '2026-11-20', studies: 1, instances: 800 },
      { date: '2026-11-21', studies: 3, instances: 1003, studiesWithInstances: 3 },
    ]);
    expect(modalities).toMatchObject([
      { modality: 'CT', days: 3, studies: 2, instances: 1000 },
      { modality: 'CT+PT', studies: 1, instances: 800 },
      { modality: 'DX', studies: 1, instances: 3 },
    ]);
    expect(retention).toMatchObject({ dateFilterHonoured: true, studiesOlderThanOneYear: true });
    expect(archive.asked.map(({ date }) => date)).toEqual([
      '20261121',
      '20261120',
      '20261119',
      '-20251121',
    ]);
    for (const { tags } of archive.asked)
      expect(tags).toEqual([0x00080020, 0x00080052, 0x00080061, 0x00201208]);
    expect(archive.associations).toHaveLength(1);
    expect(archive.cancels).toHaveLength(1);
  });

  it('with more studies on a day than the bound is stopped, and its day is a minimum', async () => {
    const many = Array.from({ length: 50 }, () => day('20261121', 'CT', 10));
    const { seen, archive } = await look({ studies: many }, { maxAnswersPerDay: 20 });
    const { days, modalities } = tables(seen);
    expect(days.at(-1)).toMatchObject({ studies: 20, capped: true });
    expect(days.at(-1)).not.toHaveProperty('estimatedBytesPerDayLow');
    expect(days[0]).toMatchObject({ studies: 0, capped: false });
    // What was cut off is in no average.
    expect(modalities).toEqual([]);
    expect(archive.cancels).toHaveLength(1);
    expect(seen.notes?.join('\n')).toMatch(/minimums/);
  });

  it('and does not say how many images gets no estimate', async () => {
    const { seen } = await look({
      studies: [
        { date: '20261121', modalities: 'CT' },
        day('20261121', 'CT', 5),
        { date: '20261120' },
        day('20261120', 'CT', 'many'),
      ],
    });
    const { days, modalities } = tables(seen);
    expect(days.at(-1)).toMatchObject({ studies: 2, studiesWithInstances: 1, instances: 5 });
    expect(days.at(-2)).toMatchObject({ studies: 2, studiesWithInstances: 0 });
    expect(days.at(-2)).not.toHaveProperty('instances');
    for (const row of [days.at(-1), days.at(-2), modalities[0]])
      expect(row).not.toHaveProperty('estimatedBytesPerDayHigh');
    expect(modalities.map((row) => row.modality)).toEqual(['CT', 'unknown']);
  });

  it('keeps nothing of an answer that was not asked for', async () => {
    const { seen } = await look({
      studies: [
        {
          date: '20261121',
          modalities: 'NGUYEN VAN A\\CT',
          instances: '1',
          patientName: 'NGUYEN^VAN A',
        },
        { date: '20261121', modalities: '079123456789', patientName: 'TRAN^B', instances: '1' },
      ],
    });
    expect(tables(seen).modalities.map((row) => row.modality)).toEqual(['CT+other', 'other']);
    expect(JSON.stringify(seen)).not.toMatch(/NGUYEN|TRAN|079123/);
  });

  it('with answers that are no data sets counts them and knows nothing more', async () => {
    const { seen } = await look({
      studies: [day('20261121', 'CT', 1)],
      answersWith: Buffer.from('not a data set'),
    });
    expect(tables(seen).days.at(-1)).toMatchObject({ studies: 1, studiesWithInstances: 0 });
  });

  it('with nothing older than a year says so', async () => {
    const { seen } = await look({ studies: [day('20261121', 'CT', 1)] });
    expect(tables(seen).retention).toEqual({
      node: 'archive',
      role: 'archive',
      studiesOlderThanOneYear: false,
    });
  });
});

describe('an archive that ignores the date', () => {
  it('is found out after a few answers and not asked again', async () => {
    const studies = Array.from({ length: 5_000 }, () => day('20260101', 'CT', 1));
    const { seen, archive } = await look({ studies, ignoresDate: true });
    const { days, retention } = tables(seen);
    expect(days).toEqual([]);
    expect(retention).toMatchObject({ dateFilterHonoured: false });
    expect(retention).not.toHaveProperty('studiesOlderThanOneYear');
    expect(archive.asked).toHaveLength(1);
    expect(archive.cancels).toHaveLength(1);
    expect(seen.notes?.join('\n')).toMatch(/does not filter by date/);
  });

  it('only for ranges is found out by the age query', async () => {
    const { seen } = await look({ studies: [{ modalities: 'CT' }, day('20261122', 'CT', 1)] });
    // The study without a date answers first, and shows nothing.
    expect(tables(seen).retention).toEqual({ node: 'archive', role: 'archive' });
  });
});

describe('an archive that does not want to be asked', () => {
  it.each([
    ['out of resources', 0xa700],
    ['not authorised', 0x0124],
    ['unable to process', 0xc001],
  ])('(%s) is left alone at once', async (_name, status) => {
    const { seen, archive } = await look({ studies: [], status: () => status });
    expect(seen).toMatchObject({
      state: 'refused',
      reason: { code: `status-${status.toString(16)}` },
    });
    expect(archive.asked).toHaveLength(1);
  });

  it('after some days keeps what was counted', async () => {
    const { seen, archive } = await look({
      studies: fullWeek,
      status: (date) => (date === '20261120' ? 0xa700 : 0),
    });
    expect(tables(seen).days.map((row) => row.date)).toEqual(['2026-11-21']);
    expect(archive.asked).toHaveLength(2);
    expect(seen.notes?.join('\n')).toMatch(/A700.*not asked again/);
  });

  it('by accepting no context is refused', async () => {
    const { seen } = await look({ studies: [], refusesContext: true });
    expect(seen).toMatchObject({ state: 'refused', reason: { code: 'no-context' } });
  });
});

describe('an archive that misbehaves', () => {
  it('by aborting one query is asked the next one on a new association', async () => {
    const { seen, archive } = await look({
      studies: fullWeek,
      instead: (date, socket) => {
        if (date !== '20261120') return false;
        socket.write(encodePdu({ kind: 'abort', source: 0, reason: 0 }));
        return true;
      },
    });
    expect(tables(seen).days.map((row) => row.date)).toEqual(['2026-11-19', '2026-11-21']);
    expect(archive.associations).toHaveLength(2);
    expect(seen.notes?.join('\n')).toMatch(/2 of 3 days.*A-ABORT/);
  });

  it('by ending every association is left alone after three', async () => {
    const { seen, archive } = await look(
      { studies: [], instead: (_date, socket) => Boolean(socket.destroy()) },
      { windowDays: 10 },
    );
    expect(seen).toMatchObject({ state: 'unreachable' });
    expect(archive.associations).toHaveLength(3);
  });

  it('by never answering gives a time-out', async () => {
    const { seen } = await look({ studies: [], instead: () => true }, { windowDays: 2 });
    expect(seen).toMatchObject({ state: 'timed-out', reason: { phase: 'dimse' } });
  });

  it('by going on after C-CANCEL is cut off and not asked again', async () => {
    const { seen, archive } = await look(
      { studies: [day('20261121', 'CT', 1)], ignoresCancel: true },
      { maxAnswersPerDay: 10 },
    );
    expect(tables(seen).days).toMatchObject([{ date: '2026-11-21', studies: 10, capped: true }]);
    expect(archive.asked).toHaveLength(1);
    expect(seen.notes?.join('\n')).toMatch(/C-CANCEL/);
  });

  it('by being slow is not asked beyond its time', async () => {
    const { seen, archive } = await look({ studies: fullWeek }, { allQueriesMs: 0 });
    expect(tables(seen).days).toEqual([]);
    expect(archive.asked).toEqual([]);
    expect(seen.notes?.join('\n')).toMatch(/time for this node ran out: 0 of 3/);
  });
});

it('stops when it is told to', async () => {
  const stop = new AbortController();
  const looking = look(
    {
      studies: [],
      instead: () => {
        stop.abort(new Error('stopped'));
        return true;
      },
    },
    {},
    stop.signal,
  );
  await expect(looking).rejects.toThrow('stopped');
});

it('that nobody answers gives the reason in words', async () => {
  const { context } = makeProbeContext({ language: 'vi' });
  const archive = await startFakeArchive({ studies: [] });
  await archive.stop();
  const node = {
    id: 'a',
    role: 'pacs',
    host: '127.0.0.1',
    port: archive.port,
    calledAe: 'A',
  } as const;
  expect(await probe.collect({ node, callingAe: 'RISPACS' }, context)).toMatchObject({
    state: 'refused',
    reason: { message: expect.stringContaining('từ chối kết nối TCP') },
  });
});
