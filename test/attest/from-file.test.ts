import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAttest } from '../../src/attest/run-attest.ts';
import { checkManifest } from '../../src/evidence/manifest.ts';
import { collect } from '../../src/flow.ts';
import { assessedOn, makeDossier, outcomeOf, statementsOf } from './support/dossier.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'rispacs-test-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const by = 'by: {name: "Trần Thị B", role: "Trưởng khoa"}';
const attestation = (id: string, more = '') =>
  `  - {for: [${id}], statement: "Đã xem", ${by}, date: 2026-11-20, files: ["giấy tờ/biên bản.txt"]${more}}`;
const statements = (...lines: string[]) => ['schemaVersion: 1', ...lines, ''].join('\n');

async function attest(folder: string, file: string, over: { today?: string; day?: string } = {}) {
  return runAttest({
    folder,
    file,
    assessedOn: over.day,
    language: 'vi',
    signal: new AbortController().signal,
    today: over.today ?? assessedOn,
    workingFolder: parent,
    input: new PassThrough(),
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
    terminal: false,
  });
}

async function prepare(text: string, facilityLines: readonly string[] = []) {
  const made = await makeDossier(parent, facilityLines);
  const file = path.join(made.home, 'bang-chung.yaml');
  await writeFile(file, text);
  return { ...made, file };
}

describe('a statements file', () => {
  it('is recorded with what each statement counts for, or why it does not', async () => {
    const { folder, file } = await prepare(
      statements(
        'attestations:',
        attestation('pacs-09'),
        attestation('tr-01'),
        attestation('pacs-10', ', expires: 2026-11-21'),
        `  - {for: [pacs-11], statement: "x", ${by}, date: 2026-11-20, files: [khong-co.pdf]}`,
        `  - {for: [pacs-12], statement: "x", ${by}, date: 2026-12-01, files: [thu.pdf]}`,
        'documents:',
        '  - {kind: isp-contract, issuer: A, issued: 2020-01-01, expires: 2021-01-01, files: [thu.pdf]}',
        'absences:',
        `  - {for: [ht-09], statement: "Không có", ${by}, date: 2026-11-20}`,
      ),
    );
    const { outcome, lines } = await attest(folder, file);
    const text = lines.join('\n');
    expect(outcome.statements.map((one) => one.how)).toEqual(Array(7).fill('new'));
    expect(text).toMatch(/pacs-09: đạt \(khi chưa có: cần xác nhận hoặc hồ sơ\)/);
    expect(text).toContain('tr-01: không được tính, tiêu chí này không nhận xác nhận');
    expect(text).toContain('đã hết hạn ngày 21/11/2026');
    expect(text).toContain('Không đính kèm được khong-co.pdf: không tìm thấy tệp');
    expect(text).toContain('đề ngày 01/12/2026, sau ngày đánh giá');
    expect(text).toContain('đã hết hạn ngày 01/01/2021');
    expect(text).toMatch(/ht-09: không đạt/);
    expect(text).toContain('Mức theo dự thảo (chưa có giá trị pháp lý)');
    expect(outcome.open).not.toContain('pacs-09');
    expect(outcome.open).toContain('pacs-10');
    expect((await checkManifest(folder)).state).toBe('intact');
  });

  it('is recorded once, however often it is given', async () => {
    const { folder, file } = await prepare(
      statements('attestations:', attestation('pacs-09'), attestation('pacs-09')),
    );
    await attest(folder, file);
    const { outcome, lines } = await attest(folder, file);
    expect(outcome.statements).toMatchObject([{ how: 'already-there' }]);
    expect(lines[0]).toBe('Không ghi thêm mục nào.');
    expect(await statementsOf(folder)).toHaveLength(1);
  });

  it('given again replaces what lacked its file, and keeps files that have gone since', async () => {
    const { folder, file, home } = await prepare(
      statements(
        'attestations:',
        `  - {for: [pacs-09], statement: "x", ${by}, date: 2026-11-20, files: [sau.txt]}`,
      ),
    );
    await attest(folder, file);
    expect(await outcomeOf(folder, 'pacs-09')).toBe('needs-attestation');
    await writeFile(path.join(home, 'sau.txt'), 'biên bản\n');
    expect((await attest(folder, file)).outcome.statements).toMatchObject([{ how: 'replaced' }]);
    expect(await outcomeOf(folder, 'pacs-09')).toBe('met');
    await rm(path.join(home, 'sau.txt'));
    expect((await attest(folder, file)).outcome.statements).toMatchObject([
      { how: 'kept-earlier' },
    ]);
    expect(await outcomeOf(folder, 'pacs-09')).toBe('met');
  });

  it.each([
    ['a criterion that does not exist', statements('attestations:', attestation('pacs-99'))],
    ['a criterion with parts as a whole', statements('attestations:', attestation('ris-05'))],
    ['a slip', statements('attestation:', attestation('pacs-09'))],
  ])('with %s is refused before anything is written', async (_name, text) => {
    const { folder, file } = await prepare(text);
    await expect(attest(folder, file)).rejects.toMatchObject({ name: 'UserError', exitCode: 2 });
    expect(await readdir(path.join(folder, 'evidence'))).toEqual([]);
    expect(await readdir(path.join(folder, 'attachments'))).toEqual([]);
  });

  it('that is not there, or a folder that is no dossier, is a clear error', async () => {
    const { folder, file } = await prepare(statements());
    await expect(attest(folder, `${file}.x`)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('không tìm thấy tệp'),
    });
    await expect(attest(parent, file)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('không phải là hồ sơ'),
    });
  });

  it('of a simulated hospital is marked as simulated', async () => {
    const { folder, file } = await prepare(statements('attestations:', attestation('pacs-09')), [
      'simulated: true',
    ]);
    await attest(folder, file);
    expect(await statementsOf(folder)).toMatchObject([{ simulated: true }]);
  });
});

