import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type CollectEvent, collectEvidence } from '../../src/evidence/collect-evidence.ts';
import { Dossier } from '../../src/evidence/dossier.ts';
import type { ProbeEvidence } from '../../src/evidence/evidence.ts';
import { facilitySchema } from '../../src/facility/schema.ts';
import type { ScheduledStep } from '../../src/plan/make-plan.ts';
import type { Observation, ProbeContext } from '../../src/probes/contract.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';

const group = 'workflow.step';
const fileName = 'progress.json';

let dossier: Dossier;
beforeEach(async () => {
  dossier = await Dossier.create(
    path.join(await makeTempFolder(), 'out'),
    {
      schemaVersion: 1,
      toolVersion: '0.0.0',
      assessedOn: '2026-11-22',
      language: 'vi',
      checklist: 'annex-1-2021',
      allowed: ['observe', 'active'],
      startedAt: '2026-11-22T08:00:00.000+07:00',
    },
    'vi',
  );
});

/** What a step observes: whether it waits, and how far it says to have come. */
const observe = (outcome: 'awaiting-person' | 'passed', observed: string): Observation => ({
  state: 'observed',
  facts: {
    [group]: [
      { endpoint: 'ris', step: 'report', outcome, expected: '', observed, sourceOfRule: '' },
    ],
  },
});

function makeStep(
  subjectId: string,
  collect: (context: ProbeContext) => Promise<Observation>,
): ScheduledStep {
  return {
    probe: {
      name: 'workflow',
      version: 1,
      planSteps: () => [],
      collect: (_, context) => collect(context),
      isUnfinished: (facts) =>
        (facts[group] ?? []).some(({ outcome }) => outcome === 'awaiting-person'),
    },
    step: {
      probe: 'workflow',
      subjectId,
      subject: `${subjectId} (mllp://10.0.0.6:2575)`,
      risk: 'active',
      contacts: [],
      sends: '',
      deadlineMs: 5_000,
      target: undefined,
    },
  };
}

/** Waits, and keeps how far it came in an attachment. */
const waits =
  (text: string) =>
  async (context: ProbeContext): Promise<Observation> => ({
    ...observe('awaiting-person', text),
    attachments: [
      await context.attach(Buffer.from(text), {
        mediaType: 'application/json',
        extension: 'json',
        originalName: fileName,
      }),
    ],
  });

/** What the earlier run kept, as a step that is run again reads it. */
const readsBack = async ({ readEarlier }: ProbeContext): Promise<Observation> => {
  const bytes = await readEarlier?.(fileName);
  const other = await readEarlier?.('another.json');
  const text = bytes === undefined ? 'nothing' : Buffer.from(bytes).toString();
  return observe('passed', `${text}, ${other === undefined ? 'no other' : 'another'}`);
};

async function run(steps: readonly ScheduledStep[], resume = true): Promise<CollectEvent[]> {
  const events: CollectEvent[] = [];
  await collectEvidence(
    { steps },
    {
      dossier,
      facility: facilitySchema.parse({
        schemaVersion: 1,
        facility: { name: 'Bệnh viện A' },
        testData: { removal: 'administrator' },
      }),
      baseFolder: dossier.folder,
      language: 'vi',
      allowed: new Set(['observe', 'active']),
      signal: new AbortController().signal,
      resume,
      onEvent: (event) => events.push(event),
    },
  );
  return events;
}

async function onlyRecord(): Promise<ProbeEvidence> {
  const [record, ...more] = await dossier.readRecords('vi');
  if (record?.kind !== 'probe' || more.length > 0) throw new Error('not one record of a probe');
  return record;
}

const observedOf = ({ facts }: ProbeEvidence): unknown => facts[group]?.[0]?.observed;
const typesOf = (events: readonly CollectEvent[]): string[] => events.map(({ type }) => type);

