import { mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type InventoryFacts, parseInventory } from '../../src/probes/host/inventory.ts';
import { describeComputer } from '../../src/probes/host/parse.ts';
import { readComputer } from '../../src/probes/host/read-computer.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { collectInventory, findProgram, runCollector } from './support/run-collector.ts';

/** All that the collector starts: coreutils. */
const programs = ['base64', 'date', 'mv', 'od', 'readlink', 'rm', 'stat', 'tac', 'timeout', 'tr'];

const shells: readonly (readonly [string, readonly string[]])[] = [
  ['dash', []],
  ['bash', ['--posix']],
  ['busybox', ['sh']],
];
const isLinux = process.platform === 'linux';
if (!isLinux) console.warn('collect-linux.sh is not compared: this is not Linux');

describe.skipIf(!isLinux)('collect-linux.sh on this computer', () => {
  let expected: InventoryFacts;
  let hostname: string;
  let missing: readonly string[];
  beforeAll(async () => {
    const reading = await readComputer({ signal: AbortSignal.timeout(30_000) });
    expected = describeComputer(reading.readings);
    hostname = reading.readings.hostname;
    missing = reading.missing;
  });

  /** What the two must agree on; free space moves while tests run, and the processor is named more plainly. */
  const comparable = (facts: InventoryFacts) => ({
    computer: facts['host.computer'].map(({ cpuModel: _, ...row }) => row),
    software: facts['host.software'],
    volumes: new Set(
      facts['host.volume'].map(({ freeGiB: _, writable: _w, ...row }) => JSON.stringify(row)),
    ),
    ports: new Set(facts['lan.port'].map((row) => JSON.stringify(row))),
  });

  for (const [name, args] of shells) {
    const program = findProgram(name);
    if (program === undefined) console.warn(`collect-linux.sh under ${name}: skipped, no ${name}`);
    it.skipIf(program === undefined)(`agrees under ${name} with what rispacs reads`, async () => {
      const inventory = await collectInventory({ shell: [program ?? name, ...args] });
      expect(comparable(inventory.facts)).toEqual(comparable(expected));
      expect(inventory.hostname).toBe(hostname);
      expect(new Set(inventory.notRead)).toEqual(new Set(missing));
      expect(Math.abs(Date.now() - Date.parse(inventory.collectedAt))).toBeLessThan(60_000);
      for (const volume of inventory.facts['host.volume']) {
        const other = expected['host.volume'].find((one) => one.mount === volume.mount);
        expect(Math.abs((volume.freeGiB ?? 0) - (other?.freeGiB ?? 0))).toBeLessThan(5);
      }
    });
  }

  it('needs nothing but a shell and coreutils', async () => {
    const folder = path.join(await makeTempFolder(), 'bin');
    await mkdir(folder);
    for (const name of programs) {
      const program = findProgram(name);
      if (program === undefined) throw new Error(`no ${name} on this computer`);
      await symlink(program, path.join(folder, name));
    }
    const inventory = await collectInventory({ path: folder });
    expect(comparable(inventory.facts)).toEqual(comparable(expected));
  });

  it('writes a file that only its owner can read, and says where', async () => {
    const file = path.join(await makeTempFolder(), 'máy chủ 01.json');
    const run = await runCollector({ args: [file] });
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout.toString()).toBe('');
    expect(run.stderr).toContain(file);
    expect(parseInventory(await readFile(file))).toMatchObject({ ok: true });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing behind when it cannot write, and refuses a second name', async () => {
    const folder = await makeTempFolder();
    const run = await runCollector({ args: [path.join(folder, 'no-such', 'a.json')] });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('Cannot write');
    expect((await runCollector({ args: ['a.json', 'b.json'] })).exitCode).toBe(2);
    expect((await runCollector({ args: ['--what'] })).exitCode).not.toBe(0);
    expect((await runCollector({ args: ['--help'] })).exitCode).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });
});
