import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadChecklist } from '../../src/checklist/load.ts';
import { openEntries } from '../../src/cleanup/prepare-items.ts';
import { readJournal } from '../../src/cleanup/read-journal.ts';
import { type RecordRequest, recordRemoval } from '../../src/cleanup/record-removal.ts';
import { assessmentExitCode } from '../../src/cli/assessment-exit-code.ts';
import { appendLineDurably } from '../../src/evidence/atomic-write.ts';
import { lockName } from '../../src/evidence/dossier-lock.ts';
import { checkManifest, writeManifest } from '../../src/evidence/manifest.ts';
import { judge } from '../../src/flow.ts';
import { formatLocalDay } from '../../src/locale/local-time.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { cleanUp } from './support/hospital.ts';
import { startStoredRun } from './support/stored-run.ts';

const scan = Buffer.from('%PDF-1.4\n% danh sách đã ký\n%%EOF\n');
const daysFromNow = (days: number) => formatLocalDay(new Date(Date.now() + days * 86_400_000));

async function start() {
  const parent = await makeTempFolder();
  const stored = await startStoredRun(parent, { dicomPort: 9, way: 'administrator' });
  const file = path.join(parent, 'Danh sách đã ký.pdf');
  await writeFile(file, scan);
  const record = (change: Partial<RecordRequest> = {}) =>
    recordRemoval({
      folder: stored.folder,
      file,
      by: 'Trần Thị Hà',
      language: 'vi',
      signal: new AbortController().signal,
      workingFolder: parent,
      ...change,
    });
  return { ...stored, file, record };
}

describe('a removal by hand that is recorded', () => {
  it('names who, when and the signed list, and nothing counts as left any more', async () => {
    const hospital = await start();
    await hospital.addStudy('left', { note: 'unverified' });
    await hospital.addMpps('planned');
    const outcome = await hospital.record();
    expect(outcome).toMatchObject({
      left: 0,
      refused: [],
      recorded: [{}, {}].map(() => expect.any(String)),
    });
    const sha256 = outcome.recordedRemoval?.sha256 ?? '';
    expect(await readFile(hospital.dossier.path('attachments', `${sha256}.pdf`))).toEqual(scan);
    const recordedRemoval = { by: 'Trần Thị Hà', on: daysFromNow(0), sha256 };
    expect(await hospital.dossier.readSideEffects()).toMatchObject([
      { state: 'left', note: 'unverified', recordedRemoval },
      { state: 'left', recordedRemoval },
    ]);
    expect(outcome.lines.join('\n')).toContain('danh sách đã ký của Trần Thị Hà');
    const after = await cleanUp(hospital.folder);
    expect(after).toMatchObject({ items: [], left: 0, recorded: 2 });
    expect(after.lines.join('\n')).toContain('công cụ không tự kiểm tra được');
  });

  it('is in the assessment, on the report and in the exit code', async () => {
    const hospital = await start();
    const { effect } = await hospital.addStudy('left', { note: 'unverified' });
    const checklist = await loadChecklist(hospital.dossier.path('checklist'));
    const print = async () => {
      const assessment = await judge(hospital.dossier);
      const folder = hospital.dossier.folder;
      const signal = new AbortController().signal;
      await renderReport({ folder, assessment, checklist, formats: ['json', 'html'], signal });
      await writeManifest(folder);
      return assessment;
    };
    const before = await print();
    const asFinal = (one: typeof before) => ({
      ...one,
      verdict: { ...one.verdict, status: 'final' as const },
    });
    expect(assessmentExitCode(asFinal(before))).toBe(4);
    expect((await hospital.record()).assessment).toBe('refreshed');
    expect((await checkManifest(hospital.folder)).state).toBe('intact');
    const after = await print();
    expect(after.sideEffects).toMatchObject([
      { id: effect.id, state: 'left', recordedRemoval: { by: 'Trần Thị Hà' } },
    ]);
    expect(assessmentExitCode(asFinal(after))).toBe(0);
    const html = await readFile(hospital.dossier.path('report.html'), 'utf8');
    expect(html).toContain('đã xóa tay theo danh sách đã ký của Trần Thị Hà');
    expect(html).not.toContain('CÒN LẠI, cần xóa tay');
  });

  it('does not outrank what the tool saw after that day', async () => {
    const hospital = await start();
    const { effect } = await hospital.addStudy('planned');
    const { id, system, kind, identifiers } = effect;
    const line = { id, system, kind, identifiers, state: 'left', note: 'stillThere' };
    const at = new Date().toISOString();
    await appendLineDurably(
      hospital.dossier.path('side-effects.ndjson'),
      JSON.stringify({ at, ...line }),
    );
    const outcome = await hospital.record({ on: daysFromNow(-1) });
    expect(outcome).toMatchObject({
      left: 1,
      recorded: [],
      refused: [{ id: effect.id, reason: 'seen-since' }],
    });
    expect(outcome).not.toHaveProperty('recordedRemoval');
    expect(outcome.lines.join('\n')).toContain('còn thấy mục này');
    expect(await hospital.record()).toMatchObject({ left: 0 });
  });

  it('cannot be of a day before the item was made', async () => {
    const hospital = await start();
    await hospital.addMpps('planned');
    expect(await hospital.record({ on: daysFromNow(-2) })).toMatchObject({
      left: 1,
      refused: [{ reason: 'not-yet-there' }],
    });
  });

  it('is not taken for entries that this tool did not write', async () => {
    const hospital = await start();
    const { effect } = await hospital.addStudy('sent');
    const identifiers = { ...effect.identifiers, patientId: 'BN0001' };
    await hospital.dossier.journal({ ...effect, id: 'study-x', identifiers, state: 'sent' });
    const outcome = await hospital.record();
    expect(outcome).toMatchObject({ left: 1, foreign: 1, recorded: [effect.id] });
    expect(JSON.stringify(outcome)).not.toContain('BN0001');
  });

  it('takes nothing where nothing is left', async () => {
    const hospital = await start();
    await hospital.addStudy('removed-verified');
    const outcome = await hospital.record();
    expect(outcome).toMatchObject({ left: 0, recorded: [] });
    expect(outcome.lines.join('\n')).toContain('không có dữ liệu thử nào còn lại');
  });
});

