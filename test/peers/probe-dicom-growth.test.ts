import { afterEach, describe, expect, it } from 'vitest';
import type { Observation } from '../../src/probes/contract.ts';
import { collectGrowth } from '../../src/probes/dicom-growth/collect.ts';
import { factGroups } from '../../src/probes/dicom-growth/facts.ts';
import { USUAL_PATIENCE } from '../../src/probes/dicom-growth/target.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../src/protocols/dicom/index.ts';
import {
  encodeObject,
  makeCtSeries,
  makeReport,
  makeSecondaryCapture,
  planStudy,
  type SyntheticObject,
} from '../../src/synthetic/index.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';
import {
  type DicomPeer,
  missingPrograms,
  startDcmqrscp,
  startOrthanc,
} from './support/dicom-peers.ts';
import { openAccepted } from './support/dicom-study.ts';

function skipReason(...programs: string[]): string | undefined {
  const reason = missingPrograms(...programs);
  if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
  return reason;
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
async function keep(starting: Promise<DicomPeer>): Promise<DicomPeer> {
  const peer = await starting;
  stops.push(() => peer.stop());
  return peer;
}

const at = (day: string) => new Date(`${day}T09:00:00+07:00`);

/** Two studies on one day, one with CT and a report, one on the day before, one outside the window, one over a year old. */
function makeStudies(): SyntheticObject[] {
  const plan = (seed: string, day: string) => planStudy({ seed, performedAt: at(day) });
  const ct = plan('a', '2026-11-21');
  const images = makeCtSeries(ct, { slices: 3 });
  return [
    ...images,
    makeReport(ct, { kind: 'basic-text', images: images.slice(0, 1) }),
    makeSecondaryCapture(plan('b', '2026-11-21'), { colours: 'grey' }),
    makeSecondaryCapture(plan('c', '2026-11-20'), { colours: 'grey' }),
    makeSecondaryCapture(plan('d', '2026-10-01'), { colours: 'grey' }),
    makeSecondaryCapture(plan('e', '2025-11-01'), { colours: 'grey' }),
  ];
}

async function store(port: number, calledAe: string, objects: readonly SyntheticObject[]) {
  const classes = [...new Set(objects.map(({ sopClassUid }) => sopClassUid))];
  const association = await openAccepted(
    port,
    calledAe,
    classes.map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN],
    })),
  );
  for (const object of objects) {
    const { sopClassUid, sopInstanceUid } = object;
    const stored = await association.store({
      sopClassUid,
      sopInstanceUid,
      transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
      dataset: { kind: 'bytes', bytes: encodeObject(object) },
    });
    expect(stored).toMatchObject({ status: { code: 0 } });
  }
  await association.release();
}

async function look(port: number, calledAe: string, patience = {}): Promise<Observation> {
  const { context } = makeProbeContext({ language: 'en' });
  const node = { id: 'archive', role: 'archive', host: '127.0.0.1', port, calledAe } as const;
  const seen = await collectGrowth({ node, callingAe: 'RISPACS' }, context, {
    ...USUAL_PATIENCE,
    ...patience,
  });
  if (seen.state === 'observed')
    for (const group of factGroups)
      for (const row of seen.facts[group.name] ?? []) group.row.parse(row);
  return seen;
}

function tables(seen: Observation) {
  if (seen.state !== 'observed') throw new Error(JSON.stringify(seen));
  const days = seen.facts['dicom.growth'] ?? [];
  return {
    busy: days
      .filter((row) => row.studies !== 0)
      .map((row) => [row.date, row.studies, row.instances]),
    dayCount: days.length,
    modalities: (seen.facts['dicom.growthModality'] ?? []).map((row) => [
      row.modality,
      row.studies,
      row.instances,
    ]),
    retention: seen.facts['dicom.retention']?.[0],
  };
}

describe.skipIf(skipReason('Orthanc') !== undefined)('Orthanc', () => {
  it('is counted by day and modality', async () => {
    const orthanc = await keep(startOrthanc());
    await store(orthanc.port, 'ORTHANC', makeStudies());
    const seen = await look(orthanc.port, 'ORTHANC');
    expect(tables(seen)).toMatchObject({
      dayCount: 14,
      busy: [
        ['2026-11-20', 1, 1],
        ['2026-11-21', 2, 5],
      ],
      modalities: [
        ['OT', 2, 2],
        ['CT', 1, 4],
      ],
      retention: { dateFilterHonoured: true, studiesOlderThanOneYear: true },
    });
    expect(JSON.stringify(seen)).not.toMatch(/RISPACS-TEST|KIỂM|2\.25\./);
  });

  it('that limits its answers ends them unasked with FE00: the day is a minimum', async () => {
    const orthanc = await keep(startOrthanc({ LimitFindResults: 1 }));
    await store(orthanc.port, 'ORTHANC', makeStudies());
    const seen = await look(orthanc.port, 'ORTHANC', { windowDays: 2 });
    if (seen.state !== 'observed') throw new Error(JSON.stringify(seen));
    expect(seen.facts['dicom.growth']).toMatchObject([
      { date: '2026-11-20', studies: 1, capped: false },
      { date: '2026-11-21', studies: 1, capped: true },
    ]);
    expect(seen.notes?.join('\n')).toMatch(/a limit of the node itself/);
  });

  it('that lets nobody query is left alone, with the reason', async () => {
    const orthanc = await keep(startOrthanc({ DicomAlwaysAllowFind: false }));
    const seen = await look(orthanc.port, 'ORTHANC');
    expect(seen).toMatchObject({ state: 'refused', reason: { message: expect.any(String) } });
  });
});

describe.skipIf(skipReason('dcmqrscp') !== undefined)('dcmqrscp', () => {
  it('is counted by day', async () => {
    const archive = await keep(startDcmqrscp());
    await store(archive.port, 'ARCHIVE', makeStudies());
    const seen = await look(archive.port, 'ARCHIVE');
    const { busy, dayCount, retention } = tables(seen);
    expect(dayCount).toBe(14);
    expect(busy.map(([date, studies]) => [date, studies])).toEqual([
      ['2026-11-20', 1],
      ['2026-11-21', 2],
    ]);
    expect(retention).toMatchObject({ studiesOlderThanOneYear: true });
  });

  it('is stopped at the bound by C-CANCEL, and goes on with the next day', async () => {
    const archive = await keep(startDcmqrscp());
    const crowd = Array.from({ length: 40 }, (_, index) =>
      makeSecondaryCapture(planStudy({ seed: `n${index}`, performedAt: at('2026-11-21') }), {
        colours: 'grey',
      }),
    );
    await store(archive.port, 'ARCHIVE', [...crowd, ...makeStudies().slice(-3)]);
    const seen = await look(archive.port, 'ARCHIVE', { maxAnswersPerDay: 5, windowDays: 2 });
    if (seen.state !== 'observed') throw new Error(JSON.stringify(seen));
    expect(seen.facts['dicom.growth']).toMatchObject([
      { date: '2026-11-20', studies: 1, capped: false },
      { date: '2026-11-21', studies: 5, capped: true },
    ]);
  });
});
