import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { tableFile } from './support/table-file.ts';

it('prints what it did, and what is wrong with a file that is no table, with code 2', async () => {
  const folder = await makeTempFolder();
  const env = { RISPACS_DATA_DIR: join(folder, 'du-lieu') };
  const command = ['lifecycle', 'update', '--file'];
  const same = await runCli([...command, tableFile, '--json'], { env });
  expect(same.code).toBe(0);
  const update: unknown = JSON.parse(same.stdout);
  expect(update).toMatchObject({ lostProducts: [], ageDays: expect.any(Number) });

  const file = join(folder, 'cu.yaml');
  await writeFile(file, 'schemaVersion: 1\n');
  const broken = await runCli([...command, file, '--lang', 'en'], { env });
  expect(broken.code).toBe(2);
  expect(broken.stderr).toContain('not a support table of the right form');
  expect(broken.stderr).toContain('products');
  expect(broken.stderr).not.toMatch(/\bat .*:\d+:\d+\)/);
}, 60_000);
