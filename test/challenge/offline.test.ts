import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { makeDemo, showCt } from './support/demo.ts';
import { encode } from './support/encode.ts';

const script = path.join(import.meta.dirname, 'support', 'read-offline.ts');
/** A network of its own without any interface up; needs the right to make one. */
const noNetwork = ['unshare', '--net'] as const;
const canUnshare = spawnSync(noNetwork[0], [...noNetwork.slice(1), 'true']).status === 0;
if (!canUnshare) process.stderr.write('skipped: needs the right to "unshare --net"\n');

describe('reading a picture without a network', { timeout: 60_000 }, () => {
  async function read(before: readonly string[] = []) {
    const { challenge } = await makeDemo();
    const file = path.join(await makeTempFolder(), 'anh.png');
    await writeFile(file, await encode(showCt(challenge, 12), { format: 'png' }));
    const [program = '', ...args] = [...before, process.execPath, script, file];
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout);
  }

  it('tries to reach nothing: the WebAssembly is a file of the package', async () => {
    expect(await read()).toEqual({ texts: [expect.stringMatching(/:1CT:012:/)], tried: [] });
  });

  it.skipIf(!canUnshare)('works where there is no network at all', async () => {
    expect(await read(noNetwork)).toMatchObject({ texts: [expect.stringMatching(/:1CT:012:/)] });
  });
});
