import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { message } from '../../hl7-profiles/support.ts';
import { makeTempFolder } from '../../probes/support/temp-folder.ts';
import { block } from '../../protocols/hl7/support.ts';
import { runCli } from '../../support/run-cli.ts';

const good = message(
  'ADT^A08^ADT_A01',
  '2.5.1',
  'EVN||20261122080000',
  'PID|1||0456^^^BV||TRẦN^BÍ MẬT||19900101|F',
  'PV1|1|O',
);
const bad = good.replace('|F\r', '|Nữ giới\r').replace('|C1|', '|C2|');

async function makeFiles(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await makeTempFolder();
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content);
  }
  return folder;
}

const check = (cwd: string, ...args: readonly string[]) =>
  runCli(['hl7', 'check', ...args], { cwd });

describe('hl7 check', () => {
  it('accepts a good message, in Vietnamese, and ends with 0', async () => {
    const cwd = await makeFiles({ 'tot.hl7': good });
    const { code, stdout, stderr } = await check(cwd, 'tot.hl7');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('tot.hl7: 1 bản tin, nguyên văn');
    expect(stdout).toContain('hồ sơ: adt (đoán theo MSH-9 và MSH-12)');
    expect(stdout).toContain('Kết luận: 1 bản tin; 1 chấp nhận, 0 không đạt, 0 không đọc được.');
  });

  it('rejects a capture for one message, says why and by what, ends with 3 and tells no patient', async () => {
    const cwd = await makeFiles({ 'thu.mllp': Buffer.concat([block(good), block(bad)]) });
    const { code, stdout, stderr } = await check(cwd, 'thu.mllp');
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toMatch(/LỖI {2}PID-8 {2}Giới tính/);
    expect(stdout).toMatch(/thấy: 7 ký tự, dạng Aa aaaa/);
    expect(stdout).toMatch(/nguồn: IHE ITI TF-2 .*đã đối chiếu nguyên văn/);
    expect(stdout).toContain('--show-values');
    expect(stdout).not.toMatch(/0456|TRẦN|BÍ MẬT|19900101|Nữ giới/);
    const shown = await check(cwd, 'thu.mllp', '--show-values');
    expect(shown.stdout).toContain('"Nữ giới"');
  });

  it('speaks English, and JSON with the same code', async () => {
    const cwd = await makeFiles({ a: good, b: bad });
    const english = await check(cwd, 'a', 'b', '--lang', 'en');
    expect([english.code, english.stdout]).toEqual([
      3,
      expect.stringContaining('2 message(s); 1 accepted, 1 rejected'),
    ]);
    const { code, stdout } = await check(cwd, 'a', 'b', '--lang', 'en', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      accepted: false,
      files: [
        { file: 'a', accepted: true, kind: 'bare', findings: [] },
        {
          file: 'b',
          accepted: false,
          messages: [
            {
              outcome: 'rejected',
              position: 1,
              summary: { type: 'ADT^A08', version: '2.5.1', charset: 'UNICODE UTF-8' },
              profile: { id: 'adt', choice: 'type-and-version' },
              findings: [
                {
                  rule: 'pid-8',
                  place: 'PID-8',
                  severity: 'fail',
                  source: { verified: true, url: expect.stringMatching(/^https:/) },
                },
              ],
            },
          ],
        },
      ],
    });
    expect(stdout).not.toMatch(/TRẦN|Nữ/);
  });

  it('judges by the profile that is asked for, and lists them all', async () => {
    const cwd = await makeFiles({ a: good });
    const asked = await check(cwd, '--profile', 'ihe-oru-report', 'a');
    expect([asked.code, asked.stdout]).toEqual([
      3,
      expect.stringContaining('ihe-oru-report (theo --profile)'),
    ]);
    const list = await check(cwd, '--list-profiles');
    expect(list.code).toBe(0);
    for (const id of [
      'ihe-swf-orm-2.3.1',
      'ihe-swf-omi-2.5.1',
      'ihe-oru-report',
      'adt',
      'vn-practice-2.7',
    ]) {
      expect(list.stdout).toContain(`${id}: `);
    }
    const json = await check(cwd, '--list-profiles', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      profiles: expect.arrayContaining([expect.objectContaining({ id: 'adt' })]),
    });
  });

  it('ends with 2 for what the command line got wrong, in one sentence', async () => {
    const cwd = await makeFiles({ a: good });
    await mkdir(path.join(cwd, 'folder'));
    for (const [args, expected] of [
      [[], /ít nhất một tệp/],
      [['nothing.hl7'], /Không có tệp nothing\.hl7/],
      [['a', 'nothing.hl7'], /Không có tệp nothing\.hl7/],
      [['folder'], /folder không phải là một tệp/],
      [['--profile', 'nobody', 'a'], /Không có hồ sơ "nobody"/],
      [['--nothing', 'a'], /--nothing/],
    ] as const) {
      const { code, stdout, stderr } = await check(cwd, ...args);
      expect([args, code]).toEqual([args, 2]);
      expect(stderr).toMatch(expected);
      expect(`${stdout}${stderr}`).not.toMatch(/^\s+at /m);
    }
  });

  it('ends with 3 for a file that is no HL7', async () => {
    const cwd = await makeFiles({ picture: Buffer.from('ffd8ffe000104a464946', 'hex'), empty: '' });
    const { code, stdout } = await check(cwd, 'picture', 'empty');
    expect([code, stdout.match(/Không có bản tin HL7 nào/g)?.length]).toEqual([3, 2]);
  });
});
