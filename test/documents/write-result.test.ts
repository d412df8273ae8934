import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../src/browser/browser.ts';
import { makeCouncilDocuments } from '../../src/documents/make-council-documents.ts';
import { writeResult } from '../../src/documents/write-result.ts';
import { Dossier } from '../../src/evidence/dossier.ts';
import { judge } from '../../src/flow.ts';
import type { ReportFormat } from '../../src/report/render-report.ts';
import { checkSignatures } from '../../src/signature/check-signatures.ts';
import { signPdf } from '../../src/signature/pdf/sign-pdf.ts';
import { inspectContent } from '../../src/verification/inspect-content.ts';
import { makeReportedDossier, newKey, signBoth } from '../signature/support/reported-dossier.ts';
import { readSigner } from '../signature/support/sign-fixtures.ts';
import { runCli } from '../support/run-cli.ts';

let home = '';
let original = '';
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'rispacs-coherence-'));
  original = await makeReportedDossier(home);
});
afterAll(() => rm(home, { recursive: true, force: true }));

let count = 0;
async function copyDossier(): Promise<string> {
  count += 1;
  const folder = path.join(home, `copy-${count}`);
  await cp(original, folder, { recursive: true });
  return folder;
}

/** Takes a record away: judged again, the dossier gives another result. */
const change = (folder: string) => rm(path.join(folder, 'evidence', 'dicom.pacs-2.json'));

async function write(folder: string, formats: readonly ReportFormat[]) {
  const dossier = await Dossier.open(folder, 'vi');
  const signal = AbortSignal.timeout(80_000);
  return writeResult({
    dossier,
    assessment: await judge(dossier),
    formats,
    language: 'vi',
    signal,
  });
}

/** Every file with its hash. */
async function snapshot(folder: string): Promise<Readonly<Record<string, string>>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile() && !one.name.startsWith('.'))
    .map((one) => path.join(one.parentPath, one.name));
  const hashed = await Promise.all(
    files.map(async (file) => [
      path.relative(folder, file),
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ]),
  );
  return Object.fromEntries(hashed.sort());
}

const resultHash = async (folder: string) =>
  createHash('sha256')
    .update(await readFile(path.join(folder, 'assessment.json')))
    .digest('hex');

describe('the reports of a dossier that is judged again', () => {
  it('stay as they are when the result is the same', async () => {
    const folder = await copyDossier();
    const before = await snapshot(folder);
    expect(await write(folder, ['json'])).toMatchObject({ remade: [], outdated: [] });
    expect(await snapshot(folder)).toEqual(before);
  });

  it('are made again when it is another one, whatever was asked for', async () => {
    const folder = await copyDossier();
    await rm(path.join(folder, 'report.pdf'));
    await change(folder);
    const written = await write(folder, ['json']);
    expect(written.remade).toEqual(['report.html', 'report.csv']);
    expect(await readFile(path.join(folder, 'report.html'), 'utf8')).toContain(
      await resultHash(folder),
    );
  });

  it('are made again when an earlier run left them behind', async () => {
    const folder = await copyDossier();
    await rm(path.join(folder, 'report.pdf'));
    const html = await readFile(path.join(folder, 'report.html'), 'utf8');
    const other = html.replaceAll(await resultHash(folder), 'ab'.repeat(32));
    await writeFile(path.join(folder, 'report.html'), other);
    expect(await write(folder, ['csv'])).toMatchObject({ remade: ['report.html'] });
    expect(await inspectContent(folder, [])).toEqual([]);
  });

  it('keep no PDF of another result beside a page that is asked for', async () => {
    const folder = await copyDossier();
    await change(folder);
    const before = await readFile(path.join(folder, 'report.pdf'));
    const written = await write(folder, ['html']);
    const after = await readFile(path.join(folder, 'report.pdf'));
    // Without a browser the old one stays, and is named.
    const isMade = (await findBrowser()) !== undefined;
    expect(after.equals(before)).toBe(!isMade);
    expect(written.remade).toEqual(isMade ? ['report.pdf', 'report.csv'] : ['report.csv']);
    expect(written.outdated).toEqual(isMade ? [] : ['report.pdf']);
  });

  it('name papers of a council that print another hash', async () => {
    const folder = await copyDossier();
    await mkdir(path.join(folder, 'council'));
    await writeFile(path.join(folder, 'council', 'minutes.html'), `<p>${'ab'.repeat(32)}</p>`);
    await writeFile(path.join(folder, 'council', 'ghi-chu.html'), '<p></p>');
    const { outdatedPapers } = await write(folder, ['json']);
    expect(outdatedPapers).toEqual(['council/minutes.html']);
  });
});

