import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';

// Each test starts several processes of the command, beside whatever else this computer does.
vi.setConfig({ testTimeout: 60_000 });

const oneSentence = (run: CliRun, code: number, sentence: string | RegExp) => {
  expect(run.stderr).toMatch(sentence);
  expect(run.stderr).not.toMatch(/^\s+at .*:\d+/m);
  expect(run.stderr).not.toContain('ngoài dự kiến');
  expect(run.code).toBe(code);
};

const minimal = 'schemaVersion: 1\nfacility: {name: Bệnh viện Thử}\n';
const attestation = `schemaVersion: 1
attestations:
  - for: [pacs-09]
    statement: Đã xem trên trạm đọc
    by: {name: Nguyễn Văn A, role: Trưởng khoa}
    date: 2026-11-20
    files: ['giấy tờ\\biên bản.txt']
`;

async function writeFacility(text: string | Buffer): Promise<{ folder: string; file: string }> {
  const folder = await makeTempFolder();
  const file = path.join(folder, 'facility.yaml');
  await writeFile(file, text);
  return { folder, file };
}

/** Runs with this computer's clock at another moment. */
async function clockAt(folder: string, moment: string): Promise<{ env: Record<string, string> }> {
  const file = path.join(folder, 'clock.mjs');
  await writeFile(
    file,
    `const shift = Date.parse(${JSON.stringify(moment)}) - Date.now();
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...parts) { if (parts.length > 0) super(...parts); else super(Real.now() + shift); }
  static now() { return Real.now() + shift; }
};
`,
  );
  return { env: { NODE_OPTIONS: `--import=${file}` } };
}

describe('a place that cannot hold a dossier', () => {
  it.each([
    ['a file', 'tep', 'không phải là thư mục'],
    ['below a file', 'tep/ho-so', 'không phải là thư mục'],
  ])('%s: one sentence, code 2', async (_name, out, sentence) => {
    const { folder, file } = await writeFacility(minimal);
    await writeFile(path.join(folder, 'tep'), 'x');
    for (const more of [[], ['--resume']]) {
      const run = await runCli(['collect', file, '--out', path.join(folder, out), ...more]);
      oneSentence(run, 2, more.length > 0 ? /không phải là|Chưa có gì/ : sentence);
    }
    expect(await readFile(path.join(folder, 'tep'), 'utf8')).toBe('x');
  });

  it('a folder of something else is left as it is, without a lock', async () => {
    const { folder, file } = await writeFacility(minimal);
    const before = await readdir(folder);
    oneSentence(await runCli(['collect', file, '--out', folder]), 2, 'không trống');
    expect(await readdir(folder)).toEqual(before);
  });
});

describe('a facility file that cannot be used', () => {
  const bomb = `a: &a [x, x]\n${'bcdefghij'
    .split('')
    .map((key, index) => `${key}: &${key} [*${'abcdefghi'[index]}, *${'abcdefghi'[index]}]`)
    .join('\n')}\n`;
  it.each([
    ['of 10 MB', `${minimal}#${'x'.repeat(10 * 1024 * 1024)}`, 'lớn 10 MB; tối đa 4 MB'],
    ['with an alias bomb', bomb, 'không được dùng neo và bí danh'],
    ['nested without end', `${minimal}statements: ${'['.repeat(50_000)}`, 'không đọc được YAML'],
    ['in UTF-16', Buffer.from(`\ufeff${minimal}`, 'utf16le'), 'không phải UTF-8'],
    ['with a drive of Windows', `${minimal}statements: ['D:\\giay-to\\x.yaml']\n`, /máy Windows/],
    ['with a Windows share', `${minimal}statements: ['\\\\may-1\\x.yaml']\n`, /máy Windows/],
  ])('%s: one sentence, code 2', async (_name, text, sentence) => {
    const { file } = await writeFacility(text);
    oneSentence(await runCli(['plan', file]), 2, sentence);
  });
});

describe('names of files', () => {
  it.each([
    ['NFC in the file, NFD on disk', 'NFC', 'NFD'],
    ['NFD in the file, NFC on disk', 'NFD', 'NFC'],
  ] as const)('%s, with the separators of Windows, are found', async (_name, written, onDisk) => {
    const { folder, file } = await writeFacility(
      `schemaVersion: 1
facility: {name: Bệnh viện Thử}
computers: [{id: pacs-01, role: pacs, inventory: 'kiểm kê\\máy chủ.json'}]
statements: ['xác nhận\\một.yaml']
`.normalize(written),
    );
    const place = (...parts: string[]) => path.join(folder, ...parts).normalize(onDisk);
    await mkdir(place('xác nhận', 'giấy tờ'), { recursive: true });
    await mkdir(place('kiểm kê'));
    await writeFile(place('xác nhận', 'một.yaml'), attestation.normalize(written));
    await writeFile(place('xác nhận', 'giấy tờ', 'biên bản.txt'), 'Biên bản\n');
    await writeFile(
      place('kiểm kê', 'máy chủ.json'),
      JSON.stringify({
        schemaVersion: 1,
        kind: 'rispacs-host-inventory',
        collectedAt: '2026-11-20T08:00:00.000+07:00',
        collector: { name: 'rispacs', version: '0.0.0' },
        hostname: 'pacs-01',
        facts: {},
      }),
    );
    const out = path.join(folder, 'ho-so');
    const run = await runCli(['collect', file, '--out', out, '--json']);
    expect(run.stderr).not.toContain('không được đưa vào hồ sơ');
    expect(run.code).toBe(0);
    const { evidence } = JSON.parse(run.stdout);
    const kinds = evidence.map((one: { kind: string; state?: string; attachments: unknown[] }) => [
      one.kind,
      one.state,
      one.attachments.length,
    ]);
    expect(kinds).toEqual([
      ['attestation', undefined, 1],
      ['probe', 'observed', 0],
      ['probe', 'observed', 1],
    ]);
    const again = await runCli(['collect', file, '--out', out, '--resume', '--json']);
    expect(JSON.parse(again.stdout).evidence).toHaveLength(3);
    const judged = JSON.parse((await runCli(['judge', out, '--json'])).stdout);
    expect(judged.facility.facility.name).toBe('Bệnh viện Thử'.normalize('NFC'));
  });
});