describe('a removal that cannot be recorded', () => {
  it.each([
    ['a name that is none', { by: ' ' }, /--by/],
    ['a name that cannot be printed', { by: 'Hà\u202e' }, /--by/],
    ['a day to come', { on: daysFromNow(2) }, /--on/],
    ['a day that is none', { on: '2026-02-30' }, /--on/],
    ['a file that is not there', { file: 'khong-co.pdf' }, /không tìm thấy tệp/],
  ] as const)('(%s) leaves the dossier as it was', async (_name, change, words) => {
    const hospital = await start();
    await hospital.addStudy('sent');
    const before = await hospital.journal();
    await expect(hospital.record(change)).rejects.toThrow(words);
    expect(await hospital.journal()).toEqual(before);
  });

  it('for want of a scan is told what is needed', async () => {
    const hospital = await start();
    await hospital.addStudy('sent');
    const file = path.join(hospital.parent, 'ghi-chu.txt');
    await writeFile(file, 'đã xóa rồi');
    await expect(hospital.record({ file })).rejects.toThrow(/bản quét/);
    await mkdir(path.join(hospital.parent, 'thu-muc.pdf'));
    await expect(hospital.record({ file: 'thu-muc.pdf' })).rejects.toThrow(/tệp thường/);
  });

  it('because the journal holds a broken record counts as left', async () => {
    const hospital = await start();
    const { effect } = await hospital.addStudy('left', { note: 'unverified' });
    for (const recordedRemoval of [{}, { by: '', on: 'x', sha256: 'y' }, 'Hà', null])
      await appendLineDurably(
        hospital.dossier.path('side-effects.ndjson'),
        JSON.stringify({ at: new Date().toISOString(), ...effect, recordedRemoval }),
      );
    expect(openEntries((await readJournal(hospital.dossier)).entries)).toHaveLength(1);
  });
});

describe('the command line', () => {
  it('records, then ends with 0; without a name it says what is missing', async () => {
    const hospital = await start();
    await hospital.addStudy('sent');
    // The process that made the dossier is not this one, for a user.
    await rm(hospital.dossier.path(lockName));
    const args = ['cleanup', hospital.folder, '--record-removal', hospital.file];
    expect((await runCli(args)).code).toBe(2);
    expect((await runCli(['cleanup', hospital.folder, '--by', 'Hà'])).code).toBe(2);
    const done = await runCli([...args, '--by', 'Trần Thị Hà', '--json']);
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({
      left: 0,
      recordedRemoval: { by: 'Trần Thị Hà' },
    });
    expect((await runCli(['cleanup', hospital.folder])).code).toBe(0);
  });
});