describe('a signed dossier', () => {
  it('is refused before anything is written when its result is another one', async () => {
    const folder = await copyDossier();
    await signBoth(folder, newKey());
    await change(folder);
    const before = await snapshot(folder);
    await expect(write(folder, ['json'])).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/đã được ký.*kết quả khác.*không ghi gì/),
    });
    expect(await snapshot(folder)).toEqual(before);
  });

  it('stays signed when it is only judged again with the same result', async () => {
    const folder = await copyDossier();
    await signBoth(folder, newKey(), newKey());
    const before = await snapshot(folder);
    expect(await write(folder, ['json'])).toMatchObject({
      isSigned: true,
      signaturesLapsed: false,
    });
    expect(await snapshot(folder)).toEqual(before);
    expect((await checkSignatures(folder)).map(({ state }) => state)).toEqual(['valid', 'valid']);
  });

  it('is told that its signatures lapse when its files are made again', async () => {
    const folder = await copyDossier();
    await signBoth(folder, newKey());
    expect(await write(folder, ['html'])).toMatchObject({ signaturesLapsed: true });
  });

  it('keeps a PDF that carries a digital signature', async () => {
    const folder = await copyDossier();
    const file = path.join(folder, 'report.pdf');
    const signed = await signPdf(await readFile(file), {
      signer: await readSigner('rsa-aes256.p12'),
      reason: 'Ký thử',
      at: new Date('2026-11-22T08:00:00Z'),
    });
    await writeFile(file, signed);
    await expect(write(folder, ['pdf', 'html'])).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('chữ ký số'),
    });
    expect((await readFile(file)).equals(signed)).toBe(true);
    expect(await write(folder, ['csv'])).toMatchObject({ remade: [] });
    await change(folder);
    await expect(write(folder, ['json'])).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('papers of a council', () => {
  it('carry the hash of the reports, which are made again with them', async () => {
    const folder = await copyDossier();
    await rm(path.join(folder, 'report.pdf'));
    await change(folder);
    const { written } = await makeCouncilDocuments({
      folder,
      wanted: 'minutes,decision,scoring',
      pdf: false,
      language: 'en',
      signal: AbortSignal.timeout(60_000),
    });
    expect(written).toMatchObject({ remade: ['report.html', 'report.csv'], outdatedPapers: [] });
    const hash = await resultHash(folder);
    for (const file of ['report.html', 'council/minutes.html', 'council/decision.html'])
      expect(await readFile(path.join(folder, file), 'utf8'), file).toContain(hash);
  });

  it('are refused on the command line with code 2, or say in one sentence what was made again', async () => {
    const folder = await copyDossier();
    await rm(path.join(folder, 'report.pdf'));
    await change(folder);
    const args = ['report', folder, '--documents', 'minutes', '--format', 'html'];
    const told = await runCli(args);
    expect(told.code).toBe(0);
    expect(told.stderr.trim().split('\n')).toHaveLength(1);
    expect(told.stderr).toMatch(/đã lập lại report\.html, report\.csv/);
    const asJson = JSON.parse((await runCli([...args, '--json'])).stdout);
    expect(asJson).toMatchObject({ remade: [], outdatedPapers: [], removed: [] });

    const signed = await copyDossier();
    await signBoth(signed, newKey());
    await rm(path.join(signed, '.rispacs.lock'));
    await change(signed);
    const before = await snapshot(signed);
    const refused = await runCli(['report', signed, '--documents', 'minutes']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/đã được ký/);
    expect(await snapshot(signed)).toEqual(before);
  });
});
