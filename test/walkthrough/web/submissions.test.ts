import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../../src/errors/user-error.ts';
import { ask, enter, enterWithPeople, type Heard, people } from './support/http-client.ts';
import { startTestServer } from './support/start-test-server.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
const withSentence = z.object({ sentence: z.object({ vi: z.string(), en: z.string() }) });
const sentenceOf = ({ text }: Heard): string => withSentence.parse(JSON.parse(text)).sentence.vi;
const resultOf = ({ text }: Heard): unknown => Reflect.get(JSON.parse(text), 'result');

describe('what an examiner hands in', () => {
  it('reaches the walk: picture, code, value, statement, reason', async () => {
    const { link, kept, events } = await startTestServer();
    const { send } = await enterWithPeople(link());
    const name = encodeURIComponent('..\\ảnh <b>màn hình</b>.png');
    const picture = await send('tasks/pacs-09.rotate/picture', png, { 'x-file-name': name });
    expect(resultOf(picture)).toMatchObject({ accepted: true, basis: 'demonstrated' });
    expect(resultOf(await send('tasks/pacs-11.letters/code', { text: 'SAI' }))).toMatchObject({
      accepted: false,
      sentence: { vi: 'Mã "SAI" chưa đúng.' },
    });
    await send('tasks/pacs-11.letters/code', { text: 'DUNG' });
    await send('tasks/pacs-12.length/value', { index: 0, text: '128,4' });
    await send('tasks/ris-01.script/files', png, { 'x-file-name': 'a.png' });
    await send('tasks/ris-01.script/files', png, { 'x-file-name': 'b.png' });
    await send('tasks/ris-01.script/statement', { text: 'Đã thấy.', shownPoints: [0, 1] });
    await send('tasks/ris-01.script/cannot-show', { reason: 'Chưa mua.' });
    expect(kept.map(({ task, submission }) => [task, submission.kind])).toEqual([
      ['pacs-09.rotate', 'picture'],
      ['pacs-11.letters', 'code'],
      ['pacs-12.length', 'value'],
      ['ris-01.script', 'statement'],
      ['ris-01.script', 'cannot-show'],
    ]);
    expect(kept[0]?.submission).toMatchObject({ bytes: png, originalName: 'b>.png' });
    expect(kept[3]?.submission).toMatchObject({
      shownPoints: [0, 1],
      files: [{ originalName: 'a.png' }, { originalName: 'b.png' }],
    });
    expect(events.filter(({ kind }) => kind === 'submitted')).toHaveLength(6);
  });

  it('needs people first, and each of several examiners keeps their own', async () => {
    const { link, kept } = await startTestServer();
    const first = await enter(link());
    const early = await first.send('tasks/pacs-11.letters/code', { text: 'DUNG' });
    expect(early.status).toBe(409);
    expect(sentenceOf(early)).toContain('Hãy ghi tên');
    await first.send('people', people);
    const second = await enter(link());
    const other = { examiner: { name: 'Ngô Văn Minh', role: 'Kỹ sư' }, witnesses: [] };
    await second.send('people', other);
    await Promise.all([
      first.send('tasks/pacs-11.letters/code', { text: 'DUNG' }),
      second.send('tasks/pacs-12.length/value', { index: 0, text: '128' }),
      first.send('tasks/pacs-09.rotate/picture', png),
    ]);
    expect(kept.map(({ task, by }) => `${task}: ${by.name}`).sort()).toEqual([
      'pacs-09.rotate: Trần Thị Hà',
      'pacs-11.letters: Trần Thị Hà',
      'pacs-12.length: Ngô Văn Minh',
    ]);
  });

  it.each([
    [{ examiner: { name: ' ', role: 'A' }, witnesses: [] }, 422, 'Cần họ tên và chức vụ'],
    [{ examiner: { name: 'A\u202eB', role: 'A' }, witnesses: [] }, 422, 'chữ in được'],
    [{ examiner: { name: 'A'.repeat(201), role: 'A' }, witnesses: [] }, 422, 'không quá 200'],
    [{ ...people, witnesses: [people.examiner] }, 422, 'những người khác nhau'],
    [{ ...people, witnesses: Array(21).fill(people.examiner) }, 400, 'không đọc được'],
    [{ ...people, extra: true }, 400, 'không đọc được'],
    [null, 400, 'không đọc được'],
  ])('people %# that cannot be are refused in one sentence', async (form, status, words) => {
    const { link } = await startTestServer();
    const heard = await (await enter(link())).send('people', form);
    expect(heard.status).toBe(status);
    expect(sentenceOf(heard)).toContain(words);
  });

  it('is refused when it is not what the page sends', async () => {
    const { link, kept } = await startTestServer();
    const { send } = await enterWithPeople(link());
    const bad = [
      await send('tasks/pacs-11.letters/code', { text: 5 }),
      await send('tasks/pacs-11.letters/code', { text: 'A'.repeat(500) }),
      await send('tasks/pacs-11.letters/code', { text: 'DUNG', kind: 'statement' }),
      await send('tasks/pacs-12.length/value', { index: -1, text: '128' }),
      await send('tasks/pacs-12.length/value', { index: 1e9, text: '128' }),
      await send('tasks/ris-01.script/statement', { text: 'x', shownPoints: ['0'] }),
      await send('tasks/pacs-09.rotate/picture', png, {
        'content-type': 'multipart/form-data; boundary=x',
      }),
    ];
    expect(bad.map(({ status }) => status)).toEqual(bad.map(() => 400));
    for (const path of [
      'tasks/none/code',
      'tasks/__proto__/code',
      'tasks/pacs-11.letters/state',
      'tasks/pacs-11.letters/code/1',
      'tasks//code',
    ])
      expect((await send(path, { text: 'DUNG' })).status, path).toBe(404);
    expect(kept).toEqual([]);
  });

  it('escapes nothing and trusts nothing: names and texts come back as JSON only', async () => {
    const facilityName = '</script><script>alert(1)</script>';
    const { link } = await startTestServer({ facilityName });
    const { send, cookie, link: url } = await enterWithPeople(link());
    await send('tasks/ris-01.script/files', png, {
      'x-file-name': encodeURIComponent('<img src=x onerror=alert(1)>.png'),
    });
    const state = await ask(`${url}walk`, { headers: { cookie } });
    expect(state.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(state.text)).toMatchObject({
      facilityName,
      staged: { 'ris-01.script': [{ name: '<img src=x onerror=alert(1)>.png' }] },
    });
  });
});

