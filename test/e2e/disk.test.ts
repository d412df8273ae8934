import { execFile, spawnSync } from 'node:child_process';
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appendLineDurably } from '../../src/evidence/atomic-write.ts';
import { Dossier } from '../../src/evidence/dossier.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { makeOwnFolder, type OwnFolder } from './support/own-folder.ts';
import { type SmallHospital, startSmallHospital } from './support/small-hospital.ts';

// Each test starts several processes of the command, beside whatever else this computer does.
vi.setConfig({ testTimeout: 60_000 });

const run = promisify(execFile);
const devCommand = path.resolve(import.meta.dirname, '../../bin/dev.js');

/** A disk of our own, seen by one shell only: it is gone with that shell. */
const privateMount = ['-rm', 'sh', '-c'] as const;
const canMount =
  spawnSync('unshare', [...privateMount, 'mount -t tmpfs -o size=64k tmpfs /mnt']).status === 0;
if (!canMount)
  console.warn('full and read-only disks are not tested: this computer lets us mount no tmpfs');

let home: OwnFolder;
let hospital: SmallHospital;
beforeAll(async () => {
  home = await makeOwnFolder();
  hospital = await startSmallHospital(home.path);
});
afterAll(async () => {
  await hospital.stop();
  await home.remove();
});

/** Runs a script in which `$disk` is a small disk and `rispacs` the command; prints `code N` after each command. */
async function onSmallDisk(sizeKiB: number, script: string): Promise<string> {
  const disk = await makeTempFolder();
  const { stdout } = await run(
    'unshare',
    [
      ...privateMount,
      `exec 2>&1
mount -t tmpfs -o size=${sizeKiB}k tmpfs "$disk" || exit 1
rispacs() { "$node" "$dev" "$@"; echo "code $?"; }
${script}`,
    ],
    {
      env: {
        ...process.env,
        RISPACS_LANG: '',
        NO_COLOR: '1',
        disk,
        node: process.execPath,
        dev: devCommand,
        facility: hospital.facilityFile,
      },
      timeout: 60_000,
    },
  );
  expect(stdout).not.toMatch(/^\s+at .*:\d+/m);
  expect(stdout).not.toMatch(/ngoài dự kiến|công cụ gặp lỗi/);
  return stdout;
}

describe.skipIf(!canMount)('a disk', () => {
  it.each([
    ['that is full from the start', 4],
    ['that fills while the checklist is stored', 100],
    ['that fills while papers are attached', 900],
    ['that fills late', 1020],
  ])(
    '%s: one sentence, code 2, and --resume finishes once there is room',
    async (_name, sizeKiB) => {
      const output = await onSmallDisk(
        sizeKiB,
        `rispacs collect "$facility" --out "$disk/ho-so"
echo "== room"
mount -o remount,size=64m "$disk"
rispacs collect "$facility" --out "$disk/ho-so" --resume
rispacs collect "$facility" --out "$disk/ho-so"
rispacs judge "$disk/ho-so"
rispacs verify "$disk/ho-so"
ls -A "$disk/ho-so" "$disk/ho-so/evidence" "$disk/ho-so/attachments"`,
      );
      const [full = '', room = ''] = output.split('== room');
      expect(full).toMatch(/Ổ đĩa chứa .* đã đầy; .*--resume/);
      expect(full).toContain('code 2');
      // Either the resume or, where nothing had been begun, the fresh run is done; the other says why not.
      expect(
        room
          .match(/code \d/g)
          ?.slice(0, 2)
          .sort(),
      ).toEqual(['code 0', 'code 2']);
      expect(room).toMatch(/Chưa có gì để làm tiếp|đã có một hồ sơ/);
      expect(room).toContain('Đã thu 18 bản ghi');
      expect(room).toContain('Ra đúng kết quả đã ghi');
      expect(room).not.toContain('.tmp');
    },
  );

  it('that is read-only: one sentence and code 2 for who writes; verifying needs no writing', async () => {
    const output = await onSmallDisk(
      8192,
      `rispacs collect "$facility" --out "$disk/ho-so" > "$disk/mot.txt"
rispacs judge "$disk/ho-so" > "$disk/hai.txt"
mount -o remount,ro "$disk"
rispacs collect "$facility" --out "$disk/moi"
rispacs collect "$facility" --out "$disk/ho-so" --resume
rispacs verify "$disk/ho-so"`,
    );
    expect(output.match(/nằm trên ổ chỉ đọc/g), output).toHaveLength(2);
    expect(output.match(/code \d/g)).toEqual(['code 2', 'code 2', 'code 0']);
  });
});

describe.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('a folder', () => {
  it('without permission to write: one sentence, code 2', async () => {
    const folder = await makeTempFolder();
    await chmod(folder, 0o500);
    const result = await runCli([
      'collect',
      hospital.facilityFile,
      '--out',
      path.join(folder, 'ho-so'),
    ]);
    await chmod(folder, 0o700);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('Không có quyền');
  });
});

describe('a folder that is gone in the middle of a run', () => {
  it('ends the run with one sentence and code 2', async () => {
    const out = home.file('bien-mat');
    const running = startCli(['collect', hospital.facilityFile, '--out', out]);
    await running.sawOnStderr(/\[1\//);
    await rm(out, { recursive: true, force: true });
    const result = await running.finished;
    expect(result.stderr).toMatch(/không còn ghi được/);
    expect(result.stderr).not.toMatch(/^\s+at .*:\d+/m);
    expect(result.code).toBe(2);
  });
});

describe('a line that was cut short', () => {
  it('does not swallow the next: a side effect recorded after it is still known', async () => {
    const folder = await makeTempFolder();
    const out = path.join(folder, 'ho-so');
    expect((await runCli(['collect', hospital.facilityFile, '--out', out])).code).toBe(0);
    const dossier = await Dossier.open(out, 'vi');
    const effect = { system: 'ris', kind: 'order', identifiers: { placer: '1' } } as const;
    await dossier.journal({ ...effect, id: 'mot', state: 'sent' });
    const journal = dossier.path('side-effects.ndjson');
    await writeFile(journal, `${await readFile(journal, 'utf8')}{"id":"hai","sta`);
    await dossier.journal({ ...effect, id: 'ba', state: 'planned' });
    const known = await dossier.readSideEffects();
    expect(known.map((one) => [one.id, one.state])).toEqual([
      ['mot', 'sent'],
      ['ba', 'planned'],
    ]);
  });

  it('at the end of a file that is complete, nothing is added between the lines', async () => {
    const file = path.join(await makeTempFolder(), 'x.ndjson');
    for (const line of ['1', '2', '3']) await appendLineDurably(file, line);
    expect(await readFile(file, 'utf8')).toBe('1\n2\n3\n');
    expect(await readdir(path.dirname(file))).toEqual(['x.ndjson']);
  });
});