describe('a record that waits for a person', () => {
  it('is told as unfinished, and its step is run again when resuming', async () => {
    const first = await run([makeStep('ris', waits('one'))], false);
    expect(first.at(-1)).toMatchObject({ type: 'finished', isUnfinished: true });
    const second = await run([makeStep('ris', readsBack)]);
    expect(typesOf(second)).toEqual(['started', 'finished']);
    expect(second.at(-1)).toMatchObject({ isUnfinished: false });
    // Ended now: kept from here on.
    expect(typesOf(await run([makeStep('ris', readsBack)]))).toEqual(['kept']);
  });

  it('is superseded by what the step gave then, which reads the earlier attachment', async () => {
    await run([makeStep('ris', waits('one'))], false);
    const before = await onlyRecord();
    await run([makeStep('ris', readsBack)]);
    const after = await onlyRecord();
    expect(after.id).toBe(before.id);
    expect(observedOf(after)).toBe('one, no other');
    expect(after.attachments).toEqual([]);
  });

  it('may wait again, and each run reads what the last one kept', async () => {
    await run([makeStep('ris', waits('one'))], false);
    await run([makeStep('ris', waits('two'))]);
    await run([makeStep('ris', readsBack)]);
    expect(observedOf(await onlyRecord())).toBe('two, no other');
  });

  it('whose attachment was changed, or is gone, is begun anew', async () => {
    for (const change of ['changed', undefined]) {
      await run([makeStep('ris', waits('one'))], false);
      const [attachment] = (await onlyRecord()).attachments;
      if (attachment === undefined) throw new Error('nothing was kept');
      const file = dossier.path(attachment.path);
      if (change === undefined) await rm(file);
      else await writeFile(file, change);
      await run([makeStep('ris', readsBack)]);
      expect(observedOf(await onlyRecord()), change).toBe('nothing, no other');
      if (change === undefined) continue;
      const log = await readFile(dossier.path('log.ndjson'), 'utf8');
      expect(log).toContain('"event":"changed-attachment"');
      await writeFile(file, 'one');
    }
  });

  it('gives nothing to another step, nor to a run that begins anew', async () => {
    await run([makeStep('ris', waits('one'))], false);
    await run([makeStep('ris-2', readsBack)]);
    const records = await dossier.readRecords('vi');
    const second = records.find((one) => one.kind === 'probe' && one.subjectId === 'ris-2');
    expect(second?.kind === 'probe' && observedOf(second)).toBe('nothing, no other');
    await run([makeStep('ris', readsBack)], false);
    const [again] = await dossier.readRecords('vi');
    expect(again?.kind === 'probe' && observedOf(again)).toBe('nothing, no other');
  });

  it('is left as it was by a resumed run that is stopped', async () => {
    await run([makeStep('ris', waits('one'))], false);
    const before = await onlyRecord();
    const stop = new AbortController();
    const stopped = collectEvidence(
      {
        steps: [
          makeStep('ris', async ({ signal }) => {
            stop.abort(new Error('Ctrl-C'));
            signal.throwIfAborted();
            return observe('passed', '');
          }),
        ],
      },
      {
        dossier,
        facility: facilitySchema.parse({
          schemaVersion: 1,
          facility: { name: 'A' },
          testData: { removal: 'administrator' },
        }),
        baseFolder: dossier.folder,
        language: 'vi',
        allowed: new Set(['observe', 'active']),
        signal: stop.signal,
        resume: true,
      },
    );
    await expect(stopped).rejects.toThrow('Ctrl-C');
    expect(await onlyRecord()).toEqual(before);
  });
});

describe('what a step waits for', () => {
  it('is told when the wait begins and when it is over', async () => {
    const awaited = { what: 'Đang chờ bác sĩ ký', maxMs: 120_000 };
    const events = await run(
      [
        makeStep('ris', async (context) => {
          const end = context.awaitPerson?.(awaited);
          end?.();
          return observe('passed', '');
        }),
      ],
      false,
    );
    expect(typesOf(events)).toEqual(['started', 'awaiting', 'awaited', 'finished']);
    expect(events[1]).toMatchObject({ awaited, step: { subjectId: 'ris' } });
  });
});
