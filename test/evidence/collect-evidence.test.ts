import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { type CollectEvent, collectEvidence } from '../../src/evidence/collect-evidence.ts';
import { Dossier } from '../../src/evidence/dossier.ts';
import type { EvidenceRecord, ProbeEvidence } from '../../src/evidence/evidence.ts';
import { runStep } from '../../src/evidence/run-step.ts';
import { type Facility, facilitySchema } from '../../src/facility/schema.ts';
import { loadProbe, type ScheduledStep } from '../../src/plan/make-plan.ts';
import type { Observation, ProbeContext, RiskClass } from '../../src/probes/contract.ts';
import { makeProbeContext } from '../probes/support/probe-context.ts';

let folder: string;
let dossier: Dossier;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rispacs-collect-'));
  dossier = await Dossier.create(
    path.join(folder, 'out'),
    {
      schemaVersion: 1,
      toolVersion: '0.0.0',
      assessedOn: '2026-11-22',
      language: 'vi',
      checklist: 'annex-1-2021',
      allowed: ['observe'],
      startedAt: '2026-11-22T08:00:00.000+07:00',
    },
    'vi',
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const makeFacility = (parts: Record<string, unknown> = {}): Facility =>
  facilitySchema.parse({ schemaVersion: 1, facility: { name: 'Bệnh viện A' }, ...parts });

const nothingSeen: Observation = { state: 'observed', facts: {} };
const forbidden: Observation = {
  state: 'unreachable',
  reason: { code: 'ENETUNREACH', message: 'không tới được' },
};

interface StepWishes {
  readonly probe?: string;
  readonly version?: number;
  readonly subject?: string;
  readonly risk?: RiskClass;
  readonly hosts?: readonly string[];
  readonly deadlineMs?: number;
  readonly collect?: (context: ProbeContext) => Promise<Observation>;
}

function makeStep(subjectId: string, wishes: StepWishes = {}): ScheduledStep {
  const name = wishes.probe ?? 'fake';
  return {
    probe: {
      name,
      version: wishes.version ?? 1,
      planSteps: () => [],
      collect: async (_target, context) => (wishes.collect ?? (async () => nothingSeen))(context),
    },
    step: {
      probe: name,
      subjectId,
      subject: wishes.subject ?? `${subjectId} (fake://${subjectId})`,
      risk: wishes.risk ?? 'observe',
      contacts: (wishes.hosts ?? []).map((host) => ({ host, port: 1, protocol: 'fake' })),
      sends: '',
      deadlineMs: wishes.deadlineMs ?? 5_000,
      target: undefined,
    },
  };
}

interface RunWishes {
  readonly allowed?: readonly RiskClass[];
  readonly facility?: Facility;
  readonly signal?: AbortSignal;
  readonly resume?: boolean;
}

async function run(steps: readonly ScheduledStep[], wishes: RunWishes = {}) {
  const events: CollectEvent[] = [];
  await collectEvidence(
    { steps },
    {
      dossier,
      facility: wishes.facility ?? makeFacility(),
      baseFolder: folder,
      language: 'vi',
      allowed: new Set<RiskClass>(['observe', ...(wishes.allowed ?? [])]),
      signal: wishes.signal ?? new AbortController().signal,
      resume: wishes.resume ?? false,
      onEvent: (event) => events.push(event),
    },
  );
  return events;
}

async function records(): Promise<Map<string, EvidenceRecord>> {
  const all = await dossier.readRecords('vi');
  return new Map(all.map((one) => [one.kind === 'probe' ? one.subjectId : one.id, one]));
}

async function readProbe(subjectId: string): Promise<ProbeEvidence> {
  const record = (await records()).get(subjectId);
  if (record?.kind !== 'probe') throw new Error(`no record of ${subjectId}`);
  return record;
}

const reasonOf = async (subjectId: string): Promise<string> => {
  const record = await readProbe(subjectId);
  return record.state === 'observed' ? '' : record.reason.message;
};

/** Keeps who is at work at every moment, by host. */
function watchOverlap() {
  const active: string[] = [];
  const seen: string[][] = [];
  const collect = (label: string) => async (): Promise<Observation> => {
    active.push(label);
    seen.push([...active]);
    await sleep(20);
    active.splice(active.indexOf(label), 1);
    return nothingSeen;
  };
  return { seen, collect };
}

describe('steps that only read', () => {
  it('run side by side, but never two against one host', async () => {
    const { seen, collect } = watchOverlap();
    const steps = ['a1', 'a2', 'b1', 'c1', 'a3'].map((id) => {
      const host = id.charAt(0);
      return makeStep(id, {
        hosts: [id === 'a2' ? host.toUpperCase() : host],
        collect: collect(id),
      });
    });
    await run(steps);
    expect(Math.max(...seen.map((one) => one.length))).toBe(3);
    for (const moment of seen) {
      const hosts = moment.map((label) => label.charAt(0));
      expect(new Set(hosts).size).toBe(hosts.length);
    }
    expect((await records()).size).toBe(5);
  });

  it('count for every host they contact', async () => {
    const { seen, collect } = watchOverlap();
    await run([
      makeStep('x', { hosts: ['a', 'b'], collect: collect('x') }),
      makeStep('y', { hosts: ['b'], collect: collect('y') }),
      makeStep('z', { hosts: ['a'], collect: collect('z') }),
    ]);
    expect(seen.some((one) => one.includes('x') && one.length > 1)).toBe(false);
    expect(seen.some((one) => one.includes('y') && one.includes('z'))).toBe(true);
  });

  it('are at most eight at once', async () => {
    const { seen, collect } = watchOverlap();
    await run(
      Array.from({ length: 20 }, (_, i) =>
        makeStep(`s${i}`, { hosts: [`h${i}`], collect: collect(`s${i}`) }),
      ),
    );
    expect(Math.max(...seen.map((one) => one.length))).toBe(8);
  });
});

describe('steps that leave data or load a line', () => {
  it('run one at a time and after everything that only reads', async () => {
    const { seen, collect } = watchOverlap();
    const facility = makeFacility({ testData: { removal: 'order-cancel' } });
    await run(
      [
        makeStep('read1', { hosts: ['a'], collect: collect('read1') }),
        makeStep('act', { risk: 'active', hosts: ['b'], collect: collect('act') }),
        makeStep('load1', { risk: 'load', hosts: ['c'], collect: collect('load1') }),
        makeStep('load2', { risk: 'load', hosts: ['d'], collect: collect('load2') }),
        makeStep('read2', { hosts: ['e'], collect: collect('read2') }),
      ],
      { allowed: ['active', 'load'], facility },
    );
    expect(seen.slice(2)).toEqual([['act'], ['load1'], ['load2']]);
  });

  it.each(['active', 'load'] as const)(
    'are not run unless allowed; the sentence names --allow %s',
    async (risk) => {
      let ran = false;
      const collect = async () => {
        ran = true;
        return nothingSeen;
      };
      await run([makeStep('x', { risk, collect })], {
        facility: makeFacility({ testData: { removal: 'iocm' } }),
      });
      expect(ran).toBe(false);
      expect((await readProbe('x')).state).toBe('not-permitted');
      expect(await reasonOf('x')).toContain(`--allow ${risk}`);
    },
  );

  it('send no test data unless the facility file says how it is removed', async () => {
    await run([makeStep('x', { risk: 'active' }), makeStep('y', { risk: 'load' })], {
      allowed: ['active', 'load'],
    });
    expect((await readProbe('x')).state).toBe('not-permitted');
    expect(await reasonOf('x')).toContain('testData');
    expect((await readProbe('y')).state).toBe('observed');
  });

  it('wait for the hours the hospital allows; reading does not', async () => {
    // Half an hour of the day after tomorrow: no moment of this test lies in it.
    const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
    const day = days[(new Date().getDay() + 2) % 7];
    const allowedWindow = [{ days: [day], from: '10:00', to: '10:30' }];
    await run([makeStep('x', { risk: 'load' }), makeStep('y')], {
      allowed: ['load'],
      facility: makeFacility({ allowedWindow }),
    });
    expect(await reasonOf('x')).toContain('allowedWindow');
    expect((await readProbe('y')).state).toBe('observed');
  });
});

describe('a probe that misbehaves', () => {
  it('and throws is a crash of ours in the log; the others stand', async () => {
    const events = await run([
      makeStep('bad', {
        collect: async () => {
          throw new TypeError('x is not a function');
        },
      }),
      makeStep('good'),
    ]);
    expect(await readProbe('bad')).toMatchObject({ state: 'crashed', facts: {} });
    expect(await reasonOf('bad')).not.toContain('not a function');
    expect((await readProbe('good')).state).toBe('observed');
    expect(events.filter((one) => one.type === 'bug')).toHaveLength(1);
    expect(await readFile(dossier.path('log.ndjson'), 'utf8')).toContain('x is not a function');
  });

  it('and needs a secret that is not there is not configured, in its own words', async () => {
    const events = await run([
      makeStep('x', {
        collect: async () => {
          throw new UserError('Chưa có biến môi trường KEY_PASS');
        },
      }),
    ]);
    expect((await readProbe('x')).state).toBe('not-configured');
    expect(await reasonOf('x')).toBe('Chưa có biến môi trường KEY_PASS');
    expect(events.some((one) => one.type === 'bug')).toBe(false);
  });

  it('and honours its deadline late still delivers what it saw', async () => {
    await run([
      makeStep('x', {
        deadlineMs: 20,
        collect: ({ signal }) =>
          new Promise((resolve) =>
            signal.addEventListener('abort', () => setTimeout(() => resolve(nothingSeen), 20)),
          ),
      }),
    ]);
    expect((await readProbe('x')).state).toBe('observed');
  });

  it('and ends by its deadline has timed out, with the time given', async () => {
    await run([
      makeStep('x', {
        deadlineMs: 20,
        collect: ({ signal }) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      }),
    ]);
    expect((await readProbe('x')).state).toBe('timed-out');
    expect(await reasonOf('x')).toContain('1 giây');
  });

  it('and ignores its deadline is given up after the grace time', async () => {
    const step = makeStep('x', { deadlineMs: 20, collect: () => new Promise(() => undefined) });
    const { context } = makeProbeContext();
    const { record, bug } = await runStep(step, context, makeFacility(), 20);
    expect(record.state).toBe('timed-out');
    expect(bug).toBeUndefined();
  });

  it.each([
    ['an unknown group', { 'lan.guess': [{ mbps: 1 }] }, 'lan.guess'],
    ['an unknown column', { 'internet.line': [{ guess: 1 }] }, 'internet.line'],
  ])('and emits %s has crashed, and its facts are not kept', async (_name, facts, named) => {
    const events = await run([
      makeStep('x', { collect: async () => ({ state: 'observed', facts }) }),
    ]);
    expect(await readProbe('x')).toMatchObject({ state: 'crashed', facts: {} });
    expect(await reasonOf('x')).toContain(named);
    expect(events.some((one) => one.type === 'bug')).toBe(true);
  });

  it('and logs where nothing can be written ends the run with that error, not the process', async () => {
    const collect = async (context: ProbeContext) => {
      await rm(dossier.path('log.ndjson'), { force: true });
      await mkdir(dossier.path('log.ndjson'));
      context.log('something');
      await sleep(50);
      return nothingSeen;
    };
    await expect(run([makeStep('x', { collect })])).rejects.toMatchObject({ code: 'EISDIR' });
  });
});

describe('simulated systems', () => {
  it('mark the evidence, by the facility file or by what the peer says', async () => {
    await run([
      makeStep('peer', { collect: async () => ({ ...nothingSeen, simulated: true }) }),
      makeStep('plain'),
    ]);
    expect((await readProbe('peer')).simulated).toBe(true);
    expect((await readProbe('plain')).simulated).toBeUndefined();
    await run([makeStep('plain')], { facility: makeFacility({ simulated: true }) });
    expect((await readProbe('plain')).simulated).toBe(true);
  });
});

describe('a run that is stopped', () => {
  it('keeps what had ended and records nothing of the step in flight; a resume does the rest', async () => {
    const stop = new AbortController();
    const started: string[] = [];
    const collect = (id: string) => async (context: ProbeContext) => {
      started.push(id);
      if (id === 'second') {
        stop.abort(new Error('stopped'));
        context.signal.throwIfAborted();
      }
      return nothingSeen;
    };
    const steps = ['first', 'second', 'third'].map((id) =>
      makeStep(id, { hosts: ['one'], collect: collect(id) }),
    );
    await expect(run(steps, { signal: stop.signal })).rejects.toThrow('stopped');
    expect([...(await records()).keys()]).toEqual(['first']);
    expect(started).toEqual(['first', 'second']);

    const again = steps.map(({ step }) => makeStep(step.subjectId, { hosts: ['one'] }));
    const events = await run(again, { resume: true });
    expect(events.filter((one) => one.type === 'kept').map((one) => one.step.subjectId)).toEqual([
      'first',
    ]);
    expect((await records()).size).toBe(3);
  });

  it('waits much longer for a step that removes its test data than for one that reads', async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const stop = new AbortController();
    const cleaned: RiskClass[] = [];
    const collect = (risk: RiskClass) => async () => {
      await new Promise((resolve) => setTimeout(resolve, 30_000));
      cleaned.push(risk);
      return nothingSeen;
    };
    const { context } = makeProbeContext({ signal: stop.signal, allowed: new Set(['active']) });
    const facility = makeFacility({ testData: { removal: 'order-cancel' } });
    const ended = (['observe', 'active'] as const).map(async (risk) => {
      const step = makeStep('x', { risk, deadlineMs: 600_000, collect: collect(risk) });
      await expect(runStep(step, context, facility)).rejects.toThrow('stopped');
      return [...cleaned];
    });
    stop.abort(new Error('stopped'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await ended[0]).toEqual([]);
    expect(await ended[1]).toContain('active');
  });
});

describe('a resumed run', () => {
  it('keeps what was observed and repeats what was not', async () => {
    await run([makeStep('seen'), makeStep('gone', { collect: async () => forbidden })]);
    const before = (await readProbe('seen')).startedAt;
    await run([makeStep('seen'), makeStep('gone')], { resume: true });
    expect((await readProbe('seen')).startedAt).toBe(before);
    expect((await readProbe('gone')).state).toBe('observed');
  });

  it('asks again when the address was mended or a fact changed its meaning', async () => {
    await run([makeStep('moved'), makeStep('changed')]);
    const events = await run(
      [makeStep('moved', { subject: 'moved (fake://other)' }), makeStep('changed', { version: 2 })],
      { resume: true },
    );
    expect(events.filter((one) => one.type === 'kept')).toEqual([]);
    expect((await readProbe('moved')).subject).toContain('other');
  });

  it('drops statements that were withdrawn, and keeps those that stand', async () => {
    const probe = await loadProbe('documents');
    const one = (text: string) => `
  - for: [pacs-01]
    statement: ${text}
    by: {name: Nguyễn Văn A, role: Trưởng khoa}
    date: 2026-11-20
`;
    const file = path.join(folder, 'xac-nhan.yaml');
    const write = (...texts: string[]) =>
      writeFile(file, `schemaVersion: 1\nattestations:${texts.map(one).join('')}`);
    const facility = makeFacility({ statements: ['xac-nhan.yaml'] });
    const collect = (named: Facility) =>
      run(
        probe.planSteps(named, 'vi').map((step) => ({ probe, step })),
        { resume: true, facility: named },
      );
    const statements = async () =>
      [...(await records()).values()].flatMap((record) =>
        record.kind === 'attestation' ? [record.statement] : [],
      );

    await write('Một', 'Hai');
    await collect(facility);
    expect((await statements()).sort()).toEqual(['Hai', 'Một']);
    await write('Hai');
    await collect(facility);
    expect(await statements()).toEqual(['Hai']);
    await collect(makeFacility());
    expect(await statements()).toEqual([]);
  });

  it('tells the user of a damaged record instead of judging it', async () => {
    await run([makeStep('x')]);
    await appendFile(dossier.path('evidence', 'fake.x.json'), 'x');
    await expect(run([makeStep('x')], { resume: true })).rejects.toMatchObject({
      name: 'UserError',
      exitCode: 5,
    });
  });
});
