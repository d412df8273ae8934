import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findClosedPort } from '../../src/simulator/listen-on-loopback.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { startArchiveNode } from './support/archive-node.ts';
import { writeFacility } from './support/hold-drill.ts';

const command = ['drill', 'failover'];

describe('rispacs drill failover', () => {
  it('without --allow load says what it would do, sends nothing, and ends with 2', async () => {
    const node = await startArchiveNode();
    const file = await writeFacility({ dicomPort: node.port });
    const run = await runCli([...command, file, '--lang', 'en']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--allow load');
    expect(run.stderr).toContain(`C-ECHO pacs  dicom://127.0.0.1:${node.port}/PACS`);
    expect(run.stdout).toBe('');
  });

  it('ends with 130 after Ctrl-C, with what was seen in the dossier', async () => {
    const node = await startArchiveNode();
    const out = path.join(await makeTempFolder(), 'ho-so');
    const file = await writeFacility({ dicomPort: node.port });
    const cli = startCli([...command, file, '--allow', 'load', '--out', out, '--json']);
    await cli.sawOnStderr(/CHƯA làm ngừng/);
    cli.child.kill('SIGINT');
    const run = await cli.finished;
    expect(run.code).toBe(130);
    expect(JSON.parse(run.stdout)).toMatchObject({
      ended: 'stopped',
      record: 'drill.pacs',
      left: 0,
    });
    expect(await readFile(path.join(out, 'evidence', 'drill.pacs.json'), 'utf8')).toContain(
      'baseline-not-clean',
    );
  });

  it('ends with 4 while test images are left, and says how to clean up', async () => {
    const node = await startArchiveNode();
    const out = path.join(await makeTempFolder(), 'ho-so');
    // A page that never answers ends the drill at once.
    const webPort = await findClosedPort(new AbortController().signal);
    const file = await writeFacility({
      dicomPort: node.port,
      webPort,
      node: { send: 'test-study' },
      testData: { removal: 'administrator' },
    });
    const run = await runCli([...command, file, '--allow', 'load,active', '--out', out]);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain(`rispacs cleanup ${out}`);
    expect(node.acknowledged.length).toBeGreaterThan(0);
    // The journal is what cleanup goes by.
    const cleanup = await runCli(['cleanup', out, '--dry-run']);
    expect(cleanup.code).toBe(4);
    expect(cleanup.stdout + cleanup.stderr).toContain('pacs');
  });
});