describe('a later collection with --resume', () => {
  const resume = async (made: Awaited<ReturnType<typeof prepare>>) =>
    collect({
      ...made,
      allowed: new Set(['observe']),
      resume: true,
      signal: new AbortController().signal,
      onEvent: () => undefined,
    });

  it('keeps what attest recorded and withdraws only what the facility’s own file no longer says', async () => {
    const made = await prepare(statements('attestations:', attestation('pacs-09')), [
      'statements: [cua-co-so.yaml]',
    ]);
    const own = path.join(made.home, 'cua-co-so.yaml');
    await writeFile(own, statements('attestations:', attestation('pacs-10')));
    await resume(made);
    await attest(made.folder, made.file);
    await writeFile(own, statements('attestations:', attestation('pacs-11')));
    await resume(made);
    const kept = (await statementsOf(made.folder)).map((one) => [
      one.source,
      'for' in one && one.for,
    ]);
    expect(kept).toEqual(
      expect.arrayContaining([
        ['attest:bang-chung.yaml', ['pacs-09']],
        ['cua-co-so.yaml', ['pacs-11']],
      ]),
    );
    expect(kept).toHaveLength(2);
  });

  it('has statements once when attest is given the facility’s own file', async () => {
    const made = await prepare(statements('attestations:', attestation('pacs-09')), [
      'statements: [bang-chung.yaml]',
    ]);
    await resume(made);
    const { lines } = await attest(made.folder, made.file);
    expect(lines.join('\n')).toContain('đã có sẵn (bang-chung.yaml)');
    expect(await statementsOf(made.folder)).toHaveLength(1);
  });
});

describe('the day of assessment', () => {
  it('can be moved forward, so that what was signed since counts', async () => {
    const { folder, file } = await prepare(
      statements(
        'attestations:',
        `  - {for: [pacs-09], statement: "x", ${by}, date: 2026-12-01, files: [thu.pdf]}`,
      ),
    );
    await attest(folder, file, { today: '2026-12-02' });
    expect(await outcomeOf(folder, 'pacs-09')).toBe('needs-attestation');
    await attest(folder, file, { today: '2026-12-02', day: '2/12/2026' });
    expect(await outcomeOf(folder, 'pacs-09')).toBe('met');
    expect((await checkManifest(folder)).state).toBe('intact');
  });

  it.each(['2026-11-21', '2026-12-03', 'hôm nay'])('cannot be moved to %s', async (day) => {
    const { folder, file } = await prepare(statements());
    await expect(attest(folder, file, { today: '2026-12-02', day })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('--assessed-on'),
    });
  });
});
