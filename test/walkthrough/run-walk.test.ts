import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { Dossier } from '../../src/evidence/dossier.ts';
import { runWalk } from '../../src/walkthrough/run/run-walk.ts';
import { makeDemo, showCt, turnPicture } from '../challenge/support/demo.ts';
import { makeWalkPlace } from './support/open-test-walk.ts';
import { shootOne } from './support/screens.ts';

// Each opening draws a whole study: half a second, more on a busy computer.
vi.setConfig({ testTimeout: 90_000 });

/** Runs the walk with all answers waiting in a pipe. */
async function answer(
  place: Awaited<ReturnType<typeof makeWalkPlace>>,
  answers: readonly string[],
  signal = new AbortController().signal,
) {
  const input = new PassThrough();
  input.end(answers.map((one) => `${one}\n`).join(''));
  let shown = '';
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      shown += chunk.toString();
      done();
    },
  });
  const result = await runWalk({
    folder: place.folder,
    challengeFolder: place.challengeFolder,
    language: 'vi',
    signal,
    workingFolder: place.parent,
    input,
    output,
    terminal: false,
  });
  return { ...result, shown };
}

const people = [
  'Trần Thị Hà; Trưởng phòng CNTT',
  'Lê Văn An; Sở Y tế',
  'Phạm Thị Bình; Bác sĩ',
  '',
];

describe('the walk on the terminal', () => {
  it('leads through a criterion, tells why something is not taken, and is gone on with', async () => {
    const place = await makeWalkPlace();
    const { challenge } = await makeDemo();
    const turned = turnPicture(showCt(challenge, 20), { isMirrored: false, turnDegrees: 90 });
    await writeFile(path.join(place.parent, 'anh xoay.png'), await shootOne(turned));
    await writeFile(path.join(place.parent, 'trang.png'), '<html><body>');
    const first = await answer(place, [
      '',
      ...people,
      'pacs-09.rotate',
      'khong-co.png',
      'trang.png',
      '"anh xoay.png"',
      'pacs-15.surface',
      'k',
      'chưa mua',
      'xyz',
    ]);
    expect(first.ended).toBe('end-of-input');
    for (const words of [
      `lượt ${challenge.runCode}`,
      'Cần tên người trình diễn',
      'Không đọc được tệp "khong-co.png"',
      'trang HTML',
      'Đạt: CT, ảnh 20 đã xoay 90°',
      'không trình diễn được (chưa mua)',
      'Không có bước nào với mã này',
    ])
      expect(first.shown).toContain(words);
    expect(first.lines.join(' ')).toContain('xong 1/');

    const second = await answer(place, [
      '',
      'd',
      'pacs-09',
      'm',
      'pacs-15',
      challenge.key.surface,
      '',
      '',
    ]);
    expect(second.ended).toBe('finished');
    expect(second.shown).toContain('Người trình diễn: Trần Thị Hà');
    expect(second.lines.join(' ')).toContain('xong 2/');
    const records = await (await Dossier.open(place.folder, 'vi')).readRecords('vi');
    expect(records).toMatchObject([
      {
        probe: 'challenge',
        facts: { 'challenge.task': [{ task: 'pacs-09.rotate' }, { task: 'pacs-15.surface' }] },
      },
    ]);
  });

  it('takes a demonstration with its points, words and files', async () => {
    const place = await makeWalkPlace();
    await writeFile(path.join(place.parent, 'bien-ban.pdf'), '%PDF-1.4\nbien ban\n');
    const run = await answer(place, [
      ...people,
      'ris-06',
      '9',
      '1, 2, 3',
      'Đã xem trên RIS',
      'bien-ban.pdf',
      '',
      '',
    ]);
    expect(run.shown).toContain('Chỉ gõ số từ 1 đến 3');
    expect(run.shown).toContain('Đã ghi xác nhận vào hồ sơ');
    expect(run.progress.tasks.find(({ id }) => id === 'ris-06.script')?.state).toBe('attested');
  });

  it('ends at once when it is stopped', async () => {
    const place = await makeWalkPlace();
    const run = await answer(place, people, AbortSignal.abort(new Error('enough')));
    expect(run.ended).toBe('interrupted');
  });
});
