import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { prepareDossier } from '../../src/cli/prepare-dossier.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { Dossier } from '../../src/evidence/dossier.ts';
import type { EvidenceRecord } from '../../src/evidence/evidence.ts';
import { hashFile } from '../../src/evidence/manifest.ts';
import { collect, judge } from '../../src/flow.ts';
import { makeOwnFolder, type OwnFolder } from '../e2e/support/own-folder.ts';
import { type SmallHospital, startSmallHospital } from '../e2e/support/small-hospital.ts';
import { type RunningCli, startCli } from '../support/run-cli.ts';

/** Runs killed; each at another moment. Two at a time: a child takes most of a core. */
const kills = 50;
const atOnce = 2;

let home: OwnFolder;
let hospital: SmallHospital;
let undisturbed: Result;
beforeAll(async () => {
  home = await makeOwnFolder();
  hospital = await startSmallHospital(home.path);
  const out = home.file('nguyen-ven');
  expect((await startCli(collecting(out)).finished).code).toBe(0);
  undisturbed = await judged(out);
  expect(undisturbed.records).toHaveLength(18);
}, 60_000);
afterAll(async () => {
  await hospital.stop();
  await home.remove();
});

describe(`a run killed at ${kills} moments`, () => {
  it('loses nothing that it had reported, goes on with --resume, and is judged as if nothing had happened', async () => {
    const random = makeRandom(20_261_122);
    // A child's speed varies, so a moment counts from something it did: it made the folder, or reported a step.
    const moments = Array.from({ length: kills }, () => ({
      afterSteps: Math.floor(random() * 13) - 1,
      delayMs: Math.floor(random() ** 2 * 150),
    }));
    const quiet = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const reported: number[] = [];
    const queue = moments.map((moment, index) => ({ moment, index }));
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next; next = queue.shift())
        reported.push(await killAndResume(home.file(`lan-${next.index}`), next.moment));
    };
    try {
      await Promise.all(Array.from({ length: atOnce }, work));
    } finally {
      quiet.mockRestore();
    }
    // The kills must have hit the work itself, not only its start and its end.
    expect(reported.filter((one) => one > 0 && one < 12).length).toBeGreaterThan(kills / 10);
  }, 300_000);
});

/** @returns how many steps were reported before the kill. */
async function killAndResume(out: string, moment: Moment): Promise<number> {
  const running = startCli(collecting(out));
  await Promise.race([reach(running, out, moment.afterSteps), running.finished]);
  await Promise.race([sleep(moment.delayMs), running.finished]);
  running.child.kill('SIGKILL');
  const { stderr } = await running.finished;
  const where = `${path.basename(out)}, killed ${JSON.stringify(moment)}`;
  expect(stderr, where).not.toMatch(/^\s+at .*:\d+/m);

  const done = [...stderr.matchAll(/^\[\d+\/\d+\] (.+?): /gm)].map((match) => match[1]);
  const kept = await recordsOf(out);
  const names = kept.map((one) => (one.kind === 'probe' ? `${one.probe} ${one.subject}` : ''));
  for (const one of done)
    expect(
      names.some((name) => name.startsWith(one ?? '')),
      `${where}: ${one}`,
    ).toBe(true);

  await resume(out);
  const result = await judged(out);
  expect(result, where).toEqual(undisturbed);
  for (const folder of ['.', 'evidence', 'attachments', 'checklist']) {
    const names = await readdir(path.join(out, folder));
    expect(
      names.filter((name) => name.endsWith('.tmp')),
      where,
    ).toEqual([]);
  }
  for (const name of await readdir(path.join(out, 'attachments')))
    expect(await hashFile(path.join(out, 'attachments', name)), where).toBe(name.split('.')[0]);
  return done.length;
}

interface Moment {
  /** Steps reported; -1 for as soon as the folder is there, 0 for before the first. */
  readonly afterSteps: number;
  readonly delayMs: number;
}

async function reach(running: RunningCli, out: string, steps: number): Promise<void> {
  if (steps > 0) return running.sawOnStderr(new RegExp(`^\\[${steps}/`, 'm')).catch(ignoreEnd);
  if (steps === 0) return running.sawOnStderr(/Ngày đánh giá/).catch(ignoreEnd);
  while (running.child.exitCode === null && !existsSync(out)) await sleep(1);
}

/** A child that ended before the moment came was not killed; what it left must be right all the same. */
function ignoreEnd(error: unknown): void {
  if (!(error instanceof Error && error.message.startsWith('ended before'))) throw error;
}

/** What a user does: the same command with --resume, or without when there is nothing to go on with. */
async function resume(out: string): Promise<void> {
  const request = {
    facilityFile: hospital.facilityFile,
    out,
    target: undefined,
    allow: '',
    only: undefined,
    language: 'vi' as const,
  };
  const begun = await prepareDossier({ ...request, resume: true }).catch((error: unknown) => {
    if (!(error instanceof UserError) || !error.message.includes('không có --resume')) throw error;
    return undefined;
  });
  const prepared = begun ?? (await prepareDossier({ ...request, resume: false }));
  await collect({
    ...prepared,
    resume: begun !== undefined,
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
}

function collecting(out: string): string[] {
  return ['collect', hospital.facilityFile, '--out', out];
}

/** What was written before the kill; a folder that was not begun has nothing. */
async function recordsOf(out: string): Promise<readonly EvidenceRecord[]> {
  try {
    return await (await Dossier.open(out, 'vi')).readRecords('vi');
  } catch (error) {
    if (error instanceof UserError && /không phải là hồ sơ|không có thư mục/.test(error.message))
      return [];
    throw error;
  }
}

interface Result {
  readonly records: readonly string[];
  readonly findings: string;
  readonly verdict: string;
}

/** Findings and verdict without figures, which hold times. */
async function judged(out: string): Promise<Result> {
  const assessment = await judge(await Dossier.open(out, 'vi'));
  const withoutFigures = (value: unknown) =>
    JSON.stringify(value, (key, inner) =>
      typeof inner === 'string' && key !== 'criterion' && key !== 'id'
        ? inner.replaceAll(/\d+([.,]\d+)?/g, '#')
        : inner,
    );
  return {
    records: assessment.evidence.map((one) => one.id),
    findings: withoutFigures([...assessment.findings, ...assessment.specialized]),
    verdict: JSON.stringify(assessment.verdict),
  };
}

/** Mulberry32: the same moments on every run, as far as the computer's speed allows. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
