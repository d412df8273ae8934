import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dossier } from '../../src/evidence/dossier.ts';
import { judge, report } from '../../src/flow.ts';
import { readPdfSignatures } from '../../src/signature/pdf/read-pdf-signatures.ts';
import { signPdf } from '../../src/signature/pdf/sign-pdf.ts';
import { signDossier } from '../../src/signature/sign-dossier.ts';
import { signReport, takeReport } from '../../src/signature/sign-report.ts';
import { signatureFileSchema } from '../../src/signature/signature-file.ts';
import { verifyDossier } from '../../src/verification/verify-dossier.ts';
import { makeReportedDossier, newKey, signBoth } from './support/reported-dossier.ts';
import { readSigner } from './support/sign-fixtures.ts';

const language = 'en';
const signal = AbortSignal.timeout(60_000);
let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'rispacs-sign-'));
  folder = await makeReportedDossier(home);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const sign = (as: 'facility' | 'council', name = 'A') =>
  signDossier({ folder, as, key: newKey(), name, language, signal });
const pdf = () => readFile(path.join(folder, 'report.pdf'));

describe('signing a dossier', () => {
  it('writes a statement in the published form, which names what is signed', async () => {
    await signBoth(folder, newKey(), newKey());
    expect((await readdir(path.join(folder, 'signatures'))).sort()).toEqual([
      'council.json',
      'council.pub.pem',
      'council.sig',
      'facility.json',
      'facility.pub.pem',
      'facility.sig',
    ]);
    const text = await readFile(path.join(folder, 'signatures/council.json'), 'utf8');
    const statement = signatureFileSchema.parse(JSON.parse(text));
    expect(statement).toMatchObject({ as: 'council', name: 'Trần Thị B' });
    expect(statement.signs.facilitySignatureSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('goes in order, and never replaces a signature', async () => {
    await expect(sign('council')).rejects.toMatchObject({ exitCode: 2 });
    await sign('facility');
    await expect(sign('facility')).rejects.toThrow(/has a signature "facility" already/);
    await sign('council');
    for (const end of ['json', 'sig', 'pub.pem'])
      await rm(path.join(folder, `signatures/facility.${end}`));
    await expect(sign('facility')).rejects.toThrow(/council signed before/);
  });

  it('is refused while a file differs from the manifest, by name', async () => {
    await appendFile(path.join(folder, 'log.ndjson'), '{}\n');
    await expect(sign('facility')).rejects.toMatchObject({ exitCode: 5, details: ['log.ndjson'] });
    expect(await readdir(folder)).not.toContain('signatures');
  });

  it('is refused without a name', async () => {
    await expect(sign('facility', ' ')).rejects.toThrow(/--name/);
  });

  it('is over when the report is made again, and can be done anew', async () => {
    await sign('facility');
    await writeFile(path.join(folder, 'thu.txt'), 'x');
    const dossier = await Dossier.open(folder, 'vi');
    await report(dossier, await judge(dossier), ['html'], signal);
    const after = await verifyDossier(folder, language);
    expect(after.files.state).toBe('intact');
    expect(after.signatures[0]).toMatchObject({ state: 'broken', problem: 'other-manifest' });
    for (const end of ['json', 'sig', 'pub.pem'])
      await rm(path.join(folder, `signatures/facility.${end}`));
    await sign('facility');
    expect((await verifyDossier(folder, language)).ok).toBe(true);
  });
});

describe('signing the report', () => {
  it('keeps the dossier whole: the manifest has the hash of the signed PDF', async () => {
    const signatures = await signReport({ folder, signer: await readSigner(), language, signal });
    expect(signatures).toMatchObject([{ digest: 'intact', coversWholeFile: true }]);
    await signBoth(folder, newKey());
    const verification = await verifyDossier(folder, language);
    expect(verification.ok).toBe(true);
    expect(verification.reportSignatures).toHaveLength(1);
  });

  it('comes before signing the dossier', async () => {
    await sign('facility');
    const before = await pdf();
    await expect(
      signReport({ folder, signer: await readSigner(), language, signal }),
    ).rejects.toThrow(/PDF report first/);
    expect((await pdf()).equals(before)).toBe(true);
  });

  it('without a report says how to make one', async () => {
    await rm(path.join(folder, 'report.pdf'));
    await expect(
      signReport({ folder, signer: await readSigner(), language, signal }),
    ).rejects.toMatchObject({ exitCode: 5, details: ['report.pdf'] });
  });
});

describe('taking back a report that was signed elsewhere', () => {
  const signElsewhere = async (bytes: Buffer) =>
    signPdf(bytes, { signer: await readSigner('ec-aes256.p12'), reason: 'USB', at: new Date() });
  const take = (signed: Buffer) => takeReport({ folder, signed, language, signal });

  it('puts it into the dossier', async () => {
    const signed = await signElsewhere(await pdf());
    expect(await take(signed)).toMatchObject([{ signer: { name: 'Hoi dong (EC)' } }]);
    expect((await pdf()).equals(signed)).toBe(true);
    expect((await verifyDossier(folder, language)).ok).toBe(true);
  });

  it('refuses another report, an unsigned one, and a broken or prolonged signature', async () => {
    const original = await pdf();
    const signed = await signElsewhere(original);
    const other = Buffer.from(signed);
    other[300] = (other[300] ?? 0) ^ 1;
    await expect(take(other)).rejects.toThrow(/does not begin with exactly/);
    await expect(take(original)).rejects.toThrow(/does not begin with exactly/);
    const unsigned = Buffer.concat([original, Buffer.from('% x\n')]);
    await expect(take(unsigned)).rejects.toThrow(/no digital signature/);
    const longer = Buffer.concat([signed, Buffer.from('% x\n')]);
    await expect(take(longer)).rejects.toThrow(/appended after it/);
    const broken = Buffer.from(signed);
    broken[original.length + 30] = (broken[original.length + 30] ?? 0) ^ 1;
    await expect(take(broken)).rejects.toMatchObject({ exitCode: 5 });
    expect((await pdf()).equals(original)).toBe(true);
    expect(await readPdfSignatures(await pdf())).toEqual([]);
  });
});