describe('uploads', () => {
  it('are bounded, whatever length they announce', async () => {
    const { link, kept } = await startTestServer({ limits: { pictureBytes: 1000 } });
    const { send } = await enterWithPeople(link());
    const big = new Uint8Array(5000);
    expect((await send('tasks/pacs-09.rotate/picture', big)).status).toBe(413);
    const chunked = { 'transfer-encoding': 'chunked' };
    expect((await send('tasks/pacs-09.rotate/picture', big, chunked)).status).toBe(413);
    expect((await send('people', { x: 'y'.repeat(100_000) })).status).toBe(413);
    expect((await send('tasks/pacs-09.rotate/picture', png)).status).toBe(200);
    expect(kept).toHaveLength(1);
  });

  it('come one at a time from a browser', async () => {
    const gate = Promise.withResolvers<void>();
    const { link } = await startTestServer({ before: () => gate.promise });
    const { send } = await enterWithPeople(link());
    const slow = send('tasks/pacs-09.rotate/picture', png);
    await expect
      .poll(async () => (await send('tasks/pacs-09.rotate/picture', png)).status)
      .toBe(429);
    gate.resolve();
    expect((await slow).status).toBe(200);
  });

  it('for a statement are pictures or PDF, few, and can be taken back', async () => {
    const { link } = await startTestServer({ limits: { submissionsPerMinute: 1000 } });
    const { send, remove } = await enterWithPeople(link());
    const path = 'tasks/ris-01.script/files';
    const text = await send(path, Buffer.from('MZ\0 chương trình'), { 'x-file-name': 'a.exe' });
    expect(text.status).toBe(422);
    expect(sentenceOf(text)).toContain('a.exe không phải ảnh PNG, JPEG hay tệp PDF');
    for (let count = 0; count < 20; count += 1) expect((await send(path, png)).status).toBe(200);
    expect((await send(path, png)).status).toBe(422);
    const { staged } = z
      .object({ staged: z.record(z.string(), z.array(z.object({ id: z.int() }))) })
      .parse(JSON.parse((await remove(`${path}/1`)).text));
    expect(staged['ris-01.script']).toHaveLength(19);
    expect((await send(path, png)).status).toBe(200);
  });

  it('of one browser are not handed in by another', async () => {
    const { link, kept } = await startTestServer();
    const first = await enterWithPeople(link());
    const second = await enterWithPeople(link());
    await first.send('tasks/ris-01.script/files', png);
    const form = { text: 'Đã thấy.', shownPoints: [0, 1] };
    expect(resultOf(await second.send('tasks/ris-01.script/statement', form))).toMatchObject({
      accepted: false,
    });
    await second.remove('tasks/ris-01.script/files/1');
    await first.send('tasks/ris-01.script/statement', form);
    expect(kept).toHaveLength(1);
  });

  it('too many a minute are refused', async () => {
    const { link } = await startTestServer({ limits: { submissionsPerMinute: 3 } });
    const { send } = await enterWithPeople(link());
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1)
      statuses.push((await send('tasks/pacs-11.letters/code', { text: 'SAI' })).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
  });
});

describe('when something goes wrong', () => {
  it('the examiner gets a sentence and the terminal is told', async () => {
    const problems: Error[] = [
      new UserError('Nhật ký đã bị sửa.', { exitCode: 5 }),
      new Error('our own bug in /secret/path'),
    ];
    const { link, events } = await startTestServer({
      before: async () => {
        const problem = problems.shift();
        if (problem) throw problem;
      },
    });
    const { send } = await enterWithPeople(link());
    const edited = await send('tasks/pacs-11.letters/code', { text: 'DUNG' });
    expect([edited.status, sentenceOf(edited)]).toEqual([409, 'Nhật ký đã bị sửa.']);
    const bug = await send('tasks/pacs-11.letters/code', { text: 'DUNG' });
    expect(bug.status).toBe(500);
    expect(bug.text).not.toContain('secret');
    expect((await send('tasks/pacs-11.letters/code', { text: 'DUNG' })).status).toBe(200);
    expect(events.filter(({ kind }) => kind === 'trouble')).toHaveLength(2);
  });

  it('weighing has a deadline', async () => {
    const { link } = await startTestServer({
      limits: { submitMs: 50 },
      before: () => new Promise((resolve) => setTimeout(resolve, 200)),
    });
    const { send } = await enterWithPeople(link());
    const late = await send('tasks/pacs-11.letters/code', { text: 'DUNG' });
    expect(late.status).toBe(503);
    expect(sentenceOf(late)).toContain('hãy gửi lại');
  });
});
