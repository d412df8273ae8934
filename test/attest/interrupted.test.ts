import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAttest } from '../../src/attest/run-attest.ts';
import { Dossier } from '../../src/evidence/dossier.ts';
import { checkManifest } from '../../src/evidence/manifest.ts';
import { converse, pipe } from './support/converse.ts';
import { assessedOn, makeDossier, outcomeOf, statementsOf } from './support/dossier.ts';

let parent: string;
let folder: string;
let workingFolder: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), 'rispacs-test-'));
  const made = await makeDossier(parent);
  folder = made.folder;
  workingFolder = made.home;
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const at = () => ({ folder, workingFolder });
const ctrlC = '\x03';
const answers = [
  'pacs-09',
  '1',
  'Trần Thị B',
  'Trưởng khoa',
  '',
  'Đã xem',
  'giấy tờ/biên bản.txt',
  '',
  '',
  '',
  'có',
];
const typed = answers.map((one) => `${one}\r`);

describe('a guided run that is stopped', () => {
  it.each(answers.map((_one, index) => index))(
    'by Ctrl-C at question %i records nothing of the entry in hand and says that it was interrupted',
    async (index) => {
      const { ended, outcome } = await converse([...typed.slice(0, index), ctrlC], at());
      expect(ended).toBe('interrupted');
      expect(outcome.statements).toEqual([]);
      expect(await statementsOf(folder)).toEqual([]);
    },
  );

  it('keeps and judges what was recorded before, and can be taken up again', async () => {
    const stopped = await converse([...typed, 'pacs-10\r', '1\r', ctrlC], at());
    expect(stopped).toMatchObject({
      ended: 'interrupted',
      outcome: { statements: [{ how: 'new' }] },
    });
    expect(await outcomeOf(folder, 'pacs-09')).toBe('met');
    expect((await checkManifest(folder)).state).toBe('intact');
    const again = await converse(['d\r', '\r'], at());
    expect(again.ended).toBe('finished');
    expect(again.shown).toContain('pacs-10');
    expect(again.outcome.open).not.toContain('pacs-09');
  });

  it('by Ctrl-D ends cleanly, also at the first question', async () => {
    expect(await converse([], at())).toMatchObject({ ended: 'end-of-input' });
    expect(await converse(typed.slice(0, 4), at())).toMatchObject({ ended: 'end-of-input' });
    expect(await statementsOf(folder)).toEqual([]);
  });

  it('by a signal while it waits on a pipe keeps what was recorded', async () => {
    const stopping = new AbortController();
    const input = new PassThrough();
    input.write(answers.map((one) => `${one}\n`).join(''));
    const output = new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (chunk.toString().includes('Đã ghi vào hồ sơ')) setImmediate(() => stopping.abort());
        done();
      },
    });
    const result = await runAttest({
      ...at(),
      input,
      output,
      terminal: false,
      language: 'vi',
      today: assessedOn,
      signal: stopping.signal,
    });
    expect(result.ended).toBe('interrupted');
    expect(await outcomeOf(folder, 'pacs-09')).toBe('met');
    expect((await checkManifest(folder)).state).toBe('intact');
  });

  it('by the end of piped input in the middle of an entry ends cleanly', async () => {
    const { ended } = await pipe([...answers, 'pacs-10', '1'], at());
    expect(ended).toBe('end-of-input');
    expect(await statementsOf(folder)).toHaveLength(1);
  });

  it('by a power cut right after a record is judged and listed on the next run', async () => {
    await pipe(['', ''], at());
    const dossier = await Dossier.open(folder, 'vi');
    await dossier.writeRecord({
      kind: 'absence',
      id: 'absence-0123456789ab',
      source: 'attest',
      attachments: [],
      for: ['pacs-09'],
      statement: 'không có',
      by: { name: 'A', role: 'B' },
      date: assessedOn,
    });
    await pipe([''], at());
    expect(await readFile(path.join(folder, 'assessment.json'), 'utf8')).toContain(
      'absence-0123456789ab',
    );
    expect((await checkManifest(folder)).state).toBe('intact');
  });
});

describe('input that is nobody', () => {
  it('is a clear error when there is no input at all', async () => {
    await expect(pipe([], at())).rejects.toMatchObject({
      name: 'UserError',
      exitCode: 2,
      message: expect.stringContaining('--file'),
    });
  });

  it('that answers wrongly for ever is stopped', async () => {
    const forEver = Readable.from(
      (function* () {
        for (;;) yield 'y\n'.repeat(1000);
      })(),
    );
    const output = new Writable({ write: (_chunk, _encoding, done) => done() });
    const options = { ...at(), input: forEver, output, terminal: false, today: assessedOn };
    const signal = new AbortController().signal;
    expect(await runAttest({ ...options, language: 'en', signal })).toMatchObject({
      ended: 'too-many-wrong',
    });
    forEver.destroy();
  });

  it('without a line end is stopped before it fills the memory', async () => {
    let sent = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          sent += 1;
          yield 'x'.repeat(16 * 1024);
        }
      })(),
    );
    const output = new Writable({ write: (_chunk, _encoding, done) => done() });
    const options = { ...at(), input: endless, output, terminal: false, today: assessedOn };
    const signal = new AbortController().signal;
    expect(await runAttest({ ...options, language: 'vi', signal })).toMatchObject({
      ended: 'line-too-long',
    });
    expect(sent).toBeLessThan(1000);
    endless.destroy();
  });

  it('pasted on a terminal beyond the answer asked for is dropped and said so', async () => {
    const pasted = 'Đã xem\rcó\rcó\rcó\r';
    const { shown } = await converse([...typed.slice(0, 5), pasted, '\r', '\r', '\r', '\r'], at());
    expect(shown).toContain('Đã bỏ 3 dòng dán thừa');
    expect(await statementsOf(folder)).toEqual([]);
  });
});

describe('hostile text', () => {
  it.each([
    ['an escape sequence', 'Đã xem \x1b[2J\x1b]0;x\x07'],
    ['a direction override', 'Đã xem \u202eáh\u202c'],
    ['letters lost by a wrong encoding', 'Đ\ufffd xem'],
    ['more than can be kept', 'x'.repeat(4001)],
  ])('%s is refused and asked again', async (_name, hostile) => {
    const script = [...answers.slice(0, 5), hostile, ...answers.slice(5), ''];
    const { shown } = await pipe(script, at());
    expect(await statementsOf(folder)).toMatchObject([{ statement: 'Đã xem' }]);
    expect(shown).not.toContain('\x1b');
    expect(shown).not.toContain('\u202e');
  });

  it('decomposed Vietnamese is kept composed', async () => {
    const script = answers.map((one) => one.normalize('NFD'));
    await pipe([...script, ''], at());
    expect(await statementsOf(folder)).toMatchObject([
      { statement: 'Đã xem', by: { name: 'Trần Thị B'.normalize('NFC') } },
    ]);
  });
});