describe('a clock that is far off', () => {
  it.each([
    ['1970', '1970-01-02T08:00:00Z', '02/01/1970', 'sau ngày đánh giá'],
    ['2100', '2100-03-04T08:00:00Z', '04/03/2100', 'đã hết hạn'],
  ])(
    'in %s: the day is printed, one sentence warns, and papers of other days do not count',
    async (_name, moment, day, why) => {
      const { folder, file } = await writeFacility(`${minimal}statements: [giay-to.yaml]\n`);
      await writeFile(path.join(folder, 'x.txt'), 'Hợp đồng\n');
      await writeFile(
        path.join(folder, 'giay-to.yaml'),
        `schemaVersion: 1
attestations:
  - for: [pacs-09]
    statement: Đã xem
    by: {name: Nguyễn Văn A, role: Trưởng khoa}
    date: 2026-11-20
    expires: 2027-11-20
    files: [x.txt]
`,
      );
      const out = path.join(folder, 'ho-so');
      const run = await runCli(['collect', file, '--out', out], await clockAt(folder, moment));
      expect(run.code).toBe(0);
      expect(run.stderr).toContain(`Ngày đánh giá: ${day}`);
      expect(run.stderr).toMatch(/Cảnh báo: đồng hồ máy này .*không thể đúng/);
      const judged = JSON.parse((await runCli(['judge', out, '--json'])).stdout);
      const finding = judged.findings.find(
        (one: { criterion: string }) => one.criterion === 'pacs-09',
      );
      expect(finding.outcome).toBe('needs-attestation');
      expect(finding.because).toContain(why);

      // The way out that the warning names.
      await writeFile(file, `${await readFile(file, 'utf8')}assessedOn: 2026-11-25\n`);
      const mended = await runCli(['collect', file, '--out', out, '--resume']);
      expect(mended.stderr).toContain('Ngày đánh giá: 25/11/2026');
      const rejudged = JSON.parse((await runCli(['judge', out, '--json'])).stdout);
      expect(
        rejudged.findings.find((one: { criterion: string }) => one.criterion === 'pacs-09').outcome,
      ).toBe('met');
    },
  );
});

describe('a dossier that this version must not take at its word', () => {
  const collectSmall = async () => {
    const { folder, file } = await writeFacility(minimal);
    const out = path.join(folder, 'ho-so');
    expect((await runCli(['collect', file, '--out', out])).code).toBe(0);
    return { file, out };
  };

  it('made by a newer version: one sentence with that version, code 5', async () => {
    const { file, out } = await collectSmall();
    const settings = path.join(out, 'settings.json');
    const newer = { ...JSON.parse(await readFile(settings, 'utf8')), schemaVersion: 2, new: [1] };
    await writeFile(settings, JSON.stringify({ ...newer, toolVersion: '9.8.7' }));
    const before = await readdir(out);
    for (const args of [
      ['judge', out],
      ['report', out],
      ['collect', file, '--out', out, '--resume'],
    ])
      oneSentence(await runCli(args), 5, /phiên bản mới hơn.*9\.8\.7/);
    const verified = await runCli(['verify', out, '--lang', 'en']);
    expect(verified.code).toBe(5);
    expect(verified.stdout).toMatch(/newer rispacs \(9\.8\.7/);
    expect(await readdir(out)).toEqual(before);
  });

  it('with an edited checklist: verify names the file, also when the dossier was judged and hashed anew', async () => {
    const { out } = await collectSmall();
    await runCli(['judge', out]);
    expect((await runCli(['verify', out])).code).toBe(0);
    const file = path.join(out, 'checklist', 'pacs.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text}\n# sửa\n`);
    const changed = await runCli(['verify', out]);
    expect(changed.code).toBe(5);
    expect(changed.stdout).toMatch(/nội dung khác: checklist\/pacs\.yaml/);
    await runCli(['judge', out]);
    const laundered = await runCli(['verify', out]);
    expect(laundered.stdout).toContain('Còn nguyên');
    expect(laundered.stdout).toMatch(/KHÁC bộ kèm theo công cụ[\s\S]*checklist\/pacs\.yaml/);
    expect(laundered.code).toBe(5);
  });

  it('without its facility file, or stopped as it began: a sentence that says which', async () => {
    const { out } = await collectSmall();
    await rm(path.join(out, 'facility.yaml'));
    oneSentence(await runCli(['judge', out]), 5, 'thiếu facility.yaml');
    await rm(path.join(out, 'manifest-sha256.txt'));
    oneSentence(await runCli(['judge', out]), 2, '--resume');
    await rm(path.join(out, 'evidence'), { recursive: true });
    await writeFile(path.join(out, 'facility.yaml'), minimal);
    oneSentence(await runCli(['judge', out]), 5, 'thư mục evidence');
  });
});
