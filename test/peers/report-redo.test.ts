import { execFile, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/browser/browser.ts';
import { prepareDossier } from '../../src/cli/prepare-dossier.ts';
import { collect, judge, report } from '../../src/flow.ts';
import type { Assessment } from '../../src/report/assessment.ts';
import { SWITCH_COMMUNITY } from '../../src/simulator/network/start-switch.ts';
import { makeTempFolder } from '../probes/support/temp-folder.ts';
import { startHospital } from '../simulator/support/start-hospital.ts';
import { missingPrograms } from './support/dicom-peers.ts';

const run = promisify(execFile);
const programs = ['echoscu', 'findscu', 'storescu', 'dump2dcm', 'iperf3', 'openssl', 'snmpwalk'];
const missing =
  missingPrograms(...programs, 'upsc', 'curl', 'psql', 'pdftotext', 'bash') ??
  ((await findBrowser()) === undefined ? 'no browser to print with' : undefined);
if (missing !== undefined) process.stderr.write(`skipped: ${missing}\n`);

/** A CT image of nobody, as the report tells the reader to make one. */
const madeUpImage = `(0008,0016) UI =CTImageStorage
(0008,0018) UI [2.25.4711]
(0010,0010) PN [KIEM THU^RISPACS]
(0010,0020) LO [RISPACS-TEST]
(0020,000d) UI [2.25.4712]
(0020,000e) UI [2.25.4713]
(0028,0002) US 1
(0028,0004) CS [MONOCHROME2]
(0028,0010) US 2
(0028,0011) US 2
(0028,0100) US 16
(0028,0101) US 16
(0028,0102) US 15
(0028,0103) US 0
(7fe0,0010) OW 1\\2\\3\\4
`;

/** Facts of a record, as the dossier has them. */
function rowOf(assessment: Assessment, id: string, group: string) {
  const record = assessment.evidence.find((one) => one.id === id);
  if (record?.kind !== 'probe' || record.state !== 'observed') throw new Error(`${id} is missing`);
  const row = record.facts[group]?.[0];
  if (row === undefined) throw new Error(`${id} has no ${group}`);
  return row;
}

/** Commands in the text of a PDF: lines that begin with a program's name, those that go on put together as a shell would. */
function commandsIn(text: string): string[] {
  const joined = text.replace(/ \\\n\s*/g, ' ');
  return joined
    .split(/[\n\f]/)
    .map((line) => line.trim())
    .filter((line) =>
      /^(?:echoscu|findscu|storescu|iperf3|openssl|snmpwalk|upsc|curl|psql) -|^upsc [\w-]+@|^openssl s_client /.test(
        line,
      ),
    );
}

describe.skipIf(missing !== undefined)('what Annex II says about measuring again', () => {
  it('is enough to get the printed figures with other programs, command by command', async () => {
    const hospital = await startHospital();
    const { facilityFile } = hospital;
    const folder = await makeTempFolder();
    // A ceiling makes a figure on loopback one that can be repeated.
    const facility = await readFile(facilityFile, 'utf8');
    await writeFile(
      facilityFile,
      facility.replace(
        /(- id: trong-may\n(?: {6}.*\n)*?) {6}runs: 3\n/,
        '$1      runs: 1\n      maxMbps: 80\n',
      ),
    );
    const signal = AbortSignal.timeout(170_000);
    const prepared = await prepareDossier({
      facilityFile,
      out: path.join(folder, 'ho-so'),
      target: undefined,
      allow: 'load',
      only: undefined,
      resume: false,
      language: 'vi',
    });
    await collect({ ...prepared, resume: false, signal, onEvent: () => undefined });
    const assessment = await judge(prepared.dossier);
    await report(prepared.dossier, assessment, ['pdf'], signal);
    const pdf = path.join(prepared.dossier.folder, 'report.pdf');
    const { stdout: text } = await run('pdftotext', ['-layout', pdf, '-'], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const token = (
      await readFile(path.join(path.dirname(facilityFile), 'dicomweb-token.txt'), 'utf8')
    ).trim();
    expect(text).not.toContain(SWITCH_COMMUNITY);
    expect(text).not.toContain(token);

    await writeFile(path.join(folder, 'thu.txt'), madeUpImage);
    await run('dump2dcm', ['thu.txt', 'thu.dcm'], { cwd: folder });
    const printed = commandsIn(text);
    /** Runs every printed command that has these words, exactly as printed. */
    const redo = async (...parts: string[]): Promise<string[]> => {
      const chosen = printed.filter((line) => parts.every((part) => line.includes(part)));
      expect(chosen, parts.join(' ')).not.toEqual([]);
      const outputs: string[] = [];
      for (const line of chosen) outputs.push(await paste(line));
      return outputs;
    };
    const paste = (line: string): Promise<string> =>
      runShell(line, folder, {
        COMMUNITY: SWITCH_COMMUNITY,
        CA: path.join(path.dirname(facilityFile), 'ca-mo-phong.pem'),
        TOKEN: token,
      });

    expect(rowOf(assessment, 'dicom.pacs-chinh', 'dicom.node').echoStatus).toBe(0);
    for (const output of await redo('echoscu')) expect(output).toContain('Echo Response (Success)');

    const worklist = rowOf(assessment, 'dicom.danh-sach-cho', 'dicom.query');
    expect(text).toMatch(
      /danh sách chờ \(khóa\s+\(0010,0020\) RISPACS-TEST\): 0000H, 0\s+câu trả lời/,
    );
    const [found = ''] = await redo('findscu', '-W', 'RIS_MWL_SIM');
    expect(found).toContain('Final Find Response (Success)');
    expect(found.match(/\(Pending\)/g) ?? []).toHaveLength(Number(worklist.answers));
    const patient = rowOf(assessment, 'dicom.pacs-chinh', 'dicom.query');
    const [studies = ''] = await redo('findscu', '-P', 'PACS_SIM');
    expect(studies.match(/\(Pending\)/g) ?? []).toHaveLength(Number(patient.answers));

    const [stored = ''] = await redo('storescu', 'PACS_SIM');
    expect(stored).toContain('Accepted Transfer Syntax: =JPEG2000LosslessOnly');
    // The same with an option that the report says the node refuses.
    expect(text).toMatch(/từ chối[^;]*JPEG-LS \(-xt\)/);
    const refusing = printed.find(
      (line) => line.startsWith('storescu') && line.includes('PACS_SIM'),
    );
    expect(await paste(refusing?.replace('-xv', '-xt') ?? '')).not.toContain(
      'Accepted Transfer Syntax: =JPEGLSLossless',
    );

    const lan = rowOf(assessment, 'lan.trong-may', 'lan.path');
    const [up = '', down = ''] = await redo('iperf3', '-c');
    for (const [output, column] of [
      [up, 'upGoodputMbpsRuns'],
      [down, 'downGoodputMbpsRuns'],
    ] as const) {
      const rate = /([\d.]+) Mbits\/sec.*receiver/.exec(output)?.[1];
      const [recorded = 0] = lan[column] as readonly number[];
      expect(Math.abs(Number(rate) / recorded - 1), output).toBeLessThan(0.25);
    }

    const tls = rowOf(assessment, 'tls.dicomweb-pacs-dicomweb', 'security.tls');
    const [brief = ''] = await redo('openssl', '-brief');
    expect(brief).toContain(`Protocol version: ${String(tls.protocol)}`);
    expect(brief).toContain(`Ciphersuite: ${String(tls.cipher)}`);
    expect(brief).toContain('Verification: OK');
    const [dates = ''] = await redo('openssl', 'x509');
    const last = /notAfter=(.*)/.exec(dates)?.[1] ?? '';
    expect(new Date(last).toISOString().slice(0, 10)).toBe(tls.certificateValidTo);

    const speeds = await redo('snmpwalk', '1.3.6.1.2.1.31.1.1.1.15');
    const device = rowOf(assessment, 'switch.switch-ris-pacs', 'lan.switch');
    expect(speeds[0]?.match(/Gauge32: \d+/g)).toHaveLength(Number(device.ethernetPorts));
    const vlans = await redo('snmpwalk', '1.3.6.1.2.1.17.7.1.4.3.1.1');
    const vlan = rowOf(assessment, 'switch.switch-ris-pacs', 'lan.vlan');
    expect(vlans[0]).toContain(`.${String(vlan.vlan)} = STRING: "${String(vlan.name)}"`);

    const ups = rowOf(assessment, 'power.ups-may-chu', 'power.ups');
    const [said = ''] = await redo('upsc');
    expect(said).toContain(`ups.status: ${String(ups.status)}`);
    expect(said).toContain(`battery.runtime: ${Number(ups.runtimeMinutes) * 60}`);

    const pages = printed.filter((line) => line.includes('%{http_code}'));
    const statuses = await Promise.all(pages.map(paste));
    const recorded = assessment.evidence.flatMap((one) =>
      one.kind === 'probe' && one.probe === 'web' && one.state === 'observed'
        ? [String(one.facts['web.endpoint']?.[0]?.httpStatus)]
        : [],
    );
    expect(statuses.map((one) => one.trim())).toEqual(recorded);

    const [version = ''] = await redo('psql');
    const database = rowOf(assessment, 'database.csdl-pacs', 'database.server');
    expect(version).toContain(`${String(database.product)} ${String(database.version)}`);
    const [backends = ''] = await redo('curl', ';csv');
    expect(backends).toContain('web,BACKEND,UP,2');
    // The image stored above is one more study than was there before.
    const qido = rowOf(assessment, 'dicomweb.pacs-dicomweb', 'dicomweb.query');
    const [counted = ''] = await redo('curl', '/dicom-web/studies?', 'Bearer');
    expect(Number(counted) - Number(qido.answers)).toBeGreaterThanOrEqual(0);
    expect(Number(counted) - Number(qido.answers)).toBeLessThanOrEqual(1);
  });
});

/** What a shell prints when the line is pasted into it. */
function runShell(
  line: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', line], {
      cwd: folder,
      env: { ...process.env, TCP_NODELAY: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
    });
    let output = '';
    const keep = (data: Buffer): void => {
      output += data.toString('utf8');
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', () => resolve(output));
  });
}
