import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { negotiateByStorescu } from './support/dicom-negotiation.ts';
import { missingPrograms, startOrthanc } from './support/dicom-peers.ts';
import { missingPythonHl7, startPythonHl7Server } from './support/hl7-python.ts';

const run = promisify(execFile);
const missing = missingPrograms('Orthanc', 'storescu', 'iperf3', 'pdftotext') ?? missingPythonHl7();
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);

async function startIperf3(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  const server: ChildProcess = spawn('iperf3', [
    '-s',
    '-B',
    '127.0.0.1',
    '-p',
    String(port),
    '--forceflush',
  ]);
  onTestFinished(async () => {
    if (server.exitCode !== null) return;
    server.kill();
    await once(server, 'exit');
  });
  if (server.stdout) await once(server.stdout, 'data');
  return port;
}

describe.skipIf(missing !== undefined)('the main job against real systems', () => {
  it('ends provisional, with the open items that really are open, and a PDF that says so', async () => {
    const orthanc = await startOrthanc();
    onTestFinished(() => orthanc.stop());
    const ris = await startPythonHl7Server('AA');
    onTestFinished(() => ris.stop());
    const iperf3 = await startIperf3();
    const folder = await makeTempFolder();
    const file = path.join(folder, 'facility.yaml');
    await writeFile(
      file,
      `schemaVersion: 1
facility: {name: "Bệnh viện <script>alert(1)</script> Thử", place: Hà Nội}
appliesFor: advanced
product: {name: Orthanc, version: "1.10", vendor: Orthanc}
computers:
  - {id: pacs-01, role: pacs}
  - {id: may-nay, role: workstation, thisComputer: true}
dicom:
  nodes:
    - {id: pacs-chinh, role: pacs, host: 127.0.0.1, port: ${orthanc.port}, calledAe: ORTHANC}
hl7:
  endpoints:
    - {id: ris, host: 127.0.0.1, port: ${ris.port}, send: query}
lan:
  paths:
    - {id: duong-1, server: "iperf3://127.0.0.1:${iperf3}", between: [workstation, pacs], seconds: 1, runs: 3}
`,
    );
    const out = path.join(folder, 'ho-so');
    const result = await runCli(['assess', file, '--out', out, '--allow', 'load', '--json']);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.code).toBe(4);

    const assessment = JSON.parse(result.stdout);
    expect(assessment.simulated).toBe(false);
    expect(assessment.verdict).toMatchObject({
      level: 'none',
      floor: 'none',
      ceiling: 'advanced',
      status: 'provisional',
    });
    const outcome = Object.fromEntries(
      assessment.findings.map((one: { criterion: string; outcome: string }) => [
        one.criterion,
        one.outcome,
      ]),
    );
    // What nobody has shown yet stays open, and nothing failed.
    expect(Object.values(outcome)).not.toContain('not-met');
    for (const id of ['ht-03', 'ht-04', 'ris-02', 'ris-05'])
      expect(outcome[id], id).toBe('undetermined');
    for (const id of ['pacs-09', 'ris-01', 'cl-01', 'at-01', 'tc-01'])
      expect(outcome[id], id).toBe('needs-attestation');
    expect(assessment.verdict.deciding).toEqual(
      Object.entries(outcome)
        .filter(([, one]) => one !== 'met')
        .map(([id]) => id),
    );
    const states = Object.fromEntries(
      assessment.evidence.map((one: { id: string; state?: string }) => [one.id, one.state]),
    );
    expect(states).toMatchObject({
      'dicom.pacs-chinh': 'observed',
      'hl7.ris': 'observed',
      'lan.duong-1': 'observed',
      'host.may-nay': 'observed',
      'host.pacs-01': 'not-configured',
    });

    const text = (await run('pdftotext', ['-layout', path.join(out, 'report.pdf'), '-'])).stdout;
    expect(text).toContain('BẢN TỰ ĐÁNH GIÁ - CHƯA CÓ GIÁ TRỊ PHÁP LÝ');
    expect(text.normalize('NFC')).toContain('Chưa đạt mức cơ bản');
    const html = await readFile(path.join(out, 'report.html'), 'utf8');
    expect(html).not.toContain('<script>alert');

    const verified = await runCli(['verify', out, '--json']);
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject({
      ok: true,
      files: { state: 'intact' },
      rejudged: { state: 'equal' },
    });
  });

  it('sees the transfer syntaxes that DCMTK negotiates with the same PACS', async () => {
    const orthanc = await startOrthanc({
      Jpeg2000TransferSyntaxAccepted: false,
      AcceptedTransferSyntaxes: undefined,
    });
    onTestFinished(() => orthanc.stop());
    const result = await runCli([
      'probe',
      'dicom',
      '--host',
      '127.0.0.1',
      '--port',
      String(orthanc.port),
      '--called-ae',
      'ORTHANC',
      '--json',
    ]);
    expect(result.code).toBe(0);
    const rows: { sopClass: string; transferSyntax: string; accepted: boolean }[] = JSON.parse(
      result.stdout,
    ).evidence[0].facts['dicom.context'];
    const ct = rows.filter((one) => one.sopClass === '1.2.840.10008.5.1.4.1.1.2');
    const ours = ct.filter((one) => one.accepted).map((one) => one.transferSyntax);
    const theirs = await negotiateByStorescu(
      { port: orthanc.port, calledAeTitle: 'ORTHANC', sopClassUid: '1.2.840.10008.5.1.4.1.1.2' },
      ct.map((one) => one.transferSyntax),
    );
    expect(ours).toEqual(theirs.filter((one) => one.accepted).map((one) => one.transferSyntaxUid));
    expect(ours.length).toBeGreaterThan(5);
    expect(ours.length).toBeLessThan(ct.length);
  });

  it('names a tampered file, a changed verdict and an added record, with code 5', async () => {
    const folder = await makeTempFolder();
    const file = path.join(folder, 'facility.yaml');
    await writeFile(file, 'schemaVersion: 1\nfacility: {name: Bệnh viện Thử}\n');
    const out = path.join(folder, 'ho-so');
    expect((await runCli(['assess', file, '--out', out])).code).toBe(4);
    const assessmentFile = path.join(out, 'assessment.json');
    const original = await readFile(assessmentFile, 'utf8');
    await writeFile(assessmentFile, original.replace('"level":"none"', '"level":"advanced"'));
    const verified = await runCli(['verify', out]);
    expect(verified.code).toBe(5);
    expect(verified.stdout).toContain('assessment.json');
    expect(verified.stdout).toContain('verdict');
  });
});
