import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SweepNode } from '../../src/sweep/node.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { runCli, startCli } from '../support/run-cli.ts';
import { FakeHospital } from './support/fake-hospital.ts';

let hospital = new FakeHospital();
beforeEach(() => {
  hospital = new FakeHospital();
});
afterEach(() => hospital.stop());

async function writeList(nodes: readonly SweepNode[]): Promise<string> {
  const file = join(await makeTempFolder(), 'ae.csv');
  const lines = nodes.map((one) => [one.id, one.host, one.port, one.calledAe, one.role].join(','));
  await writeFile(file, ['id,host,port,called_ae,role', ...lines].join('\n'));
  return file;
}

describe('rispacs sweep', () => {
  it('ends with 0 whatever the nodes did: table and summary on stdout, progress on stderr', async () => {
    const list = await writeList([
      await hospital.addNode('ct'),
      await hospital.addNode('mr', { admit: { calling: ['SOMEBODY'] } }),
      await hospital.addNothing('off'),
    ]);
    const out = join(await makeTempFolder(), 'out.csv');
    const run = await runCli(['sweep', '--csv', list, '--csv-out', out]);
    expect(run).toMatchObject({ code: 0, signal: null });
    expect(run.stdout).toMatch(/ct .*trả lời/);
    expect(run.stdout).toMatch(/Tổng 3 AE: 1 trả lời, 2 từ chối\./);
    expect(run.stdout).toMatch(/C-ECHO thành công chỉ cho biết/);
    expect(run.stderr).toMatch(/Hỏi 3 AE trên 1 máy/);
    expect((await readFile(out, 'utf8')).split('\r\n')).toHaveLength(5);
  });

  it('with --json prints the rows and nothing else on stdout', async () => {
    const list = await writeList([await hospital.addNode('ct')]);
    const run = await runCli(['sweep', '--csv', list, '--json', '--lang', 'en']);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      callingAe: 'RISPACS',
      interrupted: false,
      summary: { total: 1, states: { answers: 1 } },
      rows: [{ id: 'ct', state: 'answers', echoStatus: 0 }],
    });
  });

  it('takes the nodes of a facility file, with their titles; one whose certificate is missing is told', async () => {
    const { port } = await hospital.addNode('ct');
    const file = join(await makeTempFolder(), 'facility.yaml');
    await writeFile(
      file,
      `schemaVersion: 1
facility:
  name: Bệnh viện thử
dicom:
  callingAe: BV_TEST
  nodes:
    - { id: ct, role: modality, host: 127.0.0.1, port: ${port}, calledAe: CT }
    - { id: khoa, role: modality, host: 127.0.0.1, port: ${port}, calledAe: CT, tls: { ca: thieu.pem } }
`,
    );
    const run = await runCli(['sweep', file, '--json']);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      callingAe: 'BV_TEST',
      rows: [
        { id: 'ct', state: 'answers' },
        { id: 'khoa', state: 'not-configured', cause: expect.stringContaining('thieu.pem') },
      ],
    });
    expect(hospital.callers).toEqual(['BV_TEST']);
  });

  it('stopped by Ctrl-C prints what is known and ends with 130', async () => {
    const list = await writeList([
      await hospital.addNode('ct'),
      await hospital.addPort('silent'),
      await hospital.addPort('silent2'),
    ]);
    const cli = startCli(['sweep', '--csv', list]);
    await cli.sawOnStderr(/1\/3 đã hỏi/);
    cli.child.kill('SIGINT');
    const run = await cli.finished;
    expect(run.code).toBe(130);
    expect(run.stderr).toMatch(/mới hỏi 1 trong 3 AE/);
    expect(run.stdout).toMatch(/ct .*trả lời/);
    expect(run.stdout).toMatch(/silent .*chưa hỏi/);
  });

  it.each([
    ['nothing to sweep', [], /đúng một nguồn/],
    ['two sources', ['facility.yaml', '--csv', 'x.csv'], /đúng một nguồn/],
    ['a list that is not there', ['--csv', 'khong-co.csv'], /Không đọc được danh sách/],
    ['a file that is not there', ['khong-co.yaml'], /Không thấy tệp cơ sở/],
    ['a title that is none', ['--csv', 'x.csv', '--calling-ae', 'MƯỜI'], /--calling-ae/],
    ['a flag that is none', ['--csv', 'x.csv', '--fast'], /--fast/],
  ])('with %s ends with 2', async (_name, args, message) => {
    const run = await runCli(['sweep', ...args]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(message);
  });
});
